//! Lists, optional values, pairs, and values behind `Arc`, of whatever is written.
//!
//! **Invariant:** a container adds nothing to the language but brackets.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use super::overriding::{Override, Segment, fits_brackets};
use super::reading::{Reader, Written, trim};
use super::share::{Cover, Share};
use super::shown::Shown;
use super::unread::{Stopped, Unread};
use super::written::Id;
use crate::diagnostic::Place;

impl<T: Written> Written for Vec<T> {
    fn takes() -> String {
        String::from("a list in square brackets, `[…, …]`")
    }

    fn read(from: &mut dyn Unread<'_>, reader: &Reader<'_>) -> Result<Self, Stopped> {
        let subject = reader.subject().entry();
        let mut elements = Vec::new();
        from.list(&mut |list| {
            let read = &mut |from: &mut dyn Unread<'_>| {
                elements.push(reader.slot(subject, from)?);
                Ok(())
            };
            while list.next(read)? {}
            Ok(())
        })?;
        Ok(elements)
    }

    fn stand_in() -> Self {
        Vec::new()
    }

    fn left_out() -> Option<Self> {
        Some(Vec::new())
    }

    fn set(&mut self, path: &[Segment<'_>], new: &Override<'_>) {
        match path.split_first() {
            None => new.replace(self),
            Some((Segment::Element(key), rest)) => new.set_element(self, key, rest),
            Some((Segment::Field(name), _)) => new.needs_element(self.iter().find_map(T::key), name),
        }
    }

    fn each_id(&mut self, field: &'static str, visit: &mut dyn FnMut(&'static str, &mut Id)) {
        self.iter_mut().for_each(|element| element.each_id(field, visit));
    }

    fn count(&self, cover: Cover, share: &mut Share) {
        self.iter().for_each(|element| element.count(cover, share));
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        self.iter_mut().for_each(|element| element.each_place(visit));
    }

    fn join(&mut self, other: Self) {
        self.extend(other);
    }

    fn fill(&mut self, other: Self) {
        if self.is_empty() {
            *self = other;
        }
    }

    fn shown(&self) -> Shown {
        Shown::List(self.iter().map(T::shown).collect(), path_keys(keys(self), other_keys(self)))
    }
}

/// The key of each element.
pub fn keys<T: Written>(list: &[T]) -> Vec<Option<String>> {
    list.iter().map(T::key).collect()
}

/// The other key of each element.
pub fn other_keys<T: Written>(list: &[T]) -> Vec<Option<String>> {
    list.iter().map(T::other_key).collect()
}

/// What brackets in a path call each element: its key, or what else it is called by, where that leads to no other and can be
/// written between brackets.
fn path_keys(keys: Vec<Option<String>>, others: Vec<Option<String>>) -> Vec<Option<String>> {
    let numbered = |keys: &[Option<String>]| {
        let mut called: BTreeMap<String, usize> = BTreeMap::new();
        keys.iter().flatten().for_each(|key| *called.entry(key.clone()).or_default() += 1);
        called
    };
    let (by_key, by_other) = (numbered(&keys), numbered(&others));
    let one = |key: &String| by_key.get(key) == Some(&1);
    let other = |key: &String| by_other.get(key) == Some(&1) && !by_key.contains_key(key);
    keys.into_iter()
        .zip(others)
        .map(|(key, second)| key.filter(one).or_else(|| second.filter(other)))
        .map(|key| key.filter(|key| fits_brackets(key)))
        .collect()
}

/// A list that knows its place, so that an empty one can be pointed at, also where a change made it so.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed<T> {
    /// The elements.
    pub items: Vec<T>,
    /// Where the list is written, brackets included.
    pub place: Place,
}

impl<T> Listed<T> {
    /// Where the list is written, or else `record`, the place of what lacks it.
    pub fn place_or(&self, record: Place) -> Place {
        if self.place.is_nowhere() { record } else { self.place }
    }
}

impl<T> Deref for Listed<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<'l, T> IntoIterator for &'l Listed<T> {
    type Item = &'l T;
    type IntoIter = std::slice::Iter<'l, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T: Written> Written for Listed<T> {
    fn takes() -> String {
        Vec::<T>::takes()
    }

    fn read(from: &mut dyn Unread<'_>, reader: &Reader<'_>) -> Result<Self, Stopped> {
        let text = trim(from.text()?);
        let items = reader.captured::<Vec<T>>(text);
        Ok(Listed { items: items.unwrap_or_default(), place: reader.place(text) })
    }

    fn stand_in() -> Self {
        Listed { items: Vec::new(), place: Place::NOWHERE }
    }

    fn left_out() -> Option<Self> {
        Some(Self::stand_in())
    }

    fn set(&mut self, path: &[Segment<'_>], new: &Override<'_>) {
        if path.is_empty() { new.replace(self) } else { self.items.set(path, new) }
    }

    fn each_id(&mut self, field: &'static str, visit: &mut dyn FnMut(&'static str, &mut Id)) {
        self.items.each_id(field, visit);
    }

    fn count(&self, cover: Cover, share: &mut Share) {
        self.items.count(cover, share);
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        visit(&mut self.place);
        self.items.each_place(visit);
    }

    fn join(&mut self, other: Self) {
        self.items.extend(other.items);
    }

    fn shown(&self) -> Shown {
        self.items.shown()
    }
}

impl<T: Written> Written for Option<T> {
    fn takes() -> String {
        T::takes()
    }

    fn read(from: &mut dyn Unread<'_>, reader: &Reader<'_>) -> Result<Self, Stopped> {
        let mut value = None;
        from.optional(&mut reader.reading(&mut value))?;
        Ok(value)
    }

    fn stand_in() -> Self {
        None
    }

    fn left_out() -> Option<Self> {
        Some(None)
    }

    fn set(&mut self, path: &[Segment<'_>], new: &Override<'_>) {
        if path.is_empty() && new.text == "None" {
            *self = None;
            return;
        }
        let mut value = match self.take().or_else(T::left_out) {
            Some(value) => value,
            None if path.is_empty() => T::stand_in(),
            None => return new.absent(path),
        };
        value.set(path, new);
        *self = Some(value);
    }

    fn each_id(&mut self, field: &'static str, visit: &mut dyn FnMut(&'static str, &mut Id)) {
        self.iter_mut().for_each(|value| value.each_id(field, visit));
    }

    fn count(&self, cover: Cover, share: &mut Share) {
        self.iter().for_each(|value| value.count(cover, share));
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        self.iter_mut().for_each(|value| value.each_place(visit));
    }

    fn fill(&mut self, other: Self) {
        if self.is_none() {
            *self = other;
        }
    }

    fn shown(&self) -> Shown {
        match self {
            Some(value) => value.shown(),
            None => Shown::Leaf(String::from("None"), Place::NOWHERE),
        }
    }
}

impl<A: Written, B: Written> Written for (A, B) {
    fn takes() -> String {
        String::from("two values in round brackets, `(…, …)`")
    }

    fn read(from: &mut dyn Unread<'_>, reader: &Reader<'_>) -> Result<Self, Stopped> {
        let subject = reader.subject();
        let (mut first, mut second) = (None, None);
        from.tuple(2, &mut |pair| {
            pair.one(&mut reader.keeping(subject, &mut first))?;
            pair.one(&mut reader.keeping(subject, &mut second))?;
            pair.end()
        })?;
        first.zip(second).ok_or(Stopped)
    }

    fn stand_in() -> Self {
        (A::stand_in(), B::stand_in())
    }

    fn set(&mut self, path: &[Segment<'_>], new: &Override<'_>) {
        if path.is_empty() { new.replace(self) } else { new.no_parts(path) }
    }

    fn each_id(&mut self, field: &'static str, visit: &mut dyn FnMut(&'static str, &mut Id)) {
        self.0.each_id(field, visit);
        self.1.each_id(field, visit);
    }

    fn count(&self, cover: Cover, share: &mut Share) {
        self.0.count(cover, share);
        self.1.count(cover, share);
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        self.0.each_place(visit);
        self.1.each_place(visit);
    }

    fn shown(&self) -> Shown {
        Shown::Pair(Box::new([self.0.shown(), self.1.shown()]))
    }
}

impl<T: Written + Clone> Written for Arc<T> {
    fn takes() -> String {
        T::takes()
    }

    fn read(from: &mut dyn Unread<'_>, reader: &Reader<'_>) -> Result<Self, Stopped> {
        T::read(from, reader).map(Arc::new)
    }

    fn stand_in() -> Self {
        Arc::new(T::stand_in())
    }

    fn left_out() -> Option<Self> {
        T::left_out().map(Arc::new)
    }

    fn set(&mut self, path: &[Segment<'_>], new: &Override<'_>) {
        Arc::make_mut(self).set(path, new);
    }

    fn each_id(&mut self, field: &'static str, visit: &mut dyn FnMut(&'static str, &mut Id)) {
        Arc::make_mut(self).each_id(field, visit);
    }

    fn count(&self, cover: Cover, share: &mut Share) {
        T::count(self, cover, share);
    }

    fn each_place(&mut self, visit: &mut dyn FnMut(&mut Place)) {
        Arc::make_mut(self).each_place(visit);
    }

    fn join(&mut self, other: Self) {
        Arc::make_mut(self).join(Arc::unwrap_or_clone(other));
    }

    fn shown(&self) -> Shown {
        T::shown(self)
    }
}
