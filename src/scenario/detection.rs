//! How a team learns of an attack otherwise than by a sensor that watches: sweeps and notices; and the hours of false alarms.
//!
//! **Invariant:** records only; which hours a profile comes to is worked out when compiling.

use super::containers::Listed;
use super::duration::{Span, Time};
use super::record::{record, variants};
use super::shifts::{Clock, Days};
use super::threat::{Severity, TargetSet};
use super::written::{At, Id};

record! {
    /// A block of hours, [from, to), in which a sensor raises more or fewer false alarms: `(from: "08:00", to: "18:00", factor: 2.0)`.
    ///
    /// The hours are those of the team's time zone, and follow its clocks as shifts do. A block that ends at or before its
    /// start runs past midnight. Two blocks of one sensor may not overlap.
    pub struct DailyBlock {
        /// The days on which it begins: `"Mon-Fri"`; every day if left out.
        days: Option<Days>,
        /// The civil time at which it begins: `"08:00"`.
        from: Clock,
        /// The civil time at which it ends: `"18:00"`; `"24:00"` is midnight.
        to: Clock,
        /// What the rate of false alarms is multiplied with, 0 or more.
        factor: At<f64>,
    }
}

record! {
    /// A periodic search for what is held, whatever gave the adversary the hold: `(every: "24h", phase: "2h", finds: 0.8)`.
    ///
    /// A sweep looks at every asset that the sensor covers and that a campaign holds at that instant, and finds each
    /// with a probability of its own. What is isolated is out of its reach. An asset that is held by two campaigns is
    /// looked at twice. In a prelude sweeps come as often as later. Sensitivity and indicators do not change what it finds.
    pub struct Sweep {
        /// From one sweep to the next, more than 0; at most 100,000 sweeps in an exercise.
        every: Span,
        /// How long after STARTEX the first one comes; at STARTEX if left out.
        phase: Option<Span>,
        /// The probability that one sweep finds one held asset, 0 to 1.
        finds: At<f64>,
        /// How grave its alerts are. Default: `Medium`.
        severity: At<Severity> = Severity::Medium.into(),
    }
}

record! {
    /// Somebody who tells a team what no sensor shows:
    /// `(id: "helpdesk", team: "soc", from: Users(probability: 0.05), of: [Organisation("a")], delay: LogNormal(median: "40min", sigma: 1.0))`.
    ///
    /// What is told goes to triage like a sensor's alert.
    pub struct Notice with basis by id {
        /// Its id.
        id: Id,
        /// The team that is told.
        team: Id,
        /// Who tells, and what of.
        from: Informant,
        /// The assets that it is about; left out for [`Informant::Failure`], which is about a function.
        of: Listed<TargetSet>,
        /// From what happened to the team's being told; none if left out.
        delay: Option<Time>,
        /// How grave the alert is. Default: `Medium`.
        severity: At<Severity> = Severity::Medium.into(),
    }
}

variants! {
    /// Who tells a team something.
    pub enum Informant {
        /// Users: who gets a letter of a phishing step, clicked or not, reports it with the probability; and each user of an
        /// asset that a campaign visibly puts out of service reports that.
        Users(Reporting),
        /// A partner, the police or a vendor: each hold is noticed with the probability, and told if the campaign
        /// still holds the asset by then.
        Outside(Reporting),
        /// The adversary: the ransom note on an asset whose data it encrypted.
        Adversary,
        /// A function whose level falls below a limit: `Failure(function: "f", below: 0.5)`. Told once, until the level was
        /// back. Manipulation does not show. The alert is about the first asset by number that a campaign put out of
        /// service; if there is none, it is a false one.
        Failure(Failing),
    }
}

record! {
    /// Of [`Informant::Users`] and [`Informant::Outside`].
    pub struct Reporting {
        /// The probability, 0 to 1.
        probability: At<f64>,
    }
}

record! {
    /// Of [`Informant::Failure`].
    pub struct Failing {
        /// The function.
        function: Id,
        /// The level below which it is noticed, more than 0 and at most 1.
        below: At<f64>,
    }
}
