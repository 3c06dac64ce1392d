//! The after-action report of a run: how each training objective went, what was strong, what to improve, and the evidence.
//!
//! The structure is that of the report and improvement plan of the Homeland Security Exercise and Evaluation Program (HSEEP,
//! FEMA 2020): overview, analysis of objectives with its four ratings, strengths and areas for improvement, improvement plan, and
//! annexes. What a simulation can't know (who does it until when) is left to be filled in.
//!
//! **Invariant:** every number is one of the run's or of what its levers buy; a document is a function of these alone.

mod evidence;
mod pseudonyms;

use super::document::{Block, Column, Document, heading, list, paragraph, table, words};
use super::terminal::format::{NONE, duration, median, percent, percent_range};
use super::{InjectView, LeversReport, ObjectiveView, RunReport};
use crate::measure::{counted, span, thousands};
use evidence::{Finding, findings};

/// The least probability of being met from which an objective is rated, for each of the ratings but the last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// From here on it was performed without challenges.
    pub performed: f64,
    /// From here on with some challenges.
    pub some: f64,
    /// From here on with major challenges; below, it was not possible to perform it.
    pub major: f64,
}

impl Default for Thresholds {
    fn default() -> Thresholds {
        Thresholds { performed: 0.9, some: 0.7, major: 0.4 }
    }
}

/// How an objective was rated, in HSEEP's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rating {
    /// Performed without challenges.
    Performed,
    /// Performed with some challenges.
    Some,
    /// Performed with major challenges.
    Major,
    /// Unable to be performed.
    Unable,
    /// Never tested.
    NotTested,
}

impl Rating {
    /// Its words.
    pub const fn words(self) -> &'static str {
        match self {
            Rating::Performed => "Performed without challenges (P)",
            Rating::Some => "Performed with some challenges (S)",
            Rating::Major => "Performed with major challenges (M)",
            Rating::Unable => "Unable to be performed (U)",
            Rating::NotTested => "Not tested",
        }
    }

    /// That of a probability of being met, if it was tested.
    pub fn of(probability: Option<f64>, thresholds: &Thresholds) -> Rating {
        match probability {
            None => Rating::NotTested,
            Some(share) if share >= thresholds.performed => Rating::Performed,
            Some(share) if share >= thresholds.some => Rating::Some,
            Some(share) if share >= thresholds.major => Rating::Major,
            Some(_) => Rating::Unable,
        }
    }
}

/// What a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Material<'m> {
    /// What was played.
    pub run: &'m RunReport,
    /// What changes of the scenario buy, objective by objective.
    pub levers: &'m [LeversReport],
    /// How objectives are rated.
    pub thresholds: Thresholds,
}

/// The report. With `hidden` nobody has a name.
pub fn after_action(material: &Material<'_>, hidden: bool) -> Document {
    let run = material.run;
    let findings = findings(material);
    let mut blocks = overview(run);
    blocks.extend(objectives(material, &findings));
    blocks.extend(both_ways(&findings));
    blocks.extend(plan(&findings));
    blocks.extend(msel(run));
    blocks.extend(annex(run));
    let document = Document {
        title: format!("{}: after-action report and improvement plan", run.scenario.title),
        beneath: String::new(),
        blocks,
    };
    if hidden { pseudonyms::hidden(document, run) } else { document }
}

/// Rows of as many cells as there are columns.
fn rows<const N: usize>(columns: [Column; N], rows: Vec<[String; N]>) -> Block {
    table("", &columns, rows.into_iter().map(Vec::from).collect())
}

fn overview(run: &RunReport) -> Vec<Block> {
    let scenario = &run.scenario;
    let list = |names: Vec<&str>| if names.is_empty() { NONE.to_owned() } else { names.join(", ") };
    let plan = |it: &super::PlanView| match &*it.adversary {
        "" => it.campaign.clone(),
        adversary => format!("{} by {adversary}", it.campaign),
    };
    let mut facts = vec![
        ["Exercise name", &scenario.title].map(str::to_owned),
        [
            String::from("Exercise dates"),
            format!("from {}, {} long", scenario.startex_for_people, span(scenario.length_h)),
        ],
        [String::from("Time zone"), scenario.time_zone.clone()],
        [String::from("Threat"), run.cast.campaigns.iter().map(plan).collect::<Vec<_>>().join("; ")],
        [
            String::from("Participating organisations"),
            list(run.cast.organisations.iter().map(|it| &*it.label).collect()),
        ],
        [
            String::from("Teams"),
            list(run.cast.organisations.iter().flat_map(|it| &it.teams).map(String::as_str).collect()),
        ],
        [
            String::from("How it was played"),
            format!(
                "simulated by jointex {}: {}, seed {}, fingerprint {}{}",
                run.jointex_version,
                counted(run.replications.counted(), "replication"),
                run.seed,
                run.fingerprint,
                scenario.variant.as_ref().map_or_else(String::new, |id| format!(", variant {id}"))
            ),
        ],
        [String::from("Numbers that nobody vouches for"), percent(scenario.assumed_share)],
    ];
    facts.retain(|[_, said]| !said.is_empty());
    let mut blocks = vec![heading(1, "Exercise overview")];
    if !scenario.synopsis.is_empty() {
        blocks.push(paragraph(scenario.synopsis.clone()));
    }
    blocks.push(rows([words("Item", 2), words("Description", 5)], facts));
    if !run.changes.is_empty() {
        blocks.push(paragraph(format!("Played with {}.", run.changes.join("; "))));
    }
    blocks
}

fn named(objective: &ObjectiveView) -> &str {
    if objective.text.is_empty() { &objective.objective } else { &objective.text }
}

/// In how many of those that tested it the objective was met: to a tenth, for a share that is rounded to a threshold is not rated so.
fn met(ObjectiveView { probability, met, missed, .. }: &ObjectiveView) -> String {
    probability.map_or_else(
        || NONE.to_owned(),
        |share| format!("{:.1} % ({} of {})", 100.0 * share, thousands(*met), thousands(met + missed)),
    )
}

fn objectives(material: &Material<'_>, findings: &[Finding]) -> Vec<Block> {
    let Thresholds { performed, some, major } = material.thresholds;
    let rated = |objective: &ObjectiveView| Rating::of(objective.probability, &material.thresholds);
    let row = |objective: &ObjectiveView| {
        [
            named(objective).to_owned(),
            rated(objective).words().to_owned(),
            met(objective),
            percent_range(objective.probability_low, objective.probability_high),
            percent(Some(objective.with_probability)),
            percent(objective.tested_share),
        ]
    };
    let all = &material.run.objectives;
    let mut blocks = vec![heading(1, "Analysis of objectives")];
    if all.is_empty() {
        blocks.push(paragraph("The scenario has no training objectives, so that none is rated."));
        return blocks;
    }
    blocks.push(paragraph(format!(
        "An objective is rated by the probability that it is met when it is tested: from {} on performed without challenges (P), from {} \
         with some challenges (S), from {} with major challenges (M), below that unable to be performed (U).",
        percent(Some(performed)),
        percent(Some(some)),
        percent(Some(major))
    )));
    blocks.push(rows(
        [
            words("Objective", 6),
            words("Rating", 5),
            words("Met when tested", 3),
            words("95 % interval", 3),
            words("Asked for", 2),
            words("Tested", 2),
        ],
        all.iter().map(row).collect(),
    ));
    for objective in all {
        blocks.push(heading(2, named(objective)));
        blocks.push(paragraph(format!(
            "Rated: {}. It was met in {}, missed in {} and not tested in {} of {}.",
            rated(objective).words(),
            thousands(objective.met),
            thousands(objective.missed),
            thousands(objective.not_tested),
            counted(objective.met + objective.missed + objective.not_tested, "replication")
        )));
        let ends = [objective.probability_low, objective.probability_high]
            .map(|end| Rating::of(end, &material.thresholds));
        if ends[0] != ends[1] && !ends.contains(&Rating::NotTested) {
            blocks.push(paragraph(format!(
                "With so many replications the rating is not sure: within the 95 % interval lie all from {} to {}.",
                ends[0].words(),
                ends[1].words()
            )));
        }
        let own: Vec<String> = findings
            .iter()
            .filter(|finding| finding.objective.as_deref() == Some(&*objective.objective))
            .flat_map(|finding| &finding.evidence)
            .cloned()
            .collect();
        if !own.is_empty() {
            blocks.push(list("", own));
        }
    }
    blocks
}

/// Strengths, then areas for improvement.
fn both_ways(findings: &[Finding]) -> Vec<Block> {
    let of = |strong: bool, title: &str, none: &str| {
        let all: Vec<String> =
            findings.iter().filter(|it| it.is_strength == strong).map(Finding::sentence).collect();
        let said = if all.is_empty() { paragraph(none.to_owned()) } else { list("", all) };
        [heading(1, title), said]
    };
    let strengths = of(true, "Strengths", "Nothing stood out.");
    let areas = of(false, "Areas for improvement", "Nothing stood out.");
    strengths.into_iter().chain(areas).collect()
}

/// The improvement plan; what a simulation can't know is left to be filled in.
fn plan(findings: &[Finding]) -> Vec<Block> {
    let rows: Vec<[String; 6]> = (1..)
        .zip(findings.iter().filter(|it| !it.is_strength))
        .map(|(number, it): (usize, &Finding)| {
            [
                format!("{number}. {}", it.what),
                it.action.clone(),
                it.element.to_owned(),
                it.responsible.clone(),
                String::new(),
                String::new(),
            ]
        })
        .collect();
    if rows.is_empty() {
        let none = "Where nothing is to be improved, nothing is planned.";
        return vec![heading(1, "Improvement plan"), paragraph(none)];
    }
    let columns = [
        words("Area for improvement", 6),
        words("Corrective action", 5),
        words("Capability element", 4),
        words("Responsible organisation", 5),
        words("Start", 3),
        words("Completion", 4),
    ];
    vec![heading(1, "Improvement plan"), self::rows(columns, rows)]
}

/// The MSEL as played: of the replication that is told where its pictures are at hand, else over all.
fn msel(run: &RunReport) -> Vec<Block> {
    if run.injects.is_empty() {
        return Vec::new();
    }
    let title = heading(1, "Annex A: the MSEL as played");
    let scene = run.pictures.as_ref().and_then(|pictures| pictures.scene.as_ref());
    match (scene, &run.narrated) {
        (Some(scene), Some(told)) => {
            let row = |it: &crate::measure::InjectFate| {
                let came = it.came.as_ref().map_or_else(|| NONE.to_owned(), |(_, moment)| moment.clone());
                [
                    it.number.clone(),
                    it.title.clone(),
                    it.to.join(", "),
                    it.when.clone(),
                    came,
                    it.what.clone(),
                ]
            };
            let said = format!("In replication {}, which is told below.", told.replication);
            let columns = [
                words("No.", 2),
                words("Inject", 6),
                words("To", 4),
                words("Planned", 4),
                words("Given", 4),
                words("What became of it", 6),
            ];
            vec![title, paragraph(said), rows(columns, scene.course.injects.iter().map(row).collect())]
        }
        _ => {
            let row = |it: &InjectView| {
                let kind = if it.contingency { "contingency" } else { "inject" };
                [
                    it.inject.clone(),
                    it.title.clone(),
                    kind.to_owned(),
                    percent(it.came_share),
                    duration(it.mean_after_h),
                ]
            };
            let columns = [
                words("No.", 2),
                words("Inject", 8),
                words("Kind", 4),
                words("Given in", 3),
                words("Mean time after STARTEX", 4),
            ];
            vec![title, rows(columns, run.injects.iter().map(row).collect())]
        }
    }
}

fn annex(run: &RunReport) -> Vec<Block> {
    let mut blocks = vec![heading(1, "Annex B: data")];
    let mut times = Vec::new();
    let mut spared = Vec::new();
    for response in &run.responses {
        let own = format!("{} · {}", response.label, response.campaign);
        if response.times.iter().all(|time| time.observed == 0) {
            spared.push(own);
            continue;
        }
        times.extend(response.times.iter().map(|time| {
            let quantile = |it: Option<f64>| it.map_or_else(|| String::from("…"), span);
            [
                own.clone(),
                evidence::said(&time.measure),
                median(time),
                format!("{} to {}", quantile(time.q05), quantile(time.q95)),
                format!("{}/{}/{}", time.observed, time.censored, time.not_at_risk),
            ]
        }));
    }
    if !times.is_empty() {
        blocks.push(heading(2, "Response times"));
        blocks.push(rows(
            [
                words("Organisation and campaign", 6),
                words("Time", 5),
                words("Median", 3),
                words("90 % range", 5),
                words("Observed/censored/spared", 5),
            ],
            times,
        ));
    }
    if !spared.is_empty() {
        blocks.push(paragraph(format!("Nothing was observed of {}.", spared.join(", "))));
    }
    if let Some(told) = &run.narrated {
        let row = |line: &super::LineView| {
            [line.moment.clone(), line.who.clone(), line.what.clone(), line.remark.clone()]
        };
        blocks.push(heading(2, "What happened"));
        let how = if told.median_first_declaration {
            ", whose first declaration is the median of those where something was held"
        } else {
            ""
        };
        blocks.push(paragraph(format!("Replication {}{how}.", told.replication)));
        blocks.push(rows(
            [words("When", 4), words("Who", 4), words("What", 10), words("Remark", 8)],
            told.lines.iter().map(row).collect(),
        ));
    }
    blocks
}
