//! The maturity of organisations: what is written of their teams, sensors and patching is scaled before it is compiled.
//!
//! So the simulation knows nothing of it, and every check looks at the people and sensors that will be there.
//!
//! **Invariant:** what is wrong as it is written is left as it is, so that its fault is told.

use crate::diagnostic::{Diagnostic, codes};
use crate::scenario::{At, Factors, Law, Maturities, Organisation, Scenario, Span, Time};
use std::collections::BTreeMap;

use super::values::between;

/// The least and the greatest factor.
const RANGE: (f64, f64) = (0.1, 10.0);

/// The scenario as its organisations' maturity makes it; nothing if none has one.
pub fn applied(scenario: &Scenario, faults: &mut Vec<Diagnostic>) -> Option<Scenario> {
    let built_in = Maturities::built_in();
    let maturities = scenario.maturity.as_ref().unwrap_or(&built_in);
    check(scenario, maturities, faults);
    let mature = |organisation: &&Organisation| organisation.maturity.is_some();
    scenario.organisations.iter().find(mature)?;
    let mut scaled = scenario.clone();
    let mut factors = BTreeMap::new();
    for organisation in &mut scaled.organisations {
        let Some(maturity) = organisation.maturity else { continue };
        let own = maturities.of(maturity.value);
        organisation.patching.iter_mut().for_each(|time| scale(time, within(own.patching)));
        factors.insert(organisation.id.text.as_str(), own);
    }
    let mut of_teams = BTreeMap::new();
    for team in &mut scaled.teams {
        let Some(own) = factors.get(team.organisation.text.as_str()) else { continue };
        for tier in &mut team.tiers {
            tier.seats.value = seats(tier.seats.value, own);
            tier.skill.value *= within(own.skill);
        }
        of_teams.insert(team.id.text.as_str(), *own);
    }
    for sensor in &mut scaled.sensors {
        let Some(own) = of_teams.get(sensor.team.text.as_str()) else { continue };
        let sensitivity = &mut sensor.sensitivity.value;
        if (0.0..=1.0).contains(sensitivity) {
            *sensitivity = (*sensitivity * within(own.sensors)).min(1.0);
        }
    }
    Some(scaled)
}

/// Where there was one seat, there is one.
fn seats(written: u32, factors: &Factors) -> u32 {
    let scaled = (f64::from(written) * within(factors.seats)).round() as u32;
    scaled.max(written.min(1))
}

/// A factor; 1 where it is out of range, of which a fault is told.
fn within(factor: At<f64>) -> f64 {
    if (RANGE.0..=RANGE.1).contains(&factor.value) { factor.value } else { 1.0 }
}

/// Scales a distribution of times. All families have one parameter of scale or several, and no other that is a time.
fn scale(time: &mut Time, factor: f64) {
    let by = |span: &mut Span| span.micros = (span.micros as f64 * factor).round() as u64;
    match &mut time.law {
        Law::Fixed(span) => by(span),
        Law::Exponential(law) => by(&mut law.mean),
        Law::Uniform(law) => [&mut law.low, &mut law.high].into_iter().for_each(by),
        Law::Triangular(law) | Law::Pert(law) => {
            [&mut law.low, &mut law.mode, &mut law.high].into_iter().for_each(by);
        }
        Law::Normal(law) => [&mut law.mean, &mut law.sd].into_iter().for_each(by),
        Law::LogNormal(law) => by(&mut law.median),
        Law::Weibull(law) => by(&mut law.scale),
        Law::Gamma(law) => by(&mut law.mean),
        Law::Empirical(spans) => spans.iter_mut().for_each(by),
        Law::Mixture(parts) => parts.iter_mut().for_each(|(_, time)| scale(time, factor)),
    }
}

fn check(scenario: &Scenario, maturities: &Maturities, faults: &mut Vec<Diagnostic>) {
    for (name, factor) in maturities.each().into_iter().flat_map(|(_, factors)| factors.each()) {
        between(factor, RANGE, name, faults);
    }
    for pair in maturities.each().windows(2) {
        let [(less, before), (more, after)] = pair else { continue };
        for ((name, before), (_, after)) in before.each().into_iter().zip(after.each()) {
            let worse =
                if name == "patching" { after.value > before.value } else { after.value < before.value };
            if worse {
                let message = format!("the {more} are worse in `{name}` than the {less}");
                let place = if after.place.is_nowhere() { before.place } else { after.place };
                let label = format!("{} of the {less}, {} of the {more}", before.value, after.value);
                let warning = Diagnostic::warning(codes::MATURITY_ORDER, place, message).label(label);
                let help = "the mature take less time to patch, and have more of all else";
                faults.push(warning.help(String::from(help)));
            }
        }
    }
    let varied = scenario.variants.iter().any(|variant| {
        variant
            .set
            .iter()
            .any(|(path, _)| path.text.starts_with("organisations") && path.text.ends_with(".maturity"))
    });
    let someone = scenario.organisations.iter().any(|organisation| organisation.maturity.is_some());
    if let Some(place) = maturities.place().filter(|_| !someone && !varied) {
        let message = "no organisation says how mature it is, so nothing is scaled";
        let warning = Diagnostic::warning(codes::UNUSED_MATURITY, place, message).label("of no use");
        faults.push(
            warning
                .help(String::from("give organisations a `maturity: Basic`, `Intermediate` or `Advanced`")),
        );
    }
    for organisation in &scenario.organisations {
        let Some(maturity) = organisation.maturity else { continue };
        let team = scenario.teams.iter().any(|team| team.organisation.text == organisation.id.text);
        if !team && organisation.patching.is_none() {
            let message = format!(
                "`{}` has no team and patches nothing, so its maturity scales nothing",
                organisation.id
            );
            let warning =
                Diagnostic::warning(codes::IDLE_MATURITY, maturity.place, message).label("of no use");
            let help = "say it of the organisation whose teams respond, or give this one a `patching`";
            faults.push(warning.help(String::from(help)));
        }
    }
}
