//! Organisations: who owns networks, staffs teams, and belongs to which alliance.
//!
//! **Invariant:** records only; that ids exist and dates make sense is checked when compiling.

use super::duration::Time;
use super::record::{choices, record};
use super::written::{At, Id, Word};

record! {
    /// An organisation: an institution, a nation's armed forces, a response team, an operator.
    pub struct Organisation by id {
        /// Its id.
        id: Id,
        /// A short name for tables, at most a dozen characters; the id if left out.
        short: Option<Word>,
        /// Its full name; the id if left out.
        name: Option<Word>,
        /// Its memberships.
        member_of: Vec<Membership>,
        /// The organisations that it responds for besides itself.
        protects: Vec<Id>,
        /// How long after an advisory an asset is patched; it patches nothing by advisories if left out.
        patching: Option<Time>,
        /// The controls that it has everywhere, its own or the library's.
        controls: Vec<Id>,
        /// Free words by which target sets choose it.
        tags: Vec<Word>,
    }
}

record! {
    /// Membership of an alliance.
    pub struct Membership {
        /// The alliance.
        r#in: At<Alliance>,
        /// The first day, `"2004-03-29"`; since ever if left out.
        since: Option<Word>,
        /// The last day; for ever if left out.
        until: Option<Word>,
    }
}

choices! {
    /// What an organisation may be a member of.
    pub enum Alliance {
        /// The North Atlantic Treaty Organization.
        Nato,
        /// The European Union.
        Eu,
    }
}
