//! The texts that reports need: ids, names, titles, the civil frame.
//!
//! Columns run beside those of the [`Model`]. The simulation never reads them.
//!
//! **Invariant:** every column is as long as the one it names.

use super::*;

/// Ids and texts, a column for each column of the model.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The scenario's id.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// Its synopsis.
    pub synopsis: String,
    /// The variant that was applied, empty for none.
    pub variant: String,
    /// Hash of everything that was written.
    pub hash: u64,
    /// STARTEX in microseconds since the Unix epoch.
    pub startex_unix_us: i64,
    /// STARTEX's IANA zone.
    pub time_zone: String,
    /// Numbers without a source or an expert behind them.
    pub assumed: usize,
    /// Numbers in all.
    pub numbers: usize,
    /// Organisations, by their short names where they have one.
    pub organisations: Vec<Named>,
    /// What they are called in full; beside [`Names::organisations`], empty for none.
    pub organisations_in_full: Vec<String>,
    /// Zones.
    pub zones: Vec<String>,
    /// Where they are, as far as it is known.
    pub zone_positions: Vec<Option<Position>>,
    /// Groups, and whether their members are numbered.
    pub groups: Vec<(String, bool)>,
    /// Where they are, as far as it is known: the middle of their members.
    pub group_positions: Vec<Option<Position>>,
    /// Media.
    pub media: Vec<String>,
    /// Techniques: id and name.
    pub techniques: Vec<Named>,
    /// Suppliers: id and name.
    pub suppliers: Vec<Named>,
    /// Campaigns: id and adversary.
    pub campaigns: Vec<Named>,
    /// Steps.
    pub steps: Vec<String>,
    /// Spreads.
    pub spreads: Vec<String>,
    /// Pools: `team/tier`, or the authority's or crew's id.
    pub pools: Vec<String>,
    /// Teams.
    pub teams: Vec<String>,
    /// Time zones of the teams.
    pub team_zones: Vec<String>,
    /// Phases of each team's playbooks, by word.
    pub phases: Vec<Vec<String>>,
    /// Sensors.
    pub sensors: Vec<String>,
    /// Notices.
    pub notices: Vec<String>,
    /// Agreements.
    pub agreements: Vec<String>,
    /// Offers of experts.
    pub assistance: Vec<String>,
    /// Centres.
    pub centres: Vec<String>,
    /// Investigations that are led.
    pub investigations: Vec<String>,
    /// Channels as `agreement/channel`.
    pub channels: Vec<String>,
    /// Functions: id and name.
    pub functions: Vec<Named>,
    /// Missions: id and name.
    pub missions: Vec<Named>,
    /// Cables: id and name.
    pub cables: Vec<Named>,
    /// Dependencies by the names that their owners give them; beside [`Reliance::dependencies`].
    pub dependencies: Vec<String>,
    /// Injects.
    pub injects: Vec<InjectText>,
    /// Obligations: id and title.
    pub obligations: Vec<Named>,
    /// The deadlines of each.
    pub deadlines: Vec<Vec<String>>,
    /// Exercise staffs.
    pub staffs: Vec<String>,
    /// Ladders: id and title.
    pub ladders: Vec<Named>,
    /// Crises: id and name.
    pub crises: Vec<Named>,
    /// Beside them, of which sort each is.
    pub crisis_kinds: Vec<&'static str>,
    /// What injects change, in words that follow "the exercise control"; beside [`Model::effects`].
    pub effects: Vec<String>,
    /// Objectives: id and text.
    pub objectives: Vec<Named>,
    /// Measures of the objectives, as written.
    pub objective_measures: Vec<String>,
}

/// A position on Earth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Degrees north, from -90 to 90.
    pub latitude: f64,
    /// Degrees east, from -180 to 180.
    pub longitude: f64,
}

/// An id and what people call it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// The id.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// The texts of an inject.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InjectText {
    /// Its number.
    pub number: String,
    /// Who sends it.
    pub from: String,
    /// Who gets it.
    pub to: Vec<String>,
    /// By which means.
    pub by: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// What the audience is expected to do.
    pub expected: String,
    /// The training objective that it serves: its place in [`Model::objectives`].
    pub objective: Option<usize>,
}

impl Names {
    /// What a step of a ladder is called within it.
    pub fn step(&self, ladder: LadderIdx, inject: InjectIdx) -> &str {
        let number = &*self.injects[inject.at()].number;
        let within = number.strip_prefix(&*self.ladders[ladder.at()].id);
        within.and_then(|rest| rest.strip_prefix('/')).unwrap_or(number)
    }

    /// An inject as people call it: `inject 3`, or the step of a ladder that it is.
    pub fn inject(&self, model: &Model, inject: InjectIdx) -> String {
        match &model.injects[inject.at()].climb {
            None if matches!(model.injects[inject.at()].when, When::Called) => {
                format!("warning {}", self.injects[inject.at()].number)
            }
            None => format!("inject {}", self.injects[inject.at()].number),
            Some(climb) => {
                let step = model.ladders[climb.ladder.at()].inject(climb.step);
                format!("step {}", self.injects[step.at()].number)
            }
        }
    }
}

impl Model {
    /// The name of a link: the zones that it joins.
    pub fn link_name(&self, link: LinkIdx) -> String {
        let Link { from, to, .. } = self.network.links[link.at()];
        format!("{}>{}", self.names.zones[from.at()], self.names.zones[to.at()])
    }

    /// The id of what has a level.
    pub fn level_name(&self, level: LevelIdx) -> &str {
        match self.leveled(level) {
            Leveled::Function(function) => &self.names.functions[function.at()].id,
            Leveled::Mission(mission) => &self.names.missions[mission.at()].id,
            Leveled::Cable(cable) => &self.names.cables[cable.at()].id,
        }
    }

    /// The name of an asset: the group's id, with the member's number from 1 where the group has a count.
    pub fn asset_name(&self, asset: AssetIdx) -> String {
        let group = self.network.group_of.of(asset);
        let (id, numbered) = &self.names.groups[group.at()];
        match numbered {
            true => format!("{id}[{}]", asset.0 - self.network.groups[group.at()].first.0 + 1),
            false => id.clone(),
        }
    }
}
