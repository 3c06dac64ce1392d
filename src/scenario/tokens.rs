//! What leaves are made of: quoted texts, words, and variants with their arguments.
//!
//! **Invariant:** `None` is returned only after a fault was noted.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, SeqAccess, Visitor};

use super::fields::record_takes;
use super::lexis;
use super::reading::{Reader, Slot, Subject, Written, first_line, options};
use crate::diagnostic::{Diagnostic, codes};

impl Reader<'_> {
    /// The content of a quoted text; a bare one may stand without quotes.
    pub fn string(&self, text: &str, takes: &str) -> Option<String> {
        let quoted = lexis::quoted_len(text);
        if quoted == 0 && self.is_bare() {
            return Some(String::from(text));
        }
        // Without escapes the content is a slice; the parser is asked for the rest.
        if quoted == text.len()
            && text.len() >= 2
            && text.starts_with('"')
            && text.ends_with('"')
            && !text.contains('\\')
        {
            return Some(String::from(&text[1..text.len() - 1]));
        }
        options().from_str::<String>(text).ok().or_else(|| self.refuse(text, takes))
    }

    /// A number or word, without the quotes that a command line may have left around it.
    pub fn unquoted<'t>(&self, text: &'t str) -> &'t str {
        let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        if self.is_bare() { inner.unwrap_or(text) } else { text }
    }

    /// The one word that the text is.
    pub fn word<'t>(&self, text: &'t str, takes: &str) -> Option<&'t str> {
        let text = self.unquoted(text);
        match lexis::split_name(text) {
            (name, "") if name == text && !name.is_empty() => Some(name),
            _ => self.refuse(text, takes),
        }
    }

    /// The name of a variant, and its arguments with their brackets.
    pub fn variant<'t>(&self, text: &'t str, takes: &str) -> Option<(&'t str, &'t str)> {
        let text = self.unquoted(text);
        match lexis::split_name(text) {
            ("", _) => self.refuse(text, takes),
            (_, rest) if !(rest.is_empty() || rest.starts_with('(')) => self.refuse(text, takes),
            split => Some(split),
        }
    }

    /// Reads the argument of the variant `name`, which was written as `word` with `text` behind it.
    pub fn argument<T: Written>(&self, name: &'static str, word: &str, text: &str) -> Option<T> {
        self.about(Subject::Variant(name), || {
            if !text.is_empty() {
                return T::read_arguments(text, self);
            }
            let value = T::left_out();
            if value.is_none() {
                let message = format!("`{name}` takes {}", T::takes());
                self.fault(
                    Diagnostic::error(codes::WRONG_KIND, self.place(word), message).label("nothing follows"),
                );
            }
            value
        })
    }

    /// Makes sure that the variant `name` has no argument.
    pub fn no_argument(&self, name: &str, text: &str) -> Option<()> {
        let inside = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        if text.is_empty() || inside.is_some_and(|inside| lexis::skip_space(inside).is_empty()) {
            return Some(());
        }
        let message = format!("`{name}` stands alone");
        self.fault(
            Diagnostic::error(codes::WRONG_KIND, self.place(first_line(text)), message).label("not taken"),
        );
        None
    }

    /// Reads a record from a variant's arguments, by name or in order.
    pub fn arguments<'de, V: Visitor<'de>>(
        &self,
        text: &'de str,
        visitor: V,
        fields: &'static [&'static str],
    ) -> Option<V::Value> {
        self.noting(
            text,
            || record_takes(fields),
            || {
                let mut from = ron::Deserializer::from_str_with_options(text, options()).ok()?;
                let value = if lexis::has_names(text) {
                    from.deserialize_struct("", fields, visitor)
                } else {
                    from.deserialize_tuple(fields.len(), visitor)
                };
                value.ok().filter(|_| from.end().is_ok())
            },
        )
    }

    /// Reads the only argument of a variant, in its brackets.
    pub fn single<T: Written>(&self, text: &str) -> Option<T> {
        let takes = || format!("one value: {}", T::takes());
        self.noting(text, takes, || {
            options().from_str_seed(text, Single::<T>(self, PhantomData)).ok().flatten()
        })
    }
}

/// Exactly one value in round brackets.
struct Single<'r, 's, T>(&'r Reader<'s>, PhantomData<T>);

impl<'de, T: Written> DeserializeSeed<'de> for Single<'_, '_, T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_tuple(1, self)
    }
}

impl<'de, T: Written> Visitor<'de> for Single<'_, '_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let value = seq.next_element_seed(Slot::<T>::new(self.0, self.0.subject()))?;
        match seq.next_element::<IgnoredAny>()? {
            None => Ok(value),
            Some(_) => Err(A::Error::custom("more than one value")),
        }
    }
}
