//! All ids of a scenario, each kind in a table of its own.
//!
//! **Invariant:** a number that a table gives is the model's index of the same kind, but for zones, which the internet precedes.

use super::table::{Table, unknown};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::{
    CableIdx, CampaignIdx, CentreIdx, CrisisIdx, FunctionIdx, LadderIdx, MissionIdx, Network, ObligationIdx,
    OrganisationIdx, StaffIdx, SupplierIdx, TeamIdx, ZoneIdx,
};
use crate::scenario::{
    Agreement, Asset, Assistance, Authority, Cable, Campaign, Centre, Control, Crew, Crisis, ExerciseStaff,
    Function, Id, Investigation, Ladder, Mission, Notice, Objective, Obligation, Organisation, Playbook,
    Scenario, Sensor, Supplier, Team, Technique, Word, Zone,
};

/// The id of the zone that is built in.
pub const INTERNET: &str = "internet";

/// The tables of everything that has an id.
#[derive(Debug)]
pub struct Ids<'a> {
    /// Organisations.
    pub organisations: Table<'a, Organisation>,
    /// The scenario's own controls.
    pub controls: Table<'a, Control>,
    /// Zones, without the internet.
    pub zones: Table<'a, Zone>,
    /// Groups; a single asset is a group of one.
    pub groups: Table<'a, Asset>,
    /// The scenario's own techniques.
    pub techniques: Table<'a, Technique>,
    /// Suppliers.
    pub suppliers: Table<'a, Supplier>,
    /// Campaigns.
    pub campaigns: Table<'a, Campaign>,
    /// Authorities.
    pub authorities: Table<'a, Authority>,
    /// Crews.
    pub crews: Table<'a, Crew>,
    /// Teams.
    pub teams: Table<'a, Team>,
    /// Sensors.
    pub sensors: Table<'a, Sensor>,
    /// Notices.
    pub notices: Table<'a, Notice>,
    /// Playbooks.
    pub playbooks: Table<'a, Playbook>,
    /// Agreements.
    pub agreements: Table<'a, Agreement>,
    /// Offers of experts.
    pub assistance: Table<'a, Assistance>,
    /// Centres.
    pub centres: Table<'a, Centre>,
    /// Investigations.
    pub investigations: Table<'a, Investigation>,
    /// Functions.
    pub functions: Table<'a, Function>,
    /// Missions.
    pub missions: Table<'a, Mission>,
    /// Cables and pipelines.
    pub cables: Table<'a, Cable>,
    /// Obligations.
    pub obligations: Table<'a, Obligation>,
    /// Exercise staffs.
    pub staffs: Table<'a, ExerciseStaff>,
    /// Crises.
    pub crises: Table<'a, Crisis>,
    /// Ladders.
    pub ladders: Table<'a, Ladder>,
    /// Objectives.
    pub objectives: Table<'a, Objective>,
}

impl<'a> Ids<'a> {
    /// Sorts everything that has an id; names given twice, reserved ones and equal keys are faults.
    pub fn new(scenario: &'a Scenario, faults: &mut Vec<Diagnostic>) -> Ids<'a> {
        let ids = Ids {
            organisations: Table::new("organisation", &scenario.organisations, |o| &o.id, faults),
            controls: Table::new("control", &scenario.controls, |c| &c.id, faults),
            zones: Table::new("zone", &scenario.network.zones, |z| &z.id, faults),
            groups: Table::new("asset", &scenario.network.assets, |a| &a.id, faults),
            techniques: Table::new("technique", &scenario.techniques, |t| &t.id, faults),
            suppliers: Table::new("supplier", &scenario.suppliers, |s| &s.id, faults),
            campaigns: Table::new("campaign", &scenario.campaigns, |c| &c.id, faults),
            authorities: Table::new("authority", &scenario.authorities, |a| &a.id, faults),
            crews: Table::new("crew", &scenario.crews, |c| &c.id, faults),
            teams: Table::new("team", &scenario.teams, |t| &t.id, faults),
            sensors: Table::new("sensor", &scenario.sensors, |s| &s.id, faults),
            notices: Table::new("notice", &scenario.notices, |n| &n.id, faults),
            playbooks: Table::new("playbook", &scenario.playbooks, |p| &p.id, faults),
            agreements: Table::new("agreement", &scenario.agreements, |a| &a.id, faults),
            assistance: Table::new("assistance", &scenario.assistance, |a| &a.id, faults),
            centres: Table::new("centre", &scenario.centres, |c| &c.id, faults),
            investigations: Table::new("investigation", &scenario.investigations, |i| &i.id, faults),
            functions: Table::new("function", &scenario.functions, |f| &f.id, faults),
            missions: Table::new("mission", &scenario.missions, |m| &m.id, faults),
            cables: Table::new("cable", &scenario.cables, |c| &c.id, faults),
            obligations: Table::new("obligation", &scenario.obligations, |o| &o.id, faults),
            staffs: Table::new("staff", &scenario.staffs, |s| &s.id, faults),
            crises: Table::new("crisis", &scenario.crises, |c| &c.id, faults),
            ladders: Table::new("ladder", &scenario.ladders, |l| &l.id, faults),
            objectives: Table::new("objective", &scenario.objectives, |o| &o.id, faults),
        };
        Table::new("variant", &scenario.variants, |v| &v.id, faults);
        ids.check_keys(faults);
        ids.check_reserved(faults);
        ids
    }

    fn check_keys(&self, faults: &mut Vec<Diagnostic>) {
        self.organisations.check_keys(faults);
        self.zones.check_keys(faults);
        self.groups.check_keys(faults);
        self.techniques.check_keys(faults);
        self.suppliers.check_keys(faults);
        self.campaigns.check_keys(faults);
        self.teams.check_keys(faults);
        self.sensors.check_keys(faults);
        self.notices.check_keys(faults);
        self.assistance.check_keys(faults);
        self.centres.check_keys(faults);
        self.investigations.check_keys(faults);
        self.functions.check_keys(faults);
        self.missions.check_keys(faults);
        self.cables.check_keys(faults);
        self.obligations.check_keys(faults);
        self.crises.check_keys(faults);
    }

    fn check_reserved(&self, faults: &mut Vec<Diagnostic>) {
        if let Some(row) = self.zones.find(INTERNET).and_then(|number| self.zones.get(number)) {
            let fault = Diagnostic::error(codes::RESERVED, row.place, "the zone `internet` is built in");
            let help = String::from("leave it out, or give this zone another id");
            faults.push(fault.label("can't be defined").help(help));
        }
    }

    /// The organisation that a written id means.
    pub fn organisation(&self, id: &Id, faults: &mut Vec<Diagnostic>) -> OrganisationIdx {
        self.organisations.resolve(id, faults).map_or(OrganisationIdx::NONE, OrganisationIdx)
    }

    /// The team that a written id means.
    pub fn team(&self, id: &Id, faults: &mut Vec<Diagnostic>) -> TeamIdx {
        self.teams.resolve(id, faults).map_or(TeamIdx::NONE, TeamIdx)
    }

    /// The supplier that a written id means.
    pub fn supplier(&self, id: &Id, faults: &mut Vec<Diagnostic>) -> SupplierIdx {
        self.suppliers.resolve(id, faults).map_or(SupplierIdx::NONE, SupplierIdx)
    }

    /// The campaign that a written id means.
    pub fn campaign(&self, id: &Id, faults: &mut Vec<Diagnostic>) -> CampaignIdx {
        self.campaigns.resolve(id, faults).map_or(CampaignIdx::NONE, CampaignIdx)
    }

    /// The function that a written id means.
    pub fn function(&self, id: &Id, faults: &mut Vec<Diagnostic>) -> FunctionIdx {
        self.functions.resolve(id, faults).map_or(FunctionIdx::NONE, FunctionIdx)
    }

    /// The mission that a written id means.
    pub fn mission(&self, id: &Id, faults: &mut Vec<Diagnostic>) -> MissionIdx {
        self.missions.resolve(id, faults).map_or(MissionIdx::NONE, MissionIdx)
    }

    /// The cable that a written name means.
    pub fn cable(&self, name: &Word, faults: &mut Vec<Diagnostic>) -> CableIdx {
        self.cables.resolve(name, faults).map_or(CableIdx::NONE, CableIdx)
    }

    /// The obligation that a written id means.
    pub fn obligation(&self, id: &Id, faults: &mut Vec<Diagnostic>) -> ObligationIdx {
        self.obligations.resolve(id, faults).map_or(ObligationIdx::NONE, ObligationIdx)
    }

    /// The exercise staff that a written id means.
    pub fn staff(&self, id: &Id, faults: &mut Vec<Diagnostic>) -> StaffIdx {
        self.staffs.resolve(id, faults).map_or(StaffIdx::NONE, StaffIdx)
    }

    /// The centre that a written id means.
    pub fn centre(&self, id: &Id, faults: &mut Vec<Diagnostic>) -> CentreIdx {
        self.centres.resolve(id, faults).map_or(CentreIdx::NONE, CentreIdx)
    }

    /// The crisis that a written id means.
    pub fn crisis(&self, id: &Id, faults: &mut Vec<Diagnostic>) -> CrisisIdx {
        self.crises.resolve(id, faults).map_or(CrisisIdx::NONE, CrisisIdx)
    }

    /// The ladder that a written id means.
    pub fn ladder(&self, id: &Id, faults: &mut Vec<Diagnostic>) -> LadderIdx {
        self.ladders.resolve(id, faults).map_or(LadderIdx::NONE, LadderIdx)
    }

    /// The zone that a written id means, the internet included.
    pub fn zone(&self, id: &Id, faults: &mut Vec<Diagnostic>) -> ZoneIdx {
        if id.text == INTERNET {
            return Network::INTERNET;
        }
        match self.zones.find(&id.text) {
            Some(number) => ZoneIdx(number + 1),
            None => {
                let known = self.zones.names().chain([INTERNET]);
                faults.push(unknown("zone", &id.text, id.place, known));
                ZoneIdx::NONE
            }
        }
    }
}
