//! What the tests of pages for a browser share: what a reader sees of them, and what Chromium makes of them.
//!
//! **Invariant:** without Chromium a test says that it was skipped.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jointex::report::html::SCRIPT_HASH;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::process::Command;

/// What stands between two texts.
pub fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start}"));
    rest.split_once(end).unwrap_or_else(|| panic!("no {end} after {start}")).0
}

/// What a reader sees of a piece of HTML.
pub fn seen(html: &str) -> String {
    let text: String = html
        .split('<')
        .enumerate()
        .map(|(place, piece)| match place {
            0 => piece,
            _ => piece.split_once('>').map_or("", |(_, text)| text),
        })
        .collect();
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    text.trim().to_owned()
}

/// A section of a page, without its heading.
pub fn section<'p>(page: &'p str, anchor: &str) -> &'p str {
    let start = format!("<h2 id=\"{anchor}\">");
    let (_, rest) = page.split_once(&start).unwrap_or_else(|| panic!("no section {anchor}"));
    rest.split("<h2").next().unwrap_or_default()
}

/// The rows of a section: the texts of their cells.
pub fn rows(page: &str, anchor: &str) -> Vec<Vec<String>> {
    let row = |row: &str| {
        row.split("<t")
            .skip(1)
            .filter(|cell| cell.starts_with(['d', 'h']))
            .map(|cell| seen(&format!("<t{cell}")))
            .collect()
    };
    let rows = section(page, anchor).split("<tr").skip(1);
    rows.map(|rest| row(rest.split("</tr>").next().unwrap_or_default())).collect()
}

/// The sections of a page.
pub fn sections(page: &str) -> Vec<&str> {
    page.split("<h2 id=\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0)).collect()
}

/// A page with a script more at its end, which its policy allows too.
pub fn with_script(page: &str, script: &str) -> String {
    let hash = BASE64_STANDARD.encode(Sha256::digest(script));
    page.replace(SCRIPT_HASH, &format!("{SCRIPT_HASH}' 'sha256-{hash}"))
        .replace("</body>", &format!("<script>{script}</script></body>"))
}

/// What Chromium makes of a page: its document once scripts have run, and what it said; none without Chromium.
pub fn browse(file: &Path, fragment: &str) -> Option<(String, String)> {
    browse_at(1280, file, fragment)
}

/// The same in a window so many pixels wide.
pub fn browse_at(width: u32, file: &Path, fragment: &str) -> Option<(String, String)> {
    let profile = tempfile::tempdir().expect("a folder");
    let output = Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
        ])
        .args(["--disable-component-update", "--disable-sync", "--enable-logging=stderr", "--v=0"])
        .args(["--virtual-time-budget=3000", "--dump-dom"])
        .arg(format!("--window-size={width},900"))
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}{fragment}", file.display()))
        .output();
    match output {
        Ok(output) => Some((
            String::from_utf8(output.stdout).expect("a document is text"),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )),
        Err(error) => {
            eprintln!("skipped: Chromium does not start: {error}");
            None
        }
    }
}

/// The marks of an axis of hours from 0 to `until`, of which there are five steps at most: the least round hours that will do.
pub fn marks(until: f64) -> Vec<f64> {
    let round = [1.0 / 60.0, 5.0 / 60.0, 0.25, 0.5, 1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0, 96.0];
    let step = round.into_iter().find(|step| 5.0 * step >= until).expect("it is not longer than 20 days");
    (0..).map(|number| f64::from(number) * step).take_while(|mark| *mark <= until + 1e-9 * step).collect()
}
