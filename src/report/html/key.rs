//! What colours and shapes of a picture stand for.
//!
//! **Invariant:** a key is drawn from the same entries on the page and in a file of its own, where it lies below the picture.

use super::{px, text};
use maud::{Markup, html};

/// One colour or shape and what it stands for.
#[derive(Debug, Clone)]
pub struct Key {
    /// What stands before it: the lower end of a scale of colours.
    pub before: String,
    /// SVG around the origin, 14 high.
    pub shape: Markup,
    /// How wide that is.
    pub width: f64,
    /// What it stands for.
    pub word: String,
}

/// Height of a line of a key in a picture's file, and room between entries.
const LINE: f64 = 22.0;
const GAP: f64 = 18.0;

impl Key {
    /// A shape as high as it is wide.
    pub fn shape(shape: Markup, word: &str) -> Key {
        Key { before: String::new(), shape, width: 14.0, word: word.to_owned() }
    }

    /// A colour: a class of the style.
    pub fn class(class: &str, word: &str) -> Key {
        let shape = html! { rect class=(class) x="-7" y="-7" width="14" height="14" {} };
        Key::shape(shape, word)
    }

    /// A colour that is the same on any paper.
    pub fn fill(fill: &str, word: &str) -> Key {
        Key::shape(html! { rect fill=(fill) x="-7" y="-7" width="14" height="14" {} }, word)
    }

    /// Classes of a scale of colours from its lower end to its upper.
    pub fn steps(classes: impl Iterator<Item = String>, low: &str, high: &str) -> Key {
        let classes: Vec<String> = classes.collect();
        let width = 14.0 * classes.len() as f64;
        let shape = html! {
            @for (place, class) in classes.iter().enumerate() {
                g class=(class) { rect.step x=(px(14.0 * place as f64 - width / 2.0)) y="-7" width="14" height="14" {} }
            }
        };
        Key { before: low.to_owned(), shape, width, word: high.to_owned() }
    }

    // Of the letters of this size few are wider than seven units.
    fn extent(&self) -> (f64, f64) {
        let wide = |words: &str| 7.0 * words.chars().count() as f64;
        let before = if self.before.is_empty() { 0.0 } else { wide(&self.before) + 6.0 };
        (before, before + self.width + 6.0 + wide(&self.word))
    }
}

/// Colours as classes of the style.
pub fn classes(entries: &[(&str, &str)]) -> Vec<Key> {
    entries.iter().map(|(class, word)| Key::class(class, word)).collect()
}

/// As part of a page.
pub fn inline(keys: &[Key]) -> Markup {
    html! {
        @if !keys.is_empty() {
            p.keys {
                @for key in keys {
                    span.key {
                        (text(&key.before))
                        svg viewBox={ (px(-key.width / 2.0)) " -7 " (px(key.width)) " 14" } width=(px(key.width)) height="14" aria-hidden="true" {
                            (key.shape)
                        }
                        (text(&key.word))
                    }
                }
            }
        }
    }
}

/// Below a picture that is `width` wide and `top` high: its lines, and where they end.
pub fn below(keys: &[Key], width: f64, top: f64) -> (Markup, f64) {
    let (mut x, mut y) = (GAP, top + LINE / 2.0 + 4.0);
    let mut placed = Vec::new();
    for key in keys {
        let (before, extent) = key.extent();
        if x > GAP && x + extent > width {
            (x, y) = (GAP, y + LINE);
        }
        placed.push((key, x, before, y));
        x += extent + GAP;
    }
    let drawn = html! {
        @for (key, x, before, y) in placed {
            text x=(px(x)) y=(px(y + 4.0)) { (text(&key.before)) }
            g transform={ "translate(" (px(x + before + key.width / 2.0)) " " (px(y)) ")" } { (key.shape) }
            text x=(px(x + before + key.width + 6.0)) y=(px(y + 4.0)) { (text(&key.word)) }
        }
    };
    (drawn, if keys.is_empty() { top } else { y + LINE / 2.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_below_a_picture_goes_on_in_the_next_line_where_there_is_no_room() {
        let keys: Vec<Key> = (0..4).map(|_| Key::class("held", "ten letters")).collect();
        // 14 + 6 + 77 each, 18 apart: three fit into 350.
        let (drawn, bottom) = below(&keys, 350.0, 100.0);
        assert_eq!(bottom, 100.0 + 4.0 + 2.0 * LINE);
        let second_line = drawn.into_string().matches("translate(25 137)").count();
        assert_eq!(second_line, 1);
        assert_eq!(below(&[], 350.0, 100.0).1, 100.0);
    }
}
