//! The lists of a scenario apart from its frame: what a variant adds.
//!
//! **Invariant:** whatever a scenario lists, a variant can add.

use std::ops::Deref;

use super::Part;
use super::overriding::{Override, Segment};
use super::reading::{Reader, Written};
use super::share::{Cover, Share};
use super::shown::Shown;
use super::unread::{Stopped, Unread};
use super::written::Id;
use crate::diagnostic::Place;

/// Describes the scenario once: its frame, after a semicolon what it lists, after another what it is compared with. Makes the
/// record of the scenario and that of a [`Part`], which has the lists alone.
macro_rules! scenario {
    (
        $(#[$meta:meta])*
        pub struct Scenario {
            $( $(#[doc = $frame_doc:literal])* $frame:ident: $frame_type:ty $(= $default:expr)?, )*
            ;
            $( $(#[doc = $doc:literal])* $field:ident: $type:ty, )*
            ;
            $( $(#[doc = $last_doc:literal])* $last:ident: $last_type:ty, )*
        }
    ) => {
        $crate::scenario::record::record! {
            $(#[$meta])*
            pub struct Scenario {
                $( $(#[doc = $frame_doc])* $frame: $frame_type $(= $default)?, )*
                $( $(#[doc = $doc])* $field: $type, )*
                $( $(#[doc = $last_doc])* $last: $last_type, )*
            }
        }

        $crate::scenario::record::record! {
            /// What a scenario lists, without its frame.
            pub struct Part {
                $( $(#[doc = $doc])* $field: $type, )*
            }
        }

        impl Scenario {
            /// Adds what a part lists.
            pub(crate) fn take_in(&mut self, part: Part) {
                $( $crate::scenario::reading::Written::join(&mut self.$field, part.$field); )*
            }
        }
    };
}

pub(super) use scenario;

impl Part {
    /// Whether it lists nothing.
    pub fn is_empty(&self) -> bool {
        Self::left_out().is_some_and(|nothing| nothing == *self)
    }

    /// The names of the lists that have something.
    pub fn lists(&self) -> Vec<&'static str> {
        match self.shown() {
            Shown::Record(fields) => {
                fields.iter().filter(|field| !field.value.is_nothing()).map(|field| field.name).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A part that stands apart: its numbers are no numbers of the scenario until it is added.
#[derive(Clone, Debug, PartialEq)]
pub struct Added(pub Part);

impl Deref for Added {
    type Target = Part;

    fn deref(&self) -> &Part {
        &self.0
    }
}

impl Written for Added {
    fn takes() -> String {
        Part::takes()
    }

    fn read(from: &mut dyn Unread<'_>, reader: &Reader<'_>) -> Result<Self, Stopped> {
        Part::read(from, reader).map(Added)
    }

    fn stand_in() -> Self {
        Added(Part::stand_in())
    }

    fn left_out() -> Option<Self> {
        Part::left_out().map(Added)
    }

    fn set(&mut self, path: &[Segment<'_>], new: &Override<'_>) {
        self.0.set(path, new);
    }

    fn each_id(&mut self, field: &'static str, visit: &mut dyn FnMut(&'static str, &mut Id)) {
        self.0.each_id(field, visit);
    }

    fn count(&self, _cover: Cover, _share: &mut Share) {}

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        self.0.each_place(visit);
    }

    fn shown(&self) -> Shown {
        self.0.shown()
    }
}
