//! What injects do: from the names that an effect mentions to what changes in the run.
//!
//! **Invariant:** what is returned changes something that exists; after a fault nothing is.

use super::cooperation::Exchange;
use super::frame::Calendar;
use super::ids::Ids;
use super::ladders::Rungs;
use super::memberships;
use super::network::Media;
use super::reactions;
use super::sensors::without_triage;
use super::staff::Staff;
use super::table::{Table, unknown_local};
use super::targets;
use super::technique::Techniques;
use super::values::{at_least_one, at_most, duration, not_negative, optional_distribution};
use super::vocabulary::Vocabulary;
use crate::diagnostic::{Diagnostic, Place, codes, counted, did_you_mean, thousands};
use crate::kernel::{Key, SimTime};
use crate::model::{
    AssetIdx, AssetSet, Campaign, CampaignIdx, Change, ChannelIdx, Effect, InjectIdx, Network, Responder,
    Team, TeamIdx,
};
use crate::scenario::{self, At, Refuel, Scenario, TargetSet, Word};

/// The most tickets of one load: each is an event and an alert in memory.
const MOST_TICKETS: u32 = 1_000_000;
/// The most effects of all injects: the calendar counts them in 16 bits.
const MOST_EFFECTS: usize = 1 << 16;
/// The most seats that an inject may add or take.
const MOST_SEATS: i32 = 1_000_000;

/// What injects are lowered against.
pub struct Audience<'a> {
    /// All ids.
    pub ids: &'a Ids<'a>,
    /// The network.
    pub network: &'a Network,
    /// What links run over.
    pub media: &'a Media,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The techniques in use.
    pub techniques: &'a Techniques<'a>,
    /// Weaknesses by name.
    pub words: &'a Vocabulary<'a>,
    /// The pools.
    pub staff: &'a Staff<'a>,
    /// The channels.
    pub exchange: &'a Exchange,
    /// The campaigns.
    pub campaigns: &'a [Campaign],
    /// The teams.
    pub teams: &'a [Team],
    /// The responders.
    pub responders: &'a [Responder],
    /// Where the steps of ladders stand among the injects.
    pub rungs: &'a Rungs,
    /// The exercise's time.
    pub calendar: Calendar<'a>,
}

/// What injects change, and the words for it.
#[derive(Debug, Default)]
pub struct Effects {
    /// In the order of the injects.
    pub effects: Vec<Effect>,
    /// Beside them.
    pub words: Vec<String>,
    /// Where what each changes is named.
    pub places: Vec<Place>,
}

/// Calls `visit` with every effect of a scenario that is not made of others.
pub fn each<'s>(effect: &'s scenario::Effect, visit: &mut dyn FnMut(&'s scenario::Effect)) {
    match effect {
        scenario::Effect::Several(several) => several.iter().for_each(|effect| each(effect, visit)),
        single => visit(single),
    }
}

/// Where an effect names what it changes.
fn named(effect: &scenario::Effect) -> Option<Place> {
    use scenario::Effect;
    Some(match effect {
        Effect::Message | Effect::Several(_) => return None,
        Effect::Load(load) => load.team.place,
        Effect::Alert(alert) => alert.asset.place,
        Effect::StartCampaign(start) => start.campaign.place,
        Effect::AlterCampaign(alter) => alter.campaign.place,
        Effect::DiscloseWeakness(disclose) => disclose.weakness.place,
        Effect::Patch(patch) => patch.weakness.place,
        Effect::Cut(way) | Effect::Restore(way) => {
            let link = way.link.as_ref().map(|ends| ends.from.place);
            way.cable.as_ref().map(|cable| cable.place).or(link)?
        }
        Effect::Vessel(vessel) => vessel.cable.place,
        Effect::TakeDown(service) | Effect::BringUp(service) => {
            let assets = service.assets.first().map(targets::place);
            service.function.as_ref().map(|function| function.place).or(assets)?
        }
        Effect::Refuel(refuel) => refuel.function.place,
        Effect::Staff(staff) => staff.seats.place,
        Effect::Join(accession) | Effect::Leave(accession) => accession.organisation.place,
        Effect::Channel(channel) => channel.channel.place,
        Effect::Escalate(escalate) => escalate.to.place,
        Effect::StartCrisis(of) | Effect::EndCrisis(of) => of.crisis.place,
    })
}

impl Audience<'_> {
    /// Lowers what the inject with this number, key and place does.
    pub fn effects(
        &self,
        written: &scenario::Effect,
        inject: InjectIdx,
        (key, place): (u64, Place),
        effects: &mut Effects,
        faults: &mut Vec<Diagnostic>,
    ) {
        let first = effects.effects.len();
        each(written, &mut |written| {
            let Some((change, words)) = self.change(written, place, faults) else { return };
            // The first has the inject's own key, so that a second one beside it leaves its draws.
            let ordinal = (effects.effects.len() - first) as u64;
            let key = if ordinal == 0 { key } else { Key(key).with(ordinal).bits() };
            effects.effects.push(Effect { key, inject, change });
            effects.words.push(words);
            effects.places.push(self::named(written).unwrap_or(place));
        });
    }

    /// Refuses more effects than can be told apart.
    pub fn check_number(&self, effects: &Effects, place: Place, faults: &mut Vec<Diagnostic>) {
        if effects.effects.len() > MOST_EFFECTS {
            let message = format!(
                "{} are too many: all injects together may have at most {}",
                counted(effects.effects.len() as u64, "effect"),
                thousands(MOST_EFFECTS as u64)
            );
            faults.push(Diagnostic::error(codes::TOO_MANY, place, message).label("the last of them"));
        }
    }

    fn change(
        &self,
        written: &scenario::Effect,
        place: Place,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<(Change, String)> {
        use scenario::Effect as Written;
        match written {
            Written::Message | Written::Several(_) => None,
            Written::Load(load) => Some((self.load(load, faults), String::new())),
            Written::Alert(alert) => Some((self.alert(alert, faults)?, String::new())),
            Written::StartCampaign(start) => Some((self.start(start, faults)?, String::new())),
            Written::AlterCampaign(alter) => self.alter(alter, faults),
            Written::DiscloseWeakness(disclose) => {
                let weakness = self.weakness(&disclose.weakness, faults);
                let on = self.assets(&disclose.on, &disclose.weakness, faults);
                let words = format!("{} is known, on {}", disclose.weakness, assets(&on));
                Some((Change::Disclose { weakness: weakness?, on }, words))
            }
            Written::Patch(patch) => {
                let weakness = self.weakness(&patch.weakness, faults);
                let on = self.assets(&patch.on, &patch.weakness, faults);
                let over = optional_distribution(patch.over.as_ref(), faults);
                let words = format!("{} begin to be patched against {}", assets(&on), patch.weakness);
                Some((Change::Patch { weakness: weakness?, on, over }, words))
            }
            Written::Cut(way) => self.way(way, true, place, faults),
            Written::Restore(way) => self.way(way, false, place, faults),
            Written::Vessel(vessel) => self.vessel(vessel, faults),
            Written::TakeDown(service) => self.service(service, true, place, faults),
            Written::BringUp(service) => self.service(service, false, place, faults),
            Written::Refuel(Refuel { function }) => {
                let found = self.ids.function(function, faults);
                found
                    .is_some()
                    .then(|| (Change::Refuel(found), format!("the backups of {function} are filled")))
            }
            Written::Staff(staff) => self.staff(staff, faults),
            Written::Join(accession) => memberships::change(accession, true, self.ids, faults),
            Written::Leave(accession) => memberships::change(accession, false, self.ids, faults),
            Written::Channel(channel) => self.channel(channel, faults),
            Written::Escalate(escalate) => self.rungs.escalate(escalate, self.ids, faults),
            Written::StartCrisis(of) => self.crisis(of, true, faults),
            Written::EndCrisis(of) => self.crisis(of, false, faults),
        }
    }

    fn crisis(
        &self,
        of: &scenario::OfCrisis,
        begins: bool,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<(Change, String)> {
        let crisis = self.ids.crisis(&of.crisis, faults);
        let words = format!("{} {}", of.crisis, if begins { "begins" } else { "ends" });
        crisis.is_some().then_some((Change::Crisis { crisis, begins }, words))
    }

    fn start(&self, start: &scenario::StartCampaign, faults: &mut Vec<Diagnostic>) -> Option<Change> {
        let number = self.ids.campaigns.resolve(&start.campaign, faults)?;
        if self.campaigns.get(number as usize).is_some_and(|campaign| campaign.start != SimTime::MAX) {
            let message = format!("the campaign `{}` starts by itself", start.campaign);
            let fault = Diagnostic::error(codes::SELF_STARTED, start.campaign.place, message);
            faults.push(fault.label("needs no inject").help(String::from(
                "write `start: OnInject` in the campaign if only the inject is to start it",
            )));
        }
        Some(Change::StartCampaign(CampaignIdx(number)))
    }

    fn alter(
        &self,
        alter: &scenario::AlterCampaign,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<(Change, String)> {
        let campaign = CampaignIdx(self.ids.campaigns.resolve(&alter.campaign, faults)?);
        let operators = alter.operators.map(|operators| at_least_one(operators, "operators", faults));
        let hurry = alter.hurry.map(|hurry| reactions::factor(hurry, "hurry", faults));
        let stop = alter.stop.value;
        if operators.is_none() && hurry.is_none() && !stop {
            let message = format!("nothing of the campaign `{}` changes", alter.campaign);
            let fault = Diagnostic::error(codes::NO_CHANGE, alter.campaign.place, message);
            faults.push(fault.label("has neither `operators`, `hurry` nor `stop`"));
        }
        let operators_now = operators.map(|number| format!("has {}", counted(u64::from(number), "operator")));
        let pace = hurry.map(|pace| format!("works {pace} times as fast as planned"));
        let end = stop.then(|| String::from("ends"));
        let said: Vec<String> = [operators_now, pace, end].into_iter().flatten().collect();
        let words = format!("{} {}", alter.campaign, said.join(" and "));
        Some((Change::Campaign { campaign, operators, hurry, stop }, words))
    }

    fn weakness(&self, weakness: &Word, faults: &mut Vec<Diagnostic>) -> Option<u64> {
        let bit = self.words.weaknesses.bit(weakness);
        let needed = || self.techniques.used.iter().filter_map(|technique| technique.weakness);
        if bit != 0 && needed().any(|needed| needed.text == weakness.text) {
            return Some(bit);
        }
        let message = format!("no technique in use needs the weakness `{weakness}`");
        let fault =
            Diagnostic::error(codes::UNNEEDED_WEAKNESS, weakness.place, message).label("changes nothing");
        faults.push(fault.help(did_you_mean(weakness, needed().map(|word| word.text.as_str()))));
        None
    }

    /// The assets that an effect is on; none is a fault, told at `place`.
    fn assets(&self, sets: &[TargetSet], place: &Word, faults: &mut Vec<Diagnostic>) -> AssetSet {
        if sets.is_empty() {
            let fault = Diagnostic::error(
                codes::EMPTY,
                place.place,
                format!("the weakness `{place}` is changed on no asset"),
            );
            let help = "name assets: `on: [Group(\"…\")]`";
            faults.push(fault.label("`on` is empty").help(String::from(help)));
        }
        targets::resolve(sets, self.ids, self.network, faults)
    }

    fn service(
        &self,
        service: &scenario::Service,
        down: bool,
        inject: Place,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<(Change, String)> {
        let done = if down { "taken down" } else { "brought up" };
        match (&service.function, service.assets.as_slice()) {
            (Some(id), []) => {
                let function = self.ids.function(id, faults);
                function.is_some().then(|| (Change::Function { function, down }, format!("{id} is {done}")))
            }
            (None, [_, ..]) => {
                let set = targets::resolve(&service.assets, self.ids, self.network, faults);
                let verb = if set.len() == 1 { "is" } else { "are" };
                let words = format!("{} {verb} {done}", self.name(&set));
                Some((Change::Assets { assets: set, down }, words))
            }
            (function, _) => {
                let place = function.as_ref().map_or(inject, |id| id.place);
                let label = if function.is_some() { "both are given" } else { "neither is given" };
                let message = format!("what is {done} is either a function or some assets");
                faults.push(Diagnostic::error(codes::EITHER_OR, place, message).label(label).help(
                    String::from("write `TakeDown(function: \"…\")` or `TakeDown(assets: [Group(\"…\")])`"),
                ));
                None
            }
        }
    }

    /// A single asset by its name, several by their number.
    fn name(&self, set: &AssetSet) -> String {
        match (set.len(), set.iter().next()) {
            (1, Some(asset)) => {
                let group = self.network.group_of.of(asset);
                let row = self.ids.groups.get(group.0);
                let name = row.map_or("", |row| row.name);
                match row.is_some_and(|row| row.record.count.is_some()) {
                    true => format!("{name}[{}]", asset.0 - self.network.group(asset).first.0 + 1),
                    false => name.to_owned(),
                }
            }
            _ => assets(set),
        }
    }

    fn staff(&self, staff: &scenario::Staffing, faults: &mut Vec<Diagnostic>) -> Option<(Change, String)> {
        let team = self.ids.team(&staff.team, faults);
        if staff.seats.value == 0 || staff.seats.value.abs() > MOST_SEATS {
            let (message, label) = match staff.seats.value {
                0 => (String::from("`seats` changes nothing"), "zero"),
                _ => (format!("`seats` may change by at most {}", thousands(MOST_SEATS as u64)), "too many"),
            };
            faults.push(Diagnostic::error(codes::OUT_OF_RANGE, staff.seats.place, message).label(label));
        }
        if !team.is_some() {
            return None;
        }
        let pool = self.staff.tier(team, &staff.team, &staff.tier, "an inject", faults)?;
        let seats = staff.seats.value.clamp(-MOST_SEATS, MOST_SEATS);
        let number = counted(u64::from(seats.unsigned_abs()), "seat");
        let more = if seats < 0 { "fewer" } else { "more" };
        let words = format!("{}/{} has {number} {more}", staff.team, staff.tier);
        Some((Change::Staff { pool, seats, lasting: staff.r#for.map(duration) }, words))
    }

    fn channel(
        &self,
        written: &scenario::ChannelChange,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<(Change, String)> {
        let number = self.ids.agreements.resolve(&written.agreement, faults)?;
        let areas = &self.ids.agreements.get(number)?.record.areas;
        let channels = areas.information_exchange.as_ref().map_or(&[][..], |area| &area.channels);
        let mut unheard = Vec::new();
        let table = Table::new("channel", channels, |channel| &channel.id, &mut unheard);
        if table.find(&written.channel).is_none() {
            let what = format!("the agreement `{}` has no channel", written.agreement);
            faults.push(unknown_local(&what, &written.channel, table.names()));
            return None;
        }
        let slower = written.slower.map(|slower| not_negative(slower, "slower", faults));
        let up = written.up.map(|up| up.value);
        if up.is_none() && slower.is_none() {
            let message = format!("nothing of the channel `{}` changes", written.channel);
            let fault = Diagnostic::error(codes::NO_CHANGE, written.channel.place, message);
            faults.push(fault.label("has neither `up` nor `slower`"));
        }
        let name = format!("{}/{}", written.agreement, written.channel);
        let words = match (up, slower) {
            (Some(false), _) => format!("{name} goes down"),
            (Some(true), _) => format!("{name} is up"),
            (None, factor) => format!("{name} takes {} × as long", factor.unwrap_or(1.0)),
        };
        // A channel of an agreement that is not in force carries nothing that could change.
        let open = self.exchange.names.iter().position(|open| *open == name)?;
        Some((Change::Channel { channel: ChannelIdx(open as u32), up, slower }, words))
    }

    fn load(&self, load: &scenario::Load, faults: &mut Vec<Diagnostic>) -> Change {
        let team = self.judging(&load.team, "gives work to", faults);
        let few = at_most(load.tickets, MOST_TICKETS, "tickets", faults);
        let tickets = at_least_one(At { value: few, ..load.tickets }, "tickets", faults);
        Change::Load { team, tickets, over: duration(load.over) }
    }

    fn alert(&self, alert: &scenario::Alert, faults: &mut Vec<Diagnostic>) -> Option<Change> {
        let team = self.judging(&alert.team, "raises an alert at", faults);
        let asset: AssetIdx = targets::single(&alert.asset, self.ids, &self.network.groups, faults)?;
        let owner = self.network.group(asset).owner;
        let responder = self.teams.get(team.at()).and_then(|team| self.responders.get(team.responder.at()));
        if responder.is_some_and(|responder| !responder.protects.contains(&owner)) {
            let message = format!(
                "`{}` gets an alert about `{}`, which its organisation does not protect",
                alert.team, alert.asset
            );
            faults.push(
                Diagnostic::warning(codes::UNCONCERNED, alert.asset.place, message)
                    .label("not the team's concern"),
            );
        }
        Some(Change::Alert { team, asset })
    }

    fn judging(&self, id: &scenario::Id, what: &str, faults: &mut Vec<Diagnostic>) -> TeamIdx {
        let team = self.ids.team(id, faults);
        if self.teams.get(team.at()).is_some_and(|team| team.triage.is_none()) {
            faults.push(without_triage(&id.text, id.place, what, self.ids));
        }
        team
    }
}

fn assets(set: &AssetSet) -> String {
    counted(set.len() as u64, "asset")
}
