//! `jointex compare`: plays several ways of an exercise and says what differs.
//!
//! **Invariant:** the results are a function of the scenarios, the seed and the number of replications, never of threads,
//! time or terminal.

use super::condition::{Condition, relevant};
use super::failure::Failure;
use super::input::{Change, Language, Setting, Written, changed, read_in};
use super::observed::{Against, against};
use super::output::{Destination, Output, apart};
use super::pictures::Pictures;
use super::playing::Playing;
use super::screen::Screen;
use super::ways::{Alternative, Way, Wished};
use crate::diagnostic::did_you_mean;
use crate::measure::counted;
use crate::model::{Model, TeamIdx};
use crate::report::comparison::{ComparisonReport, Label, comparison_report};
use crate::report::terminal::comparison_page;
use crate::report::{comparison_csv, comparison_markdown, html, json};
use crate::study::comparison::{Comparison, Manner, Question, Relevant, Side, compare as set_against};
use crate::study::{
    Absent, Replications, add_question, asked_questions, bytes_of_results, of_team, questions_of_teams,
    replicate, shared_objectives, usual_questions,
};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples, with the scenario that `jointex init` writes:
  jointex compare scenario.ron
  jointex compare scenario.ron --variants alone,base --relevant 30min
  jointex compare scenario.ron \\
    --alternative 'four seats: teams[soc-mod].tiers[l1].seats=4' \\
    --alternative 'two seats at night: teams[soc-mod].tiers[l2].on_call=10min'
  jointex compare scenario.ron --teams soc-mod,soc-staff
  jointex compare scenario.ron --seat soc-mod --teams soc-mod,soc-staff
  jointex compare scenario.ron --observed timings.csv
  jointex compare scenario.ron --report report.html
  jointex compare scenario.ron --measure 'time_to_declare[org=mod]' --format csv
  jointex compare scenario.ron --variants base,alone \\
    --fail-if 'time_to_declare[org=mod] > +10%'";

/// Compare variants, scenarios, changes or teams, replication by replication
///
/// Each way is played --replications times and set against the first, the baseline. Replication k of every way meets the same
/// chances, so that a difference is that of what was changed. The page says in sentences what was shown to differ, then has each
/// difference with its interval, in how many pairs of replications which was sooner, and where the hours went.
///
/// What is compared: the scenario and all its variants, or --variants; several scenarios; --alternative changes;
/// --teams within one run; or --teams in the --seat of one of them. With --report the same is drawn, and the curves of the times
/// lie over each other. Where ENDEX cut a side of a pair short, both count up to
/// there; those spared on either side are counted apart.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Compare {
    /// The scenarios; - for standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Compare these variants, the first of them the baseline; `base` is the scenario as it is.
    #[arg(long, value_name = "IDS", value_delimiter = ',', conflicts_with_all = ["variant", "alternatives", "teams"])]
    variants: Vec<String>,
    /// Compare the scenario with changes under a name; may be repeated.
    #[arg(long = "alternative", value_name = "NAME: PATH=VALUE; …", conflicts_with = "teams")]
    alternatives: Vec<Alternative>,
    /// Compare teams: their organisations' response times and their own load within one run.
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    teams: Vec<String>,
    /// Put each of --teams into the seat of this team instead: before the same attack, with the same sensors. The seat
    /// keeps its id and organisation, and a team brings its tiers, shifts, queue, triage and playbooks.
    #[arg(long, value_name = "TEAM", requires = "teams")]
    seat: Option<String>,
    /// Set the timings of real exercises in this table against what is simulated; `jointex observed template` writes one.
    #[arg(long, value_name = "CSV", conflicts_with_all = ["variants", "alternatives", "teams", "measures", "unpaired", "relevant", "conditions"])]
    observed: Option<PathBuf>,
    /// Play all of them on the variant with this id.
    #[arg(long, value_name = "ID")]
    variant: Option<String>,
    /// Change a value in all of them, after the variant; may be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    settings: Vec<Setting>,
    #[command(flatten)]
    language: Language,
    /// Compare this measure instead of the usual ones; may be repeated.
    ///
    /// It is written as in objectives: `time_to_declare[org=cert-eu]`. The usual ones are the times to detect, declare, contain
    /// and recover of each organisation and campaign, the objectives' measures, the assets held, and the campaigns at
    /// their objective. With --teams, that of one team stands for all.
    #[arg(long = "measure", value_name = "MEASURE")]
    measures: Vec<String>,
    #[command(flatten)]
    playing: Playing,
    /// Give each way chances of its own (seed, seed + 1, …), and compare means by Welch's and times by the log-rank test.
    #[arg(long)]
    unpaired: bool,
    /// Below what a difference does not matter: a duration, for times, or a share of the baseline, as 30min or 5%.
    #[arg(long, value_name = "AMOUNT", value_parser = relevant)]
    relevant: Option<Relevant>,
    /// End with exit code 1 if the difference to the baseline is so: `time_to_declare[org=cert-eu] > +10%`, `> +30min`,
    /// `< -5%`; may be repeated.
    ///
    /// Decided on the estimate, of each way against the baseline. It also fails where too little was at risk to say.
    #[arg(long = "fail-if", value_name = "CONDITION", allow_hyphen_values = true)]
    conditions: Vec<Condition>,
    /// Let --fail-if hold only if the whole 95 % interval is beyond its bound.
    #[arg(long, requires = "conditions")]
    confident: bool,
    /// A page for people, everything as JSON, a CSV row for every way and measure, or Markdown.
    #[arg(short, long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    destination: Destination,
    #[command(flatten)]
    pictures: Pictures,
}

/// The form of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A page for people.
    Table,
    /// Everything, for machines.
    Json,
    /// A row for every way and measure.
    Csv,
    /// For a report or a pull request.
    Markdown,
}

pub fn compare(arguments: &Compare, screen: &Screen) -> Result<(), Failure> {
    let output = arguments.destination.output()?;
    let pictures = arguments.pictures.output(arguments.destination.force)?;
    let files = arguments.files.iter().map(|file| ("a scenario", file));
    let table = arguments.observed.iter().map(|table| ("the table of --observed", table));
    let written = [("-o", Some(&output)), ("--report", pictures.as_ref())];
    apart(&written, files.chain(table))?;
    if let Some(table) = &arguments.observed {
        return against_observed(arguments, table, (&output, pictures.as_ref()), screen);
    }
    sensible(arguments)?;
    let ways = ways(arguments, screen)?;
    let within = arguments.seat.is_none() && !arguments.teams.is_empty();
    let mut models = models(&ways, screen)?;
    refuse_unfit(arguments, &models[0].0)?;
    let teams = if within { teams(arguments, &models[0].0)? } else { Vec::new() };
    if within {
        ask_of_teams(&mut models[0].0, &teams);
    }
    let played = play(arguments, &models, screen)?;
    if played.iter().any(|replications| replications.played.is_empty()) {
        screen.complain("interrupted before each way had been played; there is nothing to compare");
        return Err(Failure::Interrupted);
    }
    let (sides, labels) = sides(arguments, &models, &played, &teams);
    let asked = asked(arguments, &sides, &teams);
    let (questions, places, mut absent) = questions(arguments, &sides, &teams, asked);
    let (objectives, only_some) = shared_objectives(&sides);
    absent.extend(only_some);
    let objectives = if within { Vec::new() } else { objectives };
    let manner = Manner { paired: !arguments.unpaired, relevant: arguments.relevant };
    let pool = arguments.playing.means.pool()?;
    let comparison = pool.install(|| set_against(&sides, &questions, &objectives, manner));
    let report = comparison_report(&labels, &sides, &comparison, &absent);
    write(arguments.format, &report, &output, screen)?;
    arguments.pictures.write(pictures.as_ref(), || html::comparison_page(&report))?;
    if report.interrupted {
        screen.complain(&format!(
            "interrupted: the results are of {} of each",
            counted(comparison.counted[0], "replication")
        ));
        return Err(Failure::Interrupted);
    }
    judged(arguments, &labels, &comparison, &places, screen)
}

fn against_observed(
    arguments: &Compare,
    table: &Path,
    (output, pictures): (&Output, Option<&Output>),
    screen: &Screen,
) -> Result<(), Failure> {
    let [file] = &*arguments.files else {
        return Err(Failure::Usage("--observed is set against one scenario: name one file".to_owned()));
    };
    let (variant, settings) = (arguments.variant.clone(), arguments.settings.clone());
    let change = Change { variant, settings, ..Change::default() };
    let Compare { playing, format, .. } = arguments;
    let report = against(&Against { file, table, change, playing, format: *format }, output, screen)?;
    arguments.pictures.write(pictures, || html::observed_page(&report))
}

/// What makes no sense together, beyond what the parser refuses.
fn sensible(arguments: &Compare) -> Result<(), Failure> {
    let refused = |why: &str| Err(Failure::Usage(why.to_owned()));
    let several = arguments.files.len() > 1;
    let one_only =
        !arguments.variants.is_empty() || !arguments.alternatives.is_empty() || !arguments.teams.is_empty();
    if several && one_only {
        return refused(
            "--variants, --alternative and --teams are of one scenario: name one file, or leave them out",
        );
    }
    if !arguments.teams.is_empty() && arguments.teams.len() < 2 {
        return refused("--teams compares several: name at least two, as --teams a,b");
    }
    if arguments.unpaired && !arguments.teams.is_empty() && arguments.seat.is_none() {
        return refused("--unpaired: teams within one run meet the same chances; put them into a --seat");
    }
    Ok(())
}

fn ways(arguments: &Compare, screen: &Screen) -> Result<Vec<(Way, Written)>, Failure> {
    let scenarios: Vec<Written> = arguments
        .files
        .iter()
        .map(|file| read_in(file, &arguments.language, screen))
        .collect::<Result<_, _>>()?;
    let within = arguments.seat.is_none() && !arguments.teams.is_empty();
    let measures = arguments.measures.iter().map(|text| ("--measure", text.clone()));
    let conditions = arguments.conditions.iter().map(|condition| ("--fail-if", condition.measure.clone()));
    let wished = Wished {
        files: &arguments.files,
        scenarios: &scenarios,
        variants: &arguments.variants,
        alternatives: &arguments.alternatives,
        seat: arguments.seat.as_deref().map(|seat| (seat, &*arguments.teams)),
        one: within,
        common: Change {
            variant: arguments.variant.clone(),
            settings: arguments.settings.clone(),
            asked: measures.chain(conditions).collect(),
            ..Change::default()
        },
    };
    let ways = wished.ways()?;
    Ok(ways.into_iter().map(|way| (way.clone(), scenarios[way.scenario].clone())).collect())
}

/// Compiles each way; a warning is shown for the first that has it.
fn models<'w>(ways: &'w [(Way, Written)], screen: &Screen) -> Result<Vec<(Model, &'w Label)>, Failure> {
    let mut known = Vec::new();
    let model = |(way, written): &'w (Way, Written)| {
        let compiled = changed(written.clone(), &way.change, &mut known, screen);
        match compiled {
            Ok((model, _, _)) => Ok((model, &way.label)),
            Err(failure) => {
                screen.remark(&format!("in `{}`", way.label.name));
                Err(failure)
            }
        }
    };
    ways.iter().map(model).collect()
}

/// The teams within a run that are compared.
fn teams(arguments: &Compare, model: &Model) -> Result<Vec<TeamIdx>, Failure> {
    let known = &model.names.teams;
    let mut found = Vec::new();
    for id in &arguments.teams {
        let Some(team) = known.iter().position(|name| name == id) else {
            let near = did_you_mean(id, known.iter().map(String::as_str));
            let near = near.map_or(String::new(), |near| format!("; {near}"));
            return Err(Failure::Usage(format!("--teams: no team has the id `{id}`{near}")));
        };
        if found.contains(&TeamIdx(team as u32)) {
            return Err(Failure::Usage(format!("--teams: `{id}` is compared with itself: name it once")));
        }
        found.push(TeamIdx(team as u32));
    }
    Ok(found)
}

/// Asks of each team what was asked of any, team by team within each measure.
fn ask_of_teams(model: &mut Model, teams: &[TeamIdx]) {
    let asked = std::mem::take(&mut model.asked);
    let of_all = asked.iter().flat_map(|measure| teams.iter().map(|team| of_team(model, measure, *team)));
    model.asked = of_all.collect();
}

fn play(
    arguments: &Compare,
    models: &[(Model, &Label)],
    screen: &Screen,
) -> Result<Vec<Replications>, Failure> {
    let Playing { seed, replications, .. } = arguments.playing;
    arguments
        .playing
        .means
        .room(replications, models.iter().map(|(model, _)| bytes_of_results(model)).sum())?;
    arguments.playing.means.play(replications * models.len() as u64, screen, |watch| {
        let own = |number: u64| if arguments.unpaired { seed.wrapping_add(number) } else { seed };
        let played: Vec<Replications> = (0..)
            .zip(models)
            .map(|(number, (model, _))| replicate(model, own(number), replications, watch))
            .collect();
        let events = played.iter().flat_map(|it| &it.played).map(|played| played.events).sum();
        (played, events)
    })
}

/// What is set against what: each way, or one way for each team.
fn sides<'a>(
    arguments: &Compare,
    models: &'a [(Model, &Label)],
    played: &'a [Replications],
    teams: &[TeamIdx],
) -> (Vec<Side<'a>>, Vec<Label>) {
    let side = |(model, replications)| Side { model, replications };
    if teams.is_empty() {
        let sides = models.iter().map(|(model, _)| model).zip(played).map(side).collect();
        return (sides, models.iter().map(|(_, label)| (*label).clone()).collect());
    }
    let label = |name: &String| Label { name: name.clone(), title: String::new(), changes: Vec::new() };
    let sides = teams.iter().map(|_| side((&models[0].0, &played[0]))).collect();
    (sides, arguments.teams.iter().map(label).collect())
}

/// The questions of --measure and then of --fail-if.
fn asked(arguments: &Compare, sides: &[Side<'_>], teams: &[TeamIdx]) -> Vec<Question> {
    if teams.is_empty() {
        return asked_questions(sides);
    }
    let texts = arguments.measures.iter().chain(arguments.conditions.iter().map(|it| &it.measure));
    let of_asked = &sides[0].replications.measures.of_asked;
    let question =
        |(name, places): (&String, &[usize])| Question { name: name.clone(), places: places.to_vec() };
    texts.zip(of_asked.chunks(teams.len())).map(question).collect()
}

/// Refuses bounds that are of another kind than their measures, which are asked for behind those of --measure.
fn refuse_unfit(arguments: &Compare, model: &Model) -> Result<(), Failure> {
    for (condition, measure) in arguments.conditions.iter().zip(&model.asked[arguments.measures.len()..]) {
        let quantity = measure.quantity;
        if let Some(why) = condition.unfit(quantity.unit()) {
            return Err(Failure::Usage(format!("--fail-if '{}': {} {why}", condition.text, quantity.name())));
        }
    }
    Ok(())
}

/// All questions, the place of each condition's among them, and what can't be asked of all.
fn questions(
    arguments: &Compare,
    sides: &[Side<'_>],
    teams: &[TeamIdx],
    mut asked: Vec<Question>,
) -> (Vec<Question>, Vec<usize>, Vec<Absent>) {
    let of_conditions = asked.split_off(arguments.measures.len());
    let (mut questions, absent) = match (asked.is_empty(), teams) {
        (false, _) => (Vec::new(), Vec::new()),
        (true, []) => usual_questions(sides),
        (true, teams) => questions_of_teams(sides[0], teams),
    };
    for question in asked {
        add_question(sides, &mut questions, question);
    }
    let places =
        of_conditions.into_iter().map(|question| add_question(sides, &mut questions, question)).collect();
    (questions, places, absent)
}

fn write(format: Format, report: &ComparisonReport, output: &Output, screen: &Screen) -> Result<(), Failure> {
    match format {
        Format::Table => {
            let look = screen.look(output, false);
            let page = comparison_page(report, look);
            output.write(&mut |out| out.write_all(page.as_bytes()))
        }
        Format::Json => output.write(&mut |out| json::write(report, out)),
        Format::Csv => output.write_data(&mut |out| comparison_csv::write(report, out)),
        Format::Markdown => output.write(&mut |out| comparison_markdown::write(report, out)),
    }
}

/// Whether a difference is one to fail for; each is told.
fn judged(
    arguments: &Compare,
    labels: &[Label],
    comparison: &Comparison,
    places: &[usize],
    screen: &Screen,
) -> Result<(), Failure> {
    let mut failed = false;
    for (condition, &place) in arguments.conditions.iter().zip(places) {
        let measure = &comparison.measures[place];
        for (difference, label) in measure.differences.iter().zip(&labels[1..]) {
            let said = match condition.holds(difference, arguments.confident) {
                Some(false) => continue,
                Some(true) => Condition::said(difference, measure.quantity.unit()),
                None => "too little was at risk to judge".to_owned(),
            };
            failed = true;
            screen.complain(&format!("{}: {}: {said}", label.name, condition.text));
        }
    }
    if failed { Err(Failure::TooDifferent) } else { Ok(()) }
}
