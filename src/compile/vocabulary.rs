//! Services, weaknesses and credentials: plain words that need no definition, numbered by their alphabet.
//!
//! **Invariant:** a service or weakness is one bit of 64; a 65th is a fault.

use super::ids::INTERNET;
use super::technique::Resolved;
use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::model::CredentialIdx;
use crate::scenario::{Id, Scenario, Word};
use std::collections::{BTreeMap, BTreeSet};

/// The words of one kind, with their numbers.
#[derive(Debug, Default)]
pub struct Words<'a> {
    numbers: BTreeMap<&'a str, u32>,
}

/// All words that link the records of a scenario without being defined by one.
#[derive(Debug)]
pub struct Vocabulary<'a> {
    /// Services of assets, links and techniques.
    pub services: Words<'a>,
    /// Weaknesses of assets and techniques.
    pub weaknesses: Words<'a>,
    /// Credentials that assets keep or accept.
    pub credentials: Words<'a>,
}

impl<'a> Words<'a> {
    fn new(words: impl Iterator<Item = &'a str>) -> Words<'a> {
        let mut numbers: BTreeMap<&str, u32> = words.map(|word| (word, 0)).collect();
        numbers.values_mut().zip(0..).for_each(|(number, next)| *number = next);
        Words { numbers }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The bit of a word; none for a word that nothing speaks of.
    pub fn bit(&self, word: &str) -> u64 {
        // Beyond 64, which is a fault, bits are shared so that nothing else seems to be missing.
        self.numbers.get(word).map_or(0, |number| 1 << (number % 64))
    }

    /// The bits of some words together.
    pub fn bits<'w>(&self, words: impl IntoIterator<Item = &'w Word>) -> u64 {
        words.into_iter().fold(0, |bits, word| bits | self.bit(&word.text))
    }

    /// The indices of some credentials, ascending, each once.
    pub fn indices(&self, words: &[Id]) -> Vec<CredentialIdx> {
        let number = |word: &Id| self.numbers.get(word.text.as_str()).copied().map(CredentialIdx);
        let mut indices: Vec<CredentialIdx> = words.iter().filter_map(number).collect();
        indices.sort_unstable();
        indices.dedup();
        indices
    }
}

impl<'a> Vocabulary<'a> {
    /// The bit of the service by which mail is taken; none when nothing speaks of it.
    pub fn mail(&self) -> u64 {
        self.services.bit(super::MAIL)
    }

    /// Collects the words of assets, links and techniques; too many are a fault, and those that nothing answers to a warning.
    pub fn new(
        scenario: &'a Scenario,
        techniques: &[Resolved<'a>],
        faults: &mut Vec<Diagnostic>,
    ) -> Vocabulary<'a> {
        let network = &scenario.network;
        let offered = || network.assets.iter().flat_map(|asset| &asset.services);
        let allowed = || network.links.iter().flat_map(|link| &link.allow);
        let disclosed = super::foreseen::disclosed(scenario);
        let weak = || {
            let of_assets = network.assets.iter().flat_map(|asset| &asset.weaknesses);
            of_assets.chain(disclosed.iter().map(|disclosure| &disclosure.weakness))
        };
        let needed_services = || techniques.iter().filter_map(|technique| technique.service);
        let needed_weaknesses = || techniques.iter().filter_map(|technique| technique.weakness);
        let kept = network.assets.iter().flat_map(|asset| asset.credentials.iter().chain(&asset.accepts));
        let text = |word: &'a Word| word.text.as_str();
        let vocabulary = Vocabulary {
            services: Words::new(offered().chain(allowed()).chain(needed_services()).map(text)),
            weaknesses: Words::new(weak().chain(needed_weaknesses()).map(text)),
            credentials: Words::new(kept.map(|credential| credential.text.as_str())),
        };
        check_number(
            "services",
            &vocabulary.services,
            offered().chain(allowed()).chain(needed_services()),
            faults,
        );
        check_number("weaknesses", &vocabulary.weaknesses, weak().chain(needed_weaknesses()), faults);
        // The hosts of the internet are no assets: what may be reached there can't be known.
        let within = network
            .links
            .iter()
            .filter(|link| link.to.text != INTERNET && (link.from.text != INTERNET || !link.both_ways.value));
        warn_unanswered(
            "service",
            within.flat_map(|link| &link.allow),
            offered(),
            "the link lets it through for nobody",
            faults,
        );
        let by_techniques = "the technique can't succeed anywhere";
        warn_unanswered("service", needed_services(), offered(), by_techniques, faults);
        warn_unanswered("weakness", needed_weaknesses(), weak(), by_techniques, faults);
        vocabulary
    }
}

fn check_number<'a>(
    what: &str,
    words: &Words<'_>,
    written: impl Iterator<Item = &'a Word>,
    faults: &mut Vec<Diagnostic>,
) {
    if words.len() <= 64 {
        return;
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut in_order: Vec<&Word> = written.collect();
    in_order.sort_by_key(|word| word.place);
    let Some(one_more) = in_order.into_iter().find(|word| seen.insert(&word.text) && seen.len() > 64) else {
        return;
    };
    let message = format!("{} different {what} are too many: at most 64 can be told apart", words.len());
    let help = format!("give one name to {what} that no technique tells apart");
    faults.push(Diagnostic::error(codes::TOO_MANY, one_more.place, message).label("the 65th").help(help));
}

fn warn_unanswered<'a>(
    noun: &str,
    asked: impl Iterator<Item = &'a Word>,
    answered: impl Iterator<Item = &'a Word>,
    consequence: &str,
    faults: &mut Vec<Diagnostic>,
) {
    let known: BTreeMap<&str, ()> = answered.map(|word| (word.text.as_str(), ())).collect();
    for word in asked.filter(|word| !known.contains_key(word.text.as_str())) {
        let verb = if noun == "service" { "offers the service" } else { "has the weakness" };
        let fault = Diagnostic::warning(
            codes::UNANSWERED,
            word.place,
            format!("no asset {verb} `{word}`: {consequence}"),
        );
        faults.push(fault.label("found on no asset").help(did_you_mean(word, known.keys().copied())));
    }
}
