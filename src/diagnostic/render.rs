//! Draws a diagnostic as rustc does.
//!
//! **Invariant:** no control character of the user's text reaches the output; with colour off, neither does one of ours.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Diagnostic, Place, Severity, Sources};

impl Diagnostic {
    /// The diagnostic as text for people, without a final newline.
    ///
    /// `width` is the terminal's, in columns; longer source lines are cut around what is underlined. With
    /// `color`, ANSI styles are used. Control characters of the user's text are shown as pictures of
    /// themselves.
    pub fn render(&self, sources: &Sources, color: bool, width: usize) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(folded(&self.message, width)).id(self.code));
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.decor_style(DecorStyle::Unicode).term_width(width.max(40));
        let windows = self.windows(sources);
        if windows.is_empty() {
            return self.lines(group, &renderer, width);
        }
        for window in &windows {
            if sources.is_cell(window.source) {
                group = group.element(Origin::path(printable(sources.name(window.source))));
            }
            group = group.element(window.snippet(sources, width.max(40)));
        }
        for note in &self.notes {
            group = group.element(Level::NOTE.message(folded(note, width)));
        }
        if let Some(origin) = self.place.and_then(|place| sources.origin_of(place)) {
            let asked = format!("asked for at {}", sources.position(origin));
            group = group.element(Level::NOTE.message(folded(&asked, width)));
        }
        for cell in self.place.into_iter().flat_map(|place| sources.rows(place.source)) {
            let row = format!("in the row `{}` at {}", sources.slice(cell), sources.position(cell));
            group = group.element(Level::NOTE.message(folded(&row, width)));
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(folded(help, width)));
        }
        renderer.render(&[group])
    }

    /// Without an excerpt there is no frame for notes and help to hang on, so each has a line of its own.
    fn lines(&self, title: Group<'_>, renderer: &Renderer, width: usize) -> String {
        let notes = self.notes.iter().map(|note| Level::NOTE.primary_title(folded(note, width)));
        let help = self.help.iter().map(|help| Level::HELP.primary_title(folded(help, width)));
        let groups = std::iter::once(title).chain(notes.chain(help).map(Group::with_title));
        let lines: Vec<String> = groups.map(|group| renderer.render(&[group])).collect();
        lines.join("\n")
    }

    /// The excerpts to show: of each source one, or several where marks are far apart; the main place's first.
    fn windows(&self, sources: &Sources) -> Vec<Window> {
        let main = self.place.map(|place| (place, self.label.clone(), AnnotationKind::Primary));
        let rest = self.also.iter().map(|(place, label)| (*place, label.clone(), AnnotationKind::Context));
        let mut windows: Vec<Window> = Vec::new();
        for (place, label, kind) in main.into_iter().chain(rest) {
            match windows.iter_mut().find(|window| window.is_near(place)) {
                Some(window) => window.marks.push((place, label, kind)),
                None => windows.push(Window { source: place.source, marks: vec![(place, label, kind)] }),
            }
        }
        windows.retain(|w| (w.source as usize) < sources.len());
        windows
    }
}

/// The marks of one diagnostic in one source.
struct Window {
    source: u32,
    marks: Vec<(Place, String, AnnotationKind)>,
}

impl Window {
    /// Whether a place belongs into the same excerpt, which is copied as a whole.
    fn is_near(&self, place: Place) -> bool {
        const FAR: u32 = 4000;
        let (first, ..) = &self.marks[0];
        self.source == place.source && first.start.abs_diff(place.start) <= FAR
    }

    /// The excerpt, from the first marked line to the last: the renderer copies what it is given, and a file
    /// may be large.
    ///
    /// What is underlined is cut to what a terminal of `width` columns has room for beside its label: the renderer cuts lines
    /// around a mark, but never a mark.
    fn snippet(
        &self,
        sources: &Sources,
        width: usize,
    ) -> Snippet<'static, annotate_snippets::Annotation<'static>> {
        let text = sources.text(self.source);
        let first = self.marks.iter().map(|(p, ..)| p.start as usize).min().unwrap_or(0).min(text.len());
        let last =
            self.marks.iter().map(|(p, ..)| (p.start + p.len) as usize).max().unwrap_or(0).min(text.len());
        let from = text[..first].rfind('\n').map_or(0, |at| at + 1);
        let to = text[last..].find('\n').map_or(text.len(), |at| last + at);
        // The carriage return of a line end is no part of the line.
        let to = if to > last && text[..to].ends_with('\r') { to - 1 } else { to };
        let line = sources.line(self.source, from);
        let path = (!sources.is_cell(self.source)).then(|| printable(sources.name(self.source)));
        let snippet = Snippet::source(one_byte_controls(&text[from..to])).line_start(line).path(path);
        self.marks.iter().fold(snippet, |snippet, (place, label, kind)| {
            let start = place.start as usize - from;
            let room = width.saturating_sub(BESIDE + 1 + printable(label).width()).max(SHORTEST);
            let mark = kind.span(start..start + cut(sources.slice(*place), room));
            snippet.annotation(if label.is_empty() { mark } else { mark.label(printable(label)) })
        })
    }
}

/// What stands beside the words of a line: `error[E0203]: `, or the number of a line, the decor, and `help: ` or ellipses.
const BESIDE: usize = 16;
/// The least that is underlined of a mark for which there is no room.
const SHORTEST: usize = 8;

/// How many bytes of a mark are underlined where there is room for so many columns; one over several lines is drawn at its
/// side, and takes none.
fn cut(marked: &str, room: usize) -> usize {
    if marked.contains('\n') || marked.width() <= room {
        return marked.len();
    }
    columns(marked, room)
}

/// How many bytes of a text without line ends fit into so many columns.
fn columns(text: &str, room: usize) -> usize {
    let mut used = 0;
    let beyond = text.char_indices().find(|(_, c)| {
        used += c.width().unwrap_or(0);
        used > room
    });
    beyond.map_or(text.len(), |(at, _)| at)
}

/// Words of ours in lines for a terminal of `width` columns, without what it would obey; a word that is longer than a line
/// goes on in the next.
fn folded(text: &str, width: usize) -> String {
    let room = width.max(40) - BESIDE;
    let (mut lines, mut used) = (String::new(), 0);
    for mut word in printable(text).split(' ') {
        while word.width() > room {
            if used > 0 {
                lines.push('\n');
            }
            let (line, rest) = word.split_at(columns(word, room));
            lines.push_str(line);
            (word, used) = (rest, room);
        }
        let taken = word.width();
        if used > 0 {
            // What a long word leaves over stands alone.
            let fits = used + 1 + taken <= room;
            lines.push(if fits { ' ' } else { '\n' });
            used = if fits { used + 1 } else { 0 };
        }
        lines.push_str(word);
        used += taken;
    }
    lines
}

/// The text with each character that a terminal would obey as a visible one.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if obeyed(c) { '\u{fffd}' } else { c }).collect()
}

/// The same for an excerpt, whose places count bytes: the replacement is as long as what it replaces.
///
/// The renderer itself draws the ASCII controls as pictures; a carriage return before a line feed is no more
/// than a line end.
fn one_byte_controls(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.peek() == Some(&'\n') => shown.push(' '),
            c if obeyed(c) && !c.is_ascii() => (0..c.len_utf8()).for_each(|_| shown.push('?')),
            c => shown.push(c),
        }
    }
    shown
}

/// Control characters, and those that are invisible or change the direction of writing: what a terminal would obey.
pub fn obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_mark_and_a_long_word_keep_to_the_width() {
        let mut sources = Sources::default();
        let record = "tiers: [(id: \"analysts\", shifts: Weekly(\"Mon-Fri\", \"08:00\", \"18:00\"), skill: 1.0, on_call: \"30min\")],";
        let source = sources.add("scenario.ron", record, Place::NOWHERE);
        let place = Place { source, start: 8, len: record.len() as u32 - 10 };
        let path = "teams[cert].tiers[analysts]".repeat(4);
        let diagnostic =
            Diagnostic::error("E0022", place, format!("{path} needs `seats`")).label("`seats` is missing");
        let shown = diagnostic.render(&sources, false, 80);
        expect_test::expect![[r#"
            error[E0022]: teams[cert].tiers[analysts]teams[cert].tiers[analysts]teams[cert
                          ].tiers[analysts]teams[cert].tiers[analysts] needs `seats`
              ╭▸ scenario.ron:1:9
              │
            1 │ …rs: [(id: "analysts", shifts: Weekly("Mon-Fri", "08:00", "18:00"), skill: …
              ╰╴      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ `seats` is missing"#]]
        .assert_eq(&shown);
        assert!(shown.lines().all(|line| line.width() <= 80), "{shown}");
    }

    #[test]
    fn marks_far_apart_have_an_excerpt_each() {
        let mut sources = Sources::default();
        let text = format!("first\n{}second\n", "between\n".repeat(1000));
        let source = sources.add("scenario.ron", text.as_str(), Place::NOWHERE);
        let place = |start: usize, len| Place { source, start: start as u32, len };
        let shown = |second: usize| {
            let fault = Diagnostic::error("E0201", place(second, 6), "twice").also(place(0, 5), "here");
            fault.render(&sources, false, 80)
        };
        let apart = shown(text.len() - 7);
        assert!(apart.contains("scenario.ron:1002:1") && apart.contains("scenario.ron:1:1"), "{apart}");
        let near = shown(6);
        assert!(near.contains("scenario.ron:2:1") && !near.contains("scenario.ron:1:1"), "{near}");
    }

    #[test]
    fn messages_are_folded_into_the_width() {
        let diagnostic = Diagnostic::error(
            "E0203",
            Place::NOWHERE,
            "a fault that takes some more words to tell than a line has",
        )
        .help(
            "a way out that takes even more words, so many that they are told in a number of lines"
                .to_owned(),
        );
        let shown = diagnostic.render(&Sources::default(), false, 60);
        expect_test::expect![[r#"
            error[E0203]: a fault that takes some more words to tell
                          than a line has
            help: a way out that takes even more words, so
                  many that they are told in a number of lines"#]]
        .assert_eq(&shown);
        assert!(shown.lines().all(|line| line.width() <= 60), "{shown}");
    }
}
