//! Pictures with a name, which stand in a page or in a file of their own.
//!
//! **Invariant:** a picture says in words what it shows, wherever it stands.

use super::key::{self, Key};
use super::{STYLE, px};
use crate::measure::counted;
use maud::{Markup, html};

/// How wide a picture is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Size {
    /// As wide as the page.
    #[default]
    Broad,
    /// As wide as it is in pixels, or nearly so.
    Own,
    /// Beside others of its kind.
    Half,
}

/// How wide pictures are drawn for the screen of a telephone: as wide as the narrowest are.
pub const NARROW: f64 = 340.0;

/// A picture.
#[derive(Debug, Clone, Default)]
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
    /// The same [`NARROW`] units wide, for the screen of a telephone, if it is drawn otherwise there: its height, and what is drawn.
    pub narrow: Option<(f64, Markup)>,
    /// What its colours and shapes stand for.
    pub keys: Vec<Key>,
    /// What stands below it.
    pub caption: Markup,
}

impl Figure {
    /// As part of a page.
    pub fn inline(&self) -> Markup {
        html! {
            figure.wide {
                (self.svg())
                (key::inline(&self.keys))
                figcaption { (self.caption) }
            }
        }
    }

    fn svg(&self) -> Markup {
        let class = match self.size {
            Size::Broad => "broad",
            Size::Own => "own",
            Size::Half => "half",
        };
        let style = (self.size == Size::Own).then(|| format!("--own: {}px", px(self.extent.0)));
        html! {
            svg class={ (class) @if self.narrow.is_some() { " spacious" } } style=[style] data-figure=(self.name) viewBox=(view_box(self.extent)) role="img" aria-label=(self.alt) {
                (self.drawing)
            }
            @if let Some((height, drawing)) = &self.narrow {
                svg.narrow viewBox=(view_box((NARROW, *height))) role="img" aria-label=(self.alt) { (drawing) }
            }
        }
    }

    /// As a file for papers and slides: on white, whole without the page, and without what the page's script would do to it.
    pub fn file(&self) -> String {
        let (width, height) = self.extent;
        let (keys, height) = key::below(&self.keys, width, height);
        let svg = html! {
            svg xmlns="http://www.w3.org/2000/svg" class="file" viewBox=(view_box((width, height)))
                width=(px(width)) height=(px(height)) role="img" {
                title { (self.alt) }
                style { (STYLE) }
                rect.paper width="100%" height="100%" {}
                (self.drawing)
                (keys)
            }
        };
        svg.into_string()
    }
}

fn view_box((width, height): (f64, f64)) -> String {
    format!("0 0 {} {}", px(width), px(height))
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
    /// A replication with sections of its own, to be opened: its name, what it is, and they.
    Replication(&'static str, String, Vec<Section>),
    /// What is of less weight, behind a line that says what it is.
    Folded(String, Vec<Figure>),
}

impl Part {
    /// The first of many small pictures side by side, and the others folded away: so many more of `what`.
    pub fn open(mut figures: Vec<Figure>, most: usize, what: &str) -> Vec<Part> {
        let others = figures.split_off(figures.len().min(most));
        let mut parts = vec![Part::Pictures(figures)];
        if !others.is_empty() {
            parts.push(Part::Folded(counted(others.len() as u64, &format!("more {what}")), others));
        }
        parts
    }
}

/// A section of a page.
#[derive(Debug, Clone)]
pub struct Section {
    /// Where links to it lead.
    pub anchor: String,
    /// Its heading.
    pub title: String,
    /// The heading under which links to it stand together with those of its neighbours; empty for none.
    pub group: &'static str,
    /// What it is made of; a section of nothing is left out.
    pub parts: Vec<Part>,
}

impl Section {
    /// A section of these parts.
    pub fn new(anchor: &str, title: &str, parts: Vec<Part>) -> Section {
        Section { anchor: anchor.to_owned(), title: title.to_owned(), group: "", parts }
    }

    /// The same among the links under a heading.
    #[must_use]
    pub fn among(self, group: &'static str) -> Section {
        Section { group, ..self }
    }

    /// Its pictures.
    pub fn figures(&self) -> Vec<&Figure> {
        let mut figures = Vec::new();
        for part in &self.parts {
            match part {
                Part::Words(_) => {}
                Part::Picture(figure) => figures.push(figure),
                Part::Pictures(more) | Part::Folded(_, more) => figures.extend(more),
                Part::Replication(.., sections) => figures.extend(sections.iter().flat_map(Section::figures)),
            }
        }
        figures
    }

    /// The same for another place of the page: `name` stands before its anchor, the names of its pictures, and every id within it
    /// with what leads there.
    #[must_use]
    pub fn within(mut self, name: &str) -> Section {
        // Quotes of a text are escaped, so that these are attributes of ours.
        let rename = |markup: &mut Markup| {
            for before in [" id=\"", "=\"url(#", " href=\"#"] {
                markup.0 = markup.0.replace(before, &format!("{before}{name}-"));
            }
        };
        let figure = |figure: &mut Figure| {
            figure.name = format!("{name}-{}", figure.name);
            rename(&mut figure.drawing);
            figure.narrow.iter_mut().for_each(|(_, drawing)| rename(drawing));
            rename(&mut figure.caption);
        };
        for part in &mut self.parts {
            match part {
                Part::Words(words) => rename(words),
                Part::Replication(..) => {}
                Part::Picture(picture) => figure(picture),
                Part::Pictures(pictures) | Part::Folded(_, pictures) => pictures.iter_mut().for_each(figure),
            }
        }
        Section {
            anchor: format!("{name}-{}", self.anchor),
            title: format!("{} ({name})", self.title),
            ..self
        }
    }

    pub(super) fn drawn(&self) -> Markup {
        html! {
            h2 id=(self.anchor) { (self.title) }
            @for part in &self.parts {
                @match part {
                    Part::Words(words) => (words),
                    Part::Picture(figure) => (figure.inline()),
                    Part::Pictures(figures) => div.halves { @for figure in figures { (figure.inline()) } },
                    Part::Replication(name, what, sections) => details.replication data-of=(name) {
                        summary { (what) }
                        @for section in sections { (section.drawn()) }
                    },
                    Part::Folded(what, figures) => details {
                        summary { (what) }
                        @for alike in figures.chunk_by(|one, next| one.size == next.size) {
                            @match alike[0].size {
                                Size::Half => div.halves { @for figure in alike { (figure.inline()) } },
                                Size::Broad | Size::Own => @for figure in alike { (figure.inline()) },
                            }
                        }
                    },
                }
            }
        }
    }
}
