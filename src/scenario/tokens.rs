//! What leaves are made of: quoted texts, words, and variants with their arguments.
//!
//! **Invariant:** `None` is returned only after a fault was noted.

use super::lexis;
use super::reading::{Reader, Subject, Written, first_line, options};
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

    /// Reads the only argument of a variant, in its brackets.
    pub fn single<T: Written>(&self, text: &str) -> Option<T> {
        let mut value = None;
        let is_read = self.noting(text, &|| format!("one value: {}", T::takes()), &mut |from| {
            from.tuple(1, &mut |values| {
                values.one(&mut self.keeping(self.subject(), &mut value))?;
                values.end()
            })
        });
        value.filter(|_| is_read)
    }
}
