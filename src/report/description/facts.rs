//! What a description asks of a model, and the form of a mechanism that is said under a condition.
//!
//! **Invariant:** whether a mechanism is said depends on the model and its parameters alone.

use crate::model::*;
use crate::study::Parameter;

/// A model and its parameters.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// The model.
    pub model: &'a Model,
    /// The parameters.
    pub parameters: &'a [Parameter],
}

/// What a mechanism is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Zones, links, assets.
    Network,
    /// Campaigns and what spreads.
    Attack,
    /// Sensors and informants.
    Detection,
    /// Teams and their playbooks.
    Response,
    /// Agreements, channels, help, centres, the law.
    Cooperation,
    /// Functions, missions, cables.
    Functions,
    /// Injects, ladders, crises, staffs.
    Exercise,
    /// How it is worked out.
    Algorithm,
    /// What is taken for granted.
    Assumption,
}

/// One exact sentence, and when it is said.
#[derive(Debug, Clone, Copy)]
pub struct Mechanism {
    /// What it is about.
    pub about: About,
    /// Whether a scenario has it.
    pub when: fn(&Facts<'_>) -> bool,
    /// The sentence.
    pub says: &'static str,
}

/// A line of the table.
pub const fn said(about: About, when: fn(&Facts<'_>) -> bool, says: &'static str) -> Mechanism {
    Mechanism { about, when, says }
}

impl<'a> Facts<'a> {
    /// Of a model.
    pub fn new(model: &'a Model, parameters: &'a [Parameter]) -> Facts<'a> {
        Facts { model, parameters }
    }

    /// Whether there is a parameter in the list `of` whose path ends so.
    pub fn sets(&self, of: &str, end: &str) -> bool {
        self.parameters.iter().any(|it| it.path.starts_with(of) && it.path.ends_with(end))
    }

    /// The techniques of steps and spreads.
    pub fn techniques(&self) -> impl Iterator<Item = &'a Technique> {
        self.model.techniques.iter()
    }

    /// Whether a step does this.
    pub fn acts(&self, action: Action) -> bool {
        self.model.steps.iter().any(|step| self.model.techniques[step.technique.at()].action == action)
    }

    /// Whether anything attacks.
    pub fn attacks(&self) -> bool {
        !self.model.steps.is_empty() || !self.model.spreads.is_empty()
    }

    /// Whether any phase of a playbook in use is such.
    pub fn phase(&self, is: impl Fn(&PhaseKind) -> bool) -> bool {
        self.model.teams.iter().flat_map(|team| &team.phases).any(|phase| is(&phase.kind))
    }

    /// Whether a phase contains by doing this.
    pub fn contains_by(&self, does: impl Fn(&Containment) -> bool) -> bool {
        self.phase(|kind| matches!(kind, PhaseKind::Contain(actions) if does(actions)))
    }

    /// Whether an inject, a step of a ladder or a warning changes anything so.
    pub fn changes(&self, is: impl Fn(&Change) -> bool) -> bool {
        self.model.effects.iter().any(|effect| is(&effect.change))
    }

    /// Whether any channel is such.
    pub fn channel(&self, is: impl Fn(&Channel) -> bool) -> bool {
        self.model.channels.iter().any(is)
    }

    /// Whether any channel shares this.
    pub fn shares(&self, what: Shares) -> bool {
        self.channel(|channel| channel.shares.has(what))
    }

    /// Whether any agreement has such areas.
    pub fn area(&self, is: impl Fn(&Areas) -> bool) -> bool {
        self.model.agreements.iter().any(|agreement| is(&agreement.areas))
    }

    /// Whether any crisis that can come brings such.
    pub fn brings(&self, is: impl Fn(&Brings) -> bool) -> bool {
        let comes = |crisis: CrisisIdx| self.model.crises[crisis.at()].active;
        self.model.strains.iter().any(|strain| comes(strain.crisis) && is(&strain.brings))
    }

    /// Whether any warning of a centre that works has such a precaution.
    pub fn precaution(&self, is: impl Fn(&Precaution) -> bool) -> bool {
        let warnings = self.model.centres.iter().filter(|centre| centre.active).flat_map(|it| &it.warns);
        warnings.flat_map(|warning| &warning.does).any(is)
    }

    /// Whether any zone is such, the internet apart.
    pub fn zone(&self, is: impl Fn(&Zone) -> bool) -> bool {
        self.model.network.zones.iter().skip(1).any(is)
    }

    /// Whether anybody tells a team so.
    pub fn informant(&self, is: impl Fn(&Informant) -> bool) -> bool {
        self.model.notices.iter().any(|notice| is(&notice.informant))
    }

    /// Whether anything fails by itself that is such.
    pub fn fails(&self, is: impl Fn(&Failing) -> bool) -> bool {
        self.model.faults.iter().any(|fault| is(&fault.of))
    }

    /// The sentences about something that hold here.
    pub fn sentences(&self, table: &[Mechanism], about: About) -> Vec<String> {
        let holds = |it: &&Mechanism| it.about == about && (it.when)(self);
        table.iter().filter(holds).map(|it| it.says.to_owned()).collect()
    }
}
