//! The data of a model: where its numbers come from, every parameter, and what is assumed.
//!
//! **Invariant:** the numbers add up to those of the scenario's view.

use super::facts::{About, Facts};
use super::{Block, Parts, code, list, paragraph, table, words, working};
use crate::measure::counted;
use crate::study::{Ground, Parameter, Provenance};

/// The headings under Data.
pub fn parts(facts: &Facts<'_>) -> Parts {
    vec![
        ("1", "Data sources", sources(facts)),
        ("2", "Pre-processing", vec![list("", preprocessing(facts))]),
        ("3", "Input parameters", inputs(facts)),
        ("4", "Assumptions", assumptions(facts)),
    ]
}

fn numbers<'p>(parameters: impl Iterator<Item = &'p Parameter>) -> u64 {
    parameters.map(|it| it.numbers as u64).sum()
}

/// The sources, each once, in the order in which they are met: those of records, and those of what the library adds.
fn cited(facts: &Facts<'_>) -> Vec<String> {
    let mut cited: Vec<String> = Vec::new();
    for it in facts.parameters {
        for source in [source_of(&it.ground), library_source(it)].into_iter().flatten() {
            if !cited.iter().any(|known| known == source) {
                cited.push(source.to_owned());
            }
        }
    }
    cited
}

fn source_of(ground: &Ground) -> Option<&str> {
    match ground {
        Ground::Source(source) => Some(source),
        _ => None,
    }
}

/// The source that the library names for what it adds.
fn library_source(it: &Parameter) -> Option<&str> {
    match &it.provenance {
        Provenance::Added(remark) => remark.split_once("Source(")?.1.strip_suffix(')'),
        _ => None,
    }
}

fn sources(facts: &Facts<'_>) -> Vec<Block> {
    let all = numbers(facts.parameters.iter());
    let of = |is: &dyn Fn(&Ground) -> bool| numbers(facts.parameters.iter().filter(|it| is(&it.ground)));
    let expert = of(&|ground| *ground == Ground::Expert);
    let assumed = of(&|ground| *ground == Ground::Assumed);
    let sourced = of(&|ground| source_of(ground).is_some());
    let said = match all {
        0 => String::new(),
        _ => format!(
            "Of {} whose basis is asked for, {sourced} come from sources, {expert} are the judgement of an expert, and {assumed} \
             are assumed. A duration or a distribution counts as one number.",
            counted(all, "number")
        ),
    };
    let rows = cited(facts).into_iter().enumerate().map(|(place, source)| {
        let number = of(&|ground| source_of(ground) == Some(&source));
        vec![(place + 1).to_string(), source, number.to_string()]
    });
    let columns = [words("No.", 1), words("Source", 8), words("Numbers that rest on it", 2)];
    vec![paragraph(said), table("Sources", &columns, rows.collect())]
}

fn preprocessing(facts: &Facts<'_>) -> Vec<String> {
    let added = |from: &str| {
        let is =
            |it: &&Parameter| matches!(&it.provenance, Provenance::Added(remark) if remark.starts_with(from));
        facts.parameters.iter().filter(is).count() as u64
    };
    let (library, usual) = (added("from the library"), added("usual for the tactic"));
    let mut items = vec![String::from(
        "Times are rounded once into whole microseconds; names become indices in the order of their ids, so that the order in \
         the file does not matter.",
    )];
    if library > 0 {
        items.push(format!(
            "{} that the scenario leaves out are those of the built-in library (techniques of MITRE ATT&CK Enterprise v18.1, \
             controls).",
            counted(library, "value")
        ));
    }
    if usual > 0 {
        let values = counted(usual, "value");
        items.push(format!("{values} that neither says are those usual for the technique's tactic."));
    }
    if !facts.model.pools.is_empty() {
        items
            .push(String::from("Hours of duty become rosters from the civil calendars of their time zones."));
    }
    items
}

/// What stands at the head of a path.
fn head(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or(path)
}

fn inputs(facts: &Facts<'_>) -> Vec<Block> {
    let mut groups: Vec<(&str, Vec<Vec<String>>)> = Vec::new();
    let cited = cited(facts);
    for it in facts.parameters {
        // What stands in no list belongs together.
        let name = if it.path.contains(['.', '[']) { head(&it.path) } else { "frame" };
        let row = vec![
            it.path.clone(),
            it.value.clone(),
            first_sentence(it.says),
            provenance(it, &cited),
            ground(&it.ground, &cited),
        ];
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((name, vec![row])),
        }
    }
    let columns =
        [code("Path", 5), code("Value", 4), words("Meaning", 5), words("Given by", 2), words("Basis", 2)];
    let introduction = match groups.is_empty() {
        true => String::new(),
        false => String::from(
            "A path is what --set takes. What the library gives can be set once its record is written in the scenario, as \
             jointex expand writes it.",
        ),
    };
    let tables = groups.into_iter().map(|(name, rows)| table(&format!("Parameters: {name}"), &columns, rows));
    std::iter::once(paragraph(introduction)).chain(tables).collect()
}

/// What is said first, without the marks of code and of links within the documentation.
fn first_sentence(says: &str) -> String {
    let end = says.find(". ").map_or(says.len(), |at| at + 1);
    says[..end].replace("[`", "").replace("`]", "").replace('`', "")
}

fn numbered(source: &str, cited: &[String]) -> String {
    let place = cited.iter().position(|known| known == source);
    place.map_or_else(String::new, |place| format!("source {}", place + 1))
}

fn provenance(it: &Parameter, cited: &[String]) -> String {
    match &it.provenance {
        Provenance::Written => String::from("scenario"),
        Provenance::Default => String::from("default"),
        Provenance::Added(remark) => {
            let from = remark.split_once(", ").map_or(remark.as_str(), |(from, _)| from);
            // A record of the scenario covers what the library adds to it, whatever that has it from.
            match library_source(it).filter(|source| source_of(&it.ground) != Some(source)) {
                Some(source) => format!("{from}, {}", numbered(source, cited)),
                None => from.to_owned(),
            }
        }
    }
}

fn ground(ground: &Ground, cited: &[String]) -> String {
    match ground {
        Ground::Unasked => String::from("not asked for"),
        Ground::Source(source) => numbered(source, cited),
        Ground::Expert => String::from("expert"),
        Ground::Assumed => String::from("assumed"),
    }
}

fn assumptions(facts: &Facts<'_>) -> Vec<Block> {
    let mut groups: Vec<(&str, [u64; 2])> = Vec::new();
    for it in facts.parameters.iter().filter(|it| it.numbers > 0) {
        let (number, name) = (it.numbers as u64, head(&it.path));
        let assumed = if it.ground == Ground::Assumed { number } else { 0 };
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sums)) => *sums = [sums[0] + number, sums[1] + assumed],
            None => groups.push((name, [number, assumed])),
        }
    }
    let rows = groups
        .into_iter()
        .map(|(name, [all, assumed])| vec![name.to_owned(), all.to_string(), assumed.to_string()]);
    let columns = [code("List", 2), words("Numbers", 1), words("Of these assumed", 1)];
    vec![
        list("", facts.sentences(working::MECHANISMS, About::Assumption)),
        table("Numbers that are assumed", &columns, rows.collect()),
    ]
}
