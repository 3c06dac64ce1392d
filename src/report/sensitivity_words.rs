//! What a sweep says of a measure, in sentences: the factors that matter first, then chance.
//!
//! **Invariant:** every number of a sentence is one of the view, rounded.

use super::comparison_words::{signed, value};
use super::sensitivity::{FindingView, MeasuredView};
use super::terminal::format::percent;
use crate::measure::thousands;

/// Shares and correlations below this are not worth a word.
const WORTH_A_WORD: f64 = 0.005;

/// How many factors a sentence names.
const NAMED: usize = 4;

/// The sentences of a measure.
pub(super) fn sentences(view: &MeasuredView) -> Vec<String> {
    let mut told = Vec::new();
    let mut variants: Vec<&str> = view.findings.iter().map(|it| &*it.variant).collect();
    variants.dedup();
    // Those of no variant stand around the others.
    variants.retain(|variant| !variant.is_empty());
    if variants.is_empty() {
        variants.push("");
    }
    if view.method != "anova" {
        told.extend(of_variants(view));
    }
    for variant in variants {
        let within = if variant.is_empty() { String::new() } else { format!("In variant {variant}: ") };
        let found = match view.method {
            "anova" => explained(view),
            "morris" => moved(view, variant),
            "sobol" => indices(view, variant),
            "prcc" => correlated(view, variant),
            _ => None,
        };
        told.extend(found.map(|found| format!("{within}{found}")));
    }
    told.extend(swung(view));
    told.extend(single(view));
    told.extend(noisy(view));
    told.extend(view.lacking.iter().map(|why| format!("{}.", upper(why))));
    told
}

/// A share of the variance; without noise, estimates may lie a bit below 0 or above 1.
pub(super) fn part(share: Option<f64>) -> String {
    percent(share.map(|share| share.clamp(0.0, 1.0)))
}

/// A value of the measure, with a true minus where it is negative.
pub(super) fn amount(unit: &str, number: f64) -> String {
    if number < 0.0 { signed(unit, number) } else { value(unit, number) }
}

/// Names with their numbers: `a 3, b 4 and c 5`.
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The numbers of a statistic that are worth a word, the largest first.
fn largest<'v>(
    view: &'v MeasuredView,
    statistic: &'v str,
    variant: &str,
    least: f64,
) -> Vec<&'v FindingView> {
    let size = |it: &FindingView| it.estimate.unwrap_or(0.0).abs();
    let own = view.of_factors(statistic).filter(|it| it.other_factor.is_empty() && it.variant == variant);
    let mut found: Vec<&FindingView> = own.filter(|it| it.estimate.is_some() && size(it) >= least).collect();
    found.sort_by(|a, b| size(b).total_cmp(&size(a)));
    found
}

fn of_variants(view: &MeasuredView) -> Option<String> {
    let share = view.of_factors("share").find(|it| it.factor == "variant")?;
    let means: Vec<String> = view
        .of_factors("mean")
        .filter(|it| it.factor == "variant")
        .map(|it| format!("{} in {}", value(view.unit, it.estimate.unwrap_or(f64::NAN)), it.level))
        .collect();
    let share = part(share.estimate);
    Some(format!("The variants explain {share} of the variance between the points: {}.", listed(&means)))
}

fn explained(view: &MeasuredView) -> Option<String> {
    let shares = view.of_factors("share");
    let main: Vec<&FindingView> = largest(view, "share", "", WORTH_A_WORD);
    let main: Vec<&FindingView> = main.into_iter().filter(|it| it.estimate > Some(0.0)).take(NAMED).collect();
    if main.is_empty() {
        return Some(String::from("None of the factors moves the mean by itself."));
    }
    let together = |it: &&FindingView| !it.other_factor.is_empty() && it.estimate >= Some(WORTH_A_WORD);
    let pair = shares
        .filter(together)
        .max_by(|a, b| a.estimate.partial_cmp(&b.estimate).unwrap_or(std::cmp::Ordering::Equal));
    let named = main.iter().enumerate().map(|(place, it)| match place {
        0 => format!("{} explains {} of the variance between the points", it.factor, part(it.estimate)),
        _ => format!("{} {}", it.factor, part(it.estimate)),
    });
    let named = listed(&named.collect::<Vec<_>>());
    let more = pair.map_or(String::new(), |it| {
        format!("; {} and {} together {} more", it.factor, it.other_factor, part(it.estimate))
    });
    Some(format!("{named}{more}."))
}

fn swung(view: &MeasuredView) -> Option<String> {
    let widest =
        view.of_factors("swing").next().filter(|it| it.estimate.is_some_and(|swing| swing != 0.0))?;
    let others = match view.others {
        Some("first_point") => "the others as in the first point",
        _ => "the others averaged",
    };
    let swing = signed(view.unit, widest.estimate.unwrap_or(0.0));
    let FindingView { factor, level, other_level, .. } = widest;
    Some(format!("From {level} to {other_level} {factor} moves the mean most, by {swing}, {others}."))
}

fn moved(view: &MeasuredView, variant: &str) -> Option<String> {
    let sizes: Vec<&FindingView> = largest(view, "mu_star", variant, f64::MIN_POSITIVE);
    let named: Vec<String> = sizes
        .iter()
        .take(NAMED)
        .enumerate()
        .map(|(place, it)| {
            let size = value(view.unit, it.estimate.unwrap_or(0.0));
            match place {
                0 => format!("over its range {} moves it most, by {size} in the mean (μ*)", it.factor),
                _ => format!("{} by {size}", it.factor),
            }
        })
        .collect();
    if named.is_empty() {
        return Some(String::from("none of the factors moves it."));
    }
    let unsteady = |it: &&&FindingView| {
        let sigma = view.beside(it, "sigma").and_then(|sigma| sigma.estimate);
        sigma > it.estimate.map(|size| 0.5 * size)
    };
    let unsteady: Vec<String> =
        sizes.iter().filter(unsteady).take(NAMED).map(|it| it.factor.clone()).collect();
    let unsteady = match unsteady.as_slice() {
        [] => String::new(),
        some => {
            format!(" How much depends on where the others are, or on where it starts, for {}.", listed(some))
        }
    };
    let told = format!("{}.{unsteady}", listed(&named));
    Some(if variant.is_empty() { upper(&told) } else { told })
}

fn indices(view: &MeasuredView, variant: &str) -> Option<String> {
    let totals = largest(view, "total", variant, WORTH_A_WORD);
    let named: Vec<String> = totals
        .iter()
        .take(NAMED)
        .enumerate()
        .map(|(place, total)| {
            let alone = view.beside(total, "first").and_then(|first| first.estimate);
            let (alone, total_share) = (part(alone), part(total.estimate));
            match place {
                0 => format!(
                    "{} explains {alone} of the variance alone, and {total_share} with what it does together with others",
                    total.factor
                ),
                _ => format!("{} {alone} and {total_share}", total.factor),
            }
        })
        .collect();
    if named.is_empty() { None } else { Some(format!("{}.", named.join("; "))) }
}

fn correlated(view: &MeasuredView, variant: &str) -> Option<String> {
    let all = largest(view, "rank_correlation", variant, 0.0);
    let shown = |it: &&&FindingView| it.low > Some(0.0) || it.high < Some(0.0);
    let named: Vec<String> = all
        .iter()
        .filter(shown)
        .take(NAMED)
        .map(|it| {
            let correlation = it.estimate.unwrap_or(0.0);
            let way = if correlation < 0.0 { "falls" } else { "rises" };
            format!("{way} with {} (rank correlation {})", it.factor, correlation_in_words(correlation))
        })
        .collect();
    match named.as_slice() {
        [] => Some(String::from("with none of the factors does it surely rise or fall.")),
        some => Some(format!("it {}.", listed(some))),
    }
    .map(|told| if variant.is_empty() { upper(&told) } else { told })
}

/// `+0.81`, `−0.40`.
pub(super) fn correlation_in_words(correlation: f64) -> String {
    let sign = if correlation < 0.0 { "−" } else { "+" };
    format!("{sign}{:.2}", correlation.abs())
}

/// What a single exercise varies by.
fn single(view: &MeasuredView) -> Option<String> {
    let (design, chance) = (view.overall("design_share")?, view.overall("chance_share")?);
    let uncertain = view.overall("uncertain_share");
    let unknown = uncertain.map_or(String::new(), |share| {
        let deviation = value(view.unit, view.overall("uncertain_deviation").unwrap_or(0.0));
        format!("what nobody knows {} (a standard deviation of {deviation}), ", percent(Some(share)))
    });
    Some(format!(
        "Of the variance of a single exercise the design makes {}, {unknown}chance {}.",
        percent(Some(design)),
        percent(Some(chance)),
    ))
}

fn noisy(view: &MeasuredView) -> Option<String> {
    let Some(noise) = view.overall("noise_share") else {
        let chance = view.overall("chance_deviation");
        let why = "With a single replication a point, chance can't be told from the factors.";
        return (chance.is_none() && view.lacking.is_empty()).then(|| why.to_owned());
    };
    let noise_share = part(Some(noise));
    match view.replications_needed {
        Some(needed) => Some(format!(
            "Chance makes {noise_share} of the variance between the means of points, too much to trust the numbers of factors: \
             about {} replications a point would bring it down to 10 %.",
            thousands(needed)
        )),
        None if noise >= 1.0 => Some(String::from(
            "Between the means of points nothing is seen but chance: play more replications, or wider ranges.",
        )),
        None => None,
    }
}
