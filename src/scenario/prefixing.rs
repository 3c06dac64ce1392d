//! The name of an include before the ids of its fragment.
//!
//! A reference means what the fragment defines, if it defines anything of that id, and else what the including file does.
//!
//! **Invariant:** what the fragment defines and every mention of it within get the same name; all else stays as it was.

use std::collections::BTreeSet;

use super::Scenario;
use super::measure::inject_of;
use super::reading::Written;

/// Puts the include's name before every id that the fragment defines, wherever the fragment mentions it.
pub fn prefix(fragment: &mut Scenario, name: &str) {
    let (mut defined, mut credentials) = (BTreeSet::new(), BTreeSet::new());
    let steps =
        fragment.ladders.iter().flat_map(|ladder| ladder.steps.iter().map(|rung| ladder.number(rung)));
    let warnings =
        fragment.centres.iter().flat_map(|centre| centre.warns.iter().map(|warning| centre.number(warning)));
    let injects: BTreeSet<String> =
        fragment.msel.iter().map(|inject| inject.no.text.clone()).chain(steps).chain(warnings).collect();
    Written::each_id(fragment, "", &mut |field, id| match field {
        "id" => drop(defined.insert(String::from(id.base()))),
        "credentials" => drop(credentials.insert(id.text.clone())),
        _ => {}
    });
    Written::each_id(fragment, "", &mut |field, id| {
        // An inject's number or a credential may be an asset's id too: only their own fields mean them.
        let means = match field {
            "inject" => injects.contains(&id.text),
            "credentials" | "accepts" => credentials.contains(&id.text),
            _ => defined.contains(id.base()),
        };
        if means {
            id.text = format!("{name}/{}", id.text);
        } else if let Some(no) = inject_of(&id.text).filter(|&no| injects.contains(no)) {
            id.text = format!("Inject(\"{name}/{no}\")");
        }
    });
    for inject in &mut fragment.msel {
        inject.no.text = format!("{name}/{}", inject.no.text);
    }
}
