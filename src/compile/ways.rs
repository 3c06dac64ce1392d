//! What injects do to cables and links.
//!
//! **Invariant:** what is returned cuts or restores a cable or a link that exists.

use super::effects::Audience;
use super::table::unknown_here;
use super::values::duration;
use crate::diagnostic::{Diagnostic, Place, codes};
use crate::model::{CableIdx, Change, LinkIdx};
use crate::scenario::{self, Word};

impl Audience<'_> {
    /// A cable or a link that is cut or restored.
    pub(super) fn way(
        &self,
        way: &scenario::Way,
        cut: bool,
        inject: Place,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<(Change, String)> {
        let done = if cut { "cut" } else { "restored" };
        match (&way.cable, &way.link) {
            (Some(cable), None) => {
                let words = format!("{cable} is {done}");
                if let Some(number) = self.ids.cables.find(&cable.text) {
                    return Some((Change::Cable { cable: CableIdx(number), cut }, words));
                }
                let Some((_, medium)) = self.media.iter().find(|(name, _)| *name == cable.text) else {
                    faults.push(self.no_cable(cable));
                    return None;
                };
                Some((Change::Links { links: medium.links.clone(), cut }, words))
            }
            (None, Some(ends)) => {
                let (from, to) = (self.ids.zone(&ends.from, faults), self.ids.zone(&ends.to, faults));
                if !from.is_some() || !to.is_some() {
                    return None;
                }
                let Some(there) = self.network.link(from, to) else {
                    let message = format!("no link leads from `{}` to `{}`", ends.from, ends.to);
                    let fault = Diagnostic::error(codes::UNKNOWN_LINK, ends.from.place, message);
                    faults.push(fault.label("not found"));
                    return None;
                };
                let both_ways = |id: &scenario::Link| {
                    let is =
                        |a: &scenario::Id, b: &scenario::Id| id.from.text == a.text && id.to.text == b.text;
                    id.both_ways.value && (is(&ends.from, &ends.to) || is(&ends.to, &ends.from))
                };
                let mut links: Vec<LinkIdx> = vec![there];
                if self.scenario.network.links.iter().any(both_ways) {
                    links.extend(self.network.link(to, from));
                }
                links.sort_unstable();
                Some((Change::Links { links, cut }, format!("{}>{} is {done}", ends.from, ends.to)))
            }
            (cable, _) => {
                let place = cable.as_ref().map_or(inject, |cable| cable.place);
                let message = format!("what is {done} is either a cable or a link");
                let label = if cable.is_some() { "both are given" } else { "neither is given" };
                faults.push(Diagnostic::error(codes::EITHER_OR, place, message).label(label).help(
                    String::from("write `Cut(cable: \"…\")` or `Cut(link: (from: \"…\", to: \"…\"))`"),
                ));
                None
            }
        }
    }

    /// The fault of a cable that is none of `cables`, and that no link runs over.
    fn no_cable(&self, cable: &Word) -> Diagnostic {
        let mut known: Vec<&str> = self.media.iter().map(|(name, _)| name.as_str()).collect();
        known.extend(self.ids.cables.names());
        known.sort_unstable();
        known.dedup();
        if known.is_empty() {
            let message = format!("no link runs over the cable `{cable}`");
            let help = "no link has a cable: write `medium: Cable(\"…\")` in those that run over it";
            return Diagnostic::error(codes::UNKNOWN_LINK, cable.place, message)
                .label("not found")
                .help(String::from(help));
        }
        unknown_here(codes::UNKNOWN_LINK, "no link runs over the cable", cable, known.iter().copied())
    }

    /// A vessel over a cable.
    pub(super) fn vessel(
        &self,
        vessel: &scenario::Vessel,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<(Change, String)> {
        let cable = self.ids.cable(&vessel.cable, faults);
        let words = format!("a suspicious vessel lingers over {}", vessel.cable);
        cable.is_some().then(|| (Change::Vessel { cable, lasting: vessel.r#for.map(duration) }, words))
    }
}
