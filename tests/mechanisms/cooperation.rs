//! Mechanisms of cooperation.

use super::*;

const FEED: &str = "agreements[treaty].areas.information_exchange.channels[feed].medium";
const FEED_DELAY: &str = "agreements[treaty].areas.information_exchange.channels[feed].delay";
const FEED_RELEASE: &str = "agreements[treaty].areas.information_exchange.channels[feed].release";
const FEED_CEILING: &str = "agreements[treaty].areas.information_exchange.channels[feed].ceiling";
const FEED_RELIABILITY: &str = "agreements[treaty].areas.information_exchange.channels[feed].reliability";

pub const ROWS: &[Row] = &[
    row("no agreement", &[("agreements[treaty].active", "false")], b_informed, Up),
    row("no agreement", &[("agreements[treaty].active", "false")], b_detects, Up),
    row("no agreement", &[("agreements[treaty].active", "false")], b_held, Up),
    row(
        "read, not automated",
        &[
            (FEED, "Telephone"),
            ("agreements[treaty].areas.information_exchange.channels[feed].reading", "6h"),
        ],
        b_held,
        Up,
    ),
    row("a slow channel", &[(FEED_DELAY, "20h")], b_informed, Up),
    row("a slow release", &[(FEED_RELEASE, "20h")], b_informed, Up),
    row("a ceiling below the marking", &[(FEED_CEILING, "Clear")], b_informed, Up),
    row("a channel that loses", &[(FEED_RELIABILITY, "0.2")], b_informed, Up),
];
