//! What was saved as a page: the same that the verb makes which saved it.
//!
//! **Invariant:** what the file lacks for that is told on the page, with the way to have it.

use super::{Page, comparison_page, observed_page, run_page};
use crate::report::{Saved, Seen};
use maud::html;

/// What was saved as a page.
pub fn saved_page(saved: &Saved) -> Page {
    let report = match saved {
        Saved::Run(report) => report,
        Saved::Comparison(report) => return comparison_page(report),
        Saved::Observed(report) => return observed_page(report),
    };
    match &report.pictures {
        Some(pictures) => run_page(report, pictures),
        None => {
            let page = run_page(report, &Seen::default());
            let lacking = html! {
                p.lacking {
                    "This page was made of saved numbers without the pictures of single replications and of their courses; "
                    code { "jointex run --format json --pictures" } " saves them too."
                }
            };
            Page { head: html! { (page.head) (lacking) }, ..page }
        }
    }
}
