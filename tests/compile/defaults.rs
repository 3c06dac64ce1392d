//! What is written as it would be by default.

use super::check;
use expect_test::expect;

#[test]
fn what_is_written_as_it_is_by_default_changes_nothing() {
    check(
        &[
            (
                r#"after: Any(["phish"])"#,
                r#"after: Any(["phish"]), scope: Organisation, until: FirstSuccess"#,
            ),
            (r#"start: "3h","#, r#"start: "3h", on_loss: Continue,"#),
        ],
        expect![[""]],
    );
}
