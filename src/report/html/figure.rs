//! Pictures with a name, which stand in a page or in a file of their own.
//!
//! **Invariant:** a picture says in words what it shows, wherever it stands.

use super::{STYLE, px};
use maud::{Markup, html};

/// How wide a picture is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As wide as the page.
    Broad,
    /// Beside others of its kind.
    Half,
}

/// A picture.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its name, unlike that of any other of the page: letters, digits and hyphens.
    pub name: String,
    /// What it shows, for who can't see it.
    pub alt: String,
    /// How wide it is drawn.
    pub size: Size,
    /// Its width and height in units of its own.
    pub extent: (f64, f64),
    /// What is drawn: SVG.
    pub drawing: Markup,
    /// What stands below it.
    pub caption: Markup,
}

impl Figure {
    /// As part of a page.
    pub fn inline(&self) -> Markup {
        let class = match self.size {
            Size::Broad => "broad",
            Size::Half => "half",
        };
        html! {
            figure.wide {
                svg class=(class) data-figure=(self.name) viewBox=(self.view_box()) role="img" aria-label=(self.alt) {
                    (self.drawing)
                }
                figcaption { (self.caption) }
            }
        }
    }

    /// As a file for papers and slides: on white, whole without the page, and without what the page's script would do to it.
    pub fn file(&self) -> String {
        let svg = html! {
            svg xmlns="http://www.w3.org/2000/svg" class="file" viewBox=(self.view_box())
                width=(px(self.extent.0)) height=(px(self.extent.1)) role="img" {
                title { (self.alt) }
                style { (STYLE) }
                rect.paper width="100%" height="100%" {}
                (self.drawing)
            }
        };
        svg.into_string()
    }

    fn view_box(&self) -> String {
        format!("0 0 {} {}", px(self.extent.0), px(self.extent.1))
    }
}

/// Part of a section.
#[derive(Debug, Clone)]
pub enum Part {
    /// Text and tables.
    Words(Markup),
    /// A picture.
    Picture(Figure),
    /// Small pictures side by side.
    Pictures(Vec<Figure>),
    /// What is of less weight, behind a line that says what it is.
    Folded(String, Vec<Figure>),
}

/// A section of a page.
#[derive(Debug, Clone)]
pub struct Section {
    /// Where links to it lead.
    pub anchor: String,
    /// Its heading.
    pub title: String,
    /// What it is made of; a section of nothing is left out.
    pub parts: Vec<Part>,
}

impl Section {
    /// A section of these parts.
    pub fn new(anchor: &str, title: &str, parts: Vec<Part>) -> Section {
        Section { anchor: anchor.to_owned(), title: title.to_owned(), parts }
    }

    /// Its pictures.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.parts.iter().flat_map(|part| match part {
            Part::Words(_) => &[],
            Part::Picture(figure) => std::slice::from_ref(figure),
            Part::Pictures(figures) | Part::Folded(_, figures) => figures.as_slice(),
        })
    }

    pub(super) fn drawn(&self) -> Markup {
        html! {
            h2 id=(self.anchor) { (self.title) }
            @for part in &self.parts {
                @match part {
                    Part::Words(words) => (words),
                    Part::Picture(figure) => (figure.inline()),
                    Part::Pictures(figures) => div.halves { @for figure in figures { (figure.inline()) } },
                    Part::Folded(what, figures) => details {
                        summary { (what) }
                        @for alike in figures.chunk_by(|one, next| one.size == next.size) {
                            @match alike[0].size {
                                Size::Half => div.halves { @for figure in alike { (figure.inline()) } },
                                Size::Broad => @for figure in alike { (figure.inline()) },
                            }
                        }
                    },
                }
            }
        }
    }
}
