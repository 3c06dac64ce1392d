//! The earliest that each thing can become true in a campaign, all chances taken at their mean.
//!
//! An attempt costs its mean time over its probability of success, repeated until it succeeds; a phishing burst is one attempt,
//! which succeeds if anyone clicks. The attack flow is followed as the simulation follows it, with every link open and no
//! defence: steps start where those that they come after have succeeded, movement by the cheapest route leaves from all that
//! is held in the organisation, credentials are those that a step has taken from assets along the way, and what follows
//! a failure starts when the retries are used up. Three things are more lenient: there are as many operators as there is
//! work, random movement finds the best hop, and whatever may fail can be waited for to fail.
//!
//! Where several things must come together (a foothold and a credential that was kept elsewhere) the last of them counts.
//! That makes the search one over rules with several premisses rather than over edges, and Knuth's generalisation of
//! Dijkstra's algorithm answers it (A generalization of Dijkstra's algorithm, Inf. Process. Lett. 6, 1977): what is true earliest is
//! settled first, and a rule fires when the last of its premisses is settled.
//!
//! **Invariant:** what a settled fact rests on was settled before it.

use super::facts::{Fact, Facts, Tried};
use super::places::Places;
use super::rules::{self, Rule};
use crate::model::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// No such number.
pub const NONE: u32 = u32::MAX;

/// Something that the adversary does and that takes time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deed {
    /// The step or spread.
    pub tried: Tried,
    /// The place that it is done from; [`NONE`] for the internet.
    pub source: u32,
    /// The place that it is done to; the same where it is done to the foothold.
    pub target: u32,
    /// The link that it needs, if it needs one; data that take several are looked up again.
    pub link: LinkIdx,
    /// Whether it is tried in vain until its retries are used up.
    pub fails: bool,
    /// Mean time until it succeeds, in microseconds.
    pub time: f64,
    /// When that is at the earliest, in microseconds after the campaign's start.
    pub end: f64,
}

/// Why a fact is true: what it follows from, and what had to be done for it.
#[derive(Debug, Clone, Copy)]
struct Reason {
    needs: [u32; 3],
    deed: Option<Deed>,
}

/// What a search has found.
#[derive(Debug)]
pub struct Search<'m> {
    pub(super) model: &'m Model,
    pub(super) campaign: &'m Campaign,
    pub(super) places: &'m Places<'m>,
    /// The facts' numbers.
    pub facts: Facts,
    /// A link that is taken to be closed.
    pub(super) closed: LinkIdx,
    earliest: Vec<f64>,
    settled: Vec<bool>,
    reason: Vec<u32>,
    reasons: Vec<Reason>,
    /// Pending facts by (microseconds as ordered bits, number).
    pending: BinaryHeap<Reverse<(u64, u32)>>,
    /// Rules by the premiss that they wait for.
    waiting: BTreeMap<u32, Vec<Rule>>,
    /// Zones from which something has been tried already: what one asset of a mesh reaches all reach.
    pub(super) searched: BTreeSet<(Tried, ZoneIdx)>,
    /// Groups that each credential opens.
    pub(super) opened_by: Vec<Vec<GroupIdx>>,
}

/// Searches all that a campaign can do, with one link closed if `closed` is some.
pub fn search<'m>(
    model: &'m Model,
    campaign: CampaignIdx,
    places: &'m Places<'m>,
    closed: LinkIdx,
) -> Search<'m> {
    let campaign = &model.campaigns[campaign.at()];
    let facts = Facts::new(model, campaign, places.len());
    let size = facts.len() as usize;
    let mut opened_by = vec![Vec::new(); model.network.credentials as usize];
    for (group, it) in (0..).map(GroupIdx).zip(&model.network.groups) {
        for credential in &it.accepts {
            opened_by[credential.at()].push(group);
        }
    }
    let mut search = Search {
        model,
        campaign,
        places,
        facts,
        closed,
        earliest: vec![f64::INFINITY; size],
        settled: vec![false; size],
        reason: vec![NONE; size],
        reasons: Vec::new(),
        pending: BinaryHeap::new(),
        waiting: BTreeMap::new(),
        searched: BTreeSet::new(),
        opened_by,
    };
    rules::begin(&mut search);
    while let Some(Reverse((_, number))) = search.pending.pop() {
        if std::mem::replace(&mut search.settled[number as usize], true) {
            continue;
        }
        rules::follow(&mut search, facts.fact(number));
        for rule in search.waiting.remove(&number).unwrap_or_default() {
            search.add(rule);
        }
    }
    search
}

impl Search<'_> {
    /// Takes up a rule: it fires now, or waits for the first of its premisses that is not settled.
    pub(super) fn add(&mut self, rule: Rule) {
        let missing = rule.needs.iter().find(|&&need| need != NONE && !self.settled[need as usize]);
        if let Some(&need) = missing {
            self.waiting.entry(need).or_default().push(rule);
            return;
        }
        let needs = rule.needs.iter().filter(|need| **need != NONE);
        let begin = needs.map(|&need| self.earliest[need as usize]).fold(0.0, f64::max);
        let end = begin + rule.deed.map_or(0.0, |deed| deed.time);
        let mut reason = NONE;
        for &fact in rule.gives.iter().filter(|fact| **fact != NONE) {
            if self.settled[fact as usize] || end >= self.earliest[fact as usize] {
                continue;
            }
            if reason == NONE {
                reason = self.reasons.len() as u32;
                let deed = rule.deed.map(|deed| Deed { end, ..deed });
                self.reasons.push(Reason { needs: rule.needs, deed });
            }
            self.earliest[fact as usize] = end;
            self.reason[fact as usize] = reason;
            // Of numbers that are not negative, the bits are ordered as they are.
            self.pending.push(Reverse((end.to_bits(), fact)));
        }
    }

    /// Whether the fact with a number is settled.
    pub(super) fn is_settled(&self, number: u32) -> bool {
        self.settled[number as usize]
    }

    /// When all of some facts are true at the earliest, in microseconds after the campaign's start; none if never.
    pub fn earliest(&self, facts: &[Fact]) -> Option<f64> {
        let times = facts.iter().map(|&fact| self.earliest[self.facts.number(fact) as usize]);
        Some(times.fold(0.0, f64::max)).filter(|time| time.is_finite())
    }

    /// All that must be done for some facts, in the order in which it is done.
    ///
    /// A credential may have been taken in several places at the same moment: one that is on the way anyhow will do.
    pub fn plan(&self, facts: &[Fact]) -> Vec<Deed> {
        let mut open: Vec<u32> = facts.iter().map(|&fact| self.facts.number(fact)).collect();
        // Groups to open, each with the moment at which it must be open at the latest.
        let mut to_open: Vec<(u32, f64)> = Vec::new();
        let (mut seen, mut used) = (BTreeSet::new(), BTreeSet::new());
        loop {
            let Some(number) = open.pop() else {
                let Some((group, by)) = to_open.pop() else { break };
                if !seen
                    .iter()
                    .any(|&seen| rules::opens(self, seen, group) && self.earliest[seen as usize] <= by)
                {
                    open.push(group);
                }
                continue;
            };
            if !seen.insert(number) {
                continue;
            }
            if let Fact::Joined(tried, organisation) = self.facts.fact(number) {
                open.extend(rules::joined(self, tried, organisation));
            }
            let Some(reason) = self.reasons.get(self.reason[number as usize] as usize) else { continue };
            used.insert(self.reason[number as usize]);
            for &need in reason.needs.iter().filter(|need| **need != NONE) {
                match (self.facts.fact(need), reason.deed) {
                    (Fact::Opens(_), Some(deed)) => to_open.push((need, deed.end - deed.time)),
                    _ => open.push(need),
                }
            }
        }
        let deeds = used.iter().filter_map(|&reason| self.reasons[reason as usize].deed);
        let mut deeds: Vec<Deed> = deeds.collect();
        deeds.sort_by(|a, b| a.end.total_cmp(&b.end));
        deeds
    }
}
