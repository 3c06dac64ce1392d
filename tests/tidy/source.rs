//! A Rust file as tokens: its paths, where they stand, and which lines are tests.
//!
//! Reading tokens rather than text keeps comments and strings from being taken for code, and sees through
//! `use crate::{a, b}`.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use crate::root;

/// A file of `src/`, taken apart.
pub struct Source {
    /// Its path from the top of the project, with `/`.
    pub name: String,
    /// The room that it belongs to: the folder or file beneath `src/`; `cli` for the binary, none for the library's root.
    pub room: Option<String>,
    /// Its text.
    pub text: String,
    /// Every path in it, expanded, in the order of the text.
    pub paths: Vec<PathUse>,
    /// The names of the functions that it defines.
    pub functions: Vec<String>,
    /// Lines that belong to test modules.
    pub test_lines: usize,
}

/// A path that stands in the code: `crate::kernel::Key`, `println!`, `String`.
pub struct PathUse {
    /// Its parts. A macro's name ends with `!`. A method or a field stands alone with a leading dot; one that is called
    /// on `self` is `self.name()`.
    pub parts: Vec<String>,
    /// The line it begins on.
    pub line: usize,
    /// Whether it stands in a test module.
    pub test: bool,
}

impl PathUse {
    /// Whether `pattern`, parts separated by `::`, stands anywhere in the path.
    pub fn mentions(&self, pattern: &str) -> bool {
        let wanted: Vec<&str> = pattern.split("::").collect();
        self.parts.windows(wanted.len()).any(|window| window == wanted)
    }

    /// The room of this crate that the path leads into, if it leads into one.
    pub fn room(&self) -> Option<&str> {
        match self.parts.first().map(String::as_str) {
            Some("crate" | "jointex") => self.parts.get(1).map(String::as_str),
            _ => None,
        }
    }
}

impl Source {
    /// The file `name`, whose text is `text`.
    fn of(name: String, text: String) -> Source {
        let tokens = TokenStream::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut walk = Walk { depth: depth(&name), ..Walk::default() };
        walk.stream(tokens);
        let room = room(&name);
        Source { name, room, text, paths: walk.paths, functions: walk.functions, test_lines: walk.test_lines }
    }

    /// Every Rust file beneath `src/`.
    pub fn all() -> Vec<Source> {
        files_beneath("src")
            .iter()
            .filter(|path| path.extension().is_some_and(|it| it == "rs"))
            .map(read)
            .collect()
    }
}

/// Every file beneath `folder` of the project, sorted.
pub fn files_beneath(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("a folder can be listed").path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// The path of a file from the top of the project, with `/`.
pub fn name(path: &Path) -> String {
    let relative = path.strip_prefix(root()).unwrap_or(path);
    relative.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn read(path: &PathBuf) -> Source {
    Source::of(name(path), fs::read_to_string(path).expect("a source file is text"))
}

fn room(name: &str) -> Option<String> {
    let inner = name.strip_prefix("src/")?;
    match inner.split_once('/') {
        Some((folder, _)) => Some(folder.into()),
        None if inner == "main.rs" => Some("cli".into()),
        None if inner == "lib.rs" => None,
        None => inner.strip_suffix(".rs").map(String::from),
    }
}

/// How many modules deep the file's own module is: 1 for a room, 2 for a file in it, so that `super`s can be counted.
fn depth(name: &str) -> usize {
    let parts = name.split('/').count() - 1;
    if name.ends_with("/mod.rs") || name == "src/lib.rs" || name == "src/main.rs" { parts - 1 } else { parts }
}

#[derive(Default)]
struct Walk {
    paths: Vec<PathUse>,
    functions: Vec<String>,
    test_lines: usize,
    depth: usize,
    test: bool,
}

impl Walk {
    fn stream(&mut self, stream: TokenStream) {
        let tokens: Vec<TokenTree> = stream.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            at = self.step(&tokens, at);
        }
    }

    /// Takes in what begins at `at` and returns where the next thing begins.
    fn step(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        if let Some(body) = inline_module(tokens, at) {
            let head = at - tokens[..at].iter().rev().take_while(|token| is_of_attribute(token)).count();
            let tests =
                tokens[head..at].iter().any(|token| token.to_string().replace(' ', "") == "[cfg(test)]");
            return self.module(tokens, head, body, tests);
        }
        match &tokens[at] {
            TokenTree::Group(group) => {
                self.stream(group.stream());
                at + 1
            }
            TokenTree::Ident(_) => {
                let (line, test) = (tokens[at].span().start().line, self.test);
                if is_ident(tokens.get(at.wrapping_sub(1)), "fn") {
                    self.functions.push(tokens[at].to_string());
                }
                let mut found = Vec::new();
                let end = match method_on_self(tokens, at) {
                    Some(call) => {
                        found.push(vec![call]);
                        at + 1
                    }
                    None if at > 0 && is_punct(tokens.get(at - 1), '.') => {
                        path(tokens, at, ".", &[], &mut found)
                    }
                    None => path(tokens, at, "", &[], &mut found),
                };
                for parts in found {
                    let parts = self.rooted(parts);
                    self.paths.push(PathUse { parts, line, test });
                }
                end
            }
            _ => at + 1,
        }
    }

    fn module(&mut self, tokens: &[TokenTree], head: usize, body: usize, tests: bool) -> usize {
        let TokenTree::Group(group) = &tokens[body] else { return body + 1 };
        let outside = self.test;
        if tests && !outside {
            self.test_lines += group.span_close().end().line + 1 - tokens[head].span().start().line;
        }
        self.test |= tests;
        self.depth += 1;
        self.stream(group.stream());
        self.depth -= 1;
        self.test = outside;
        body + 1
    }

    /// Replaces `super`s that climb out of the room by `crate`.
    fn rooted(&self, parts: Vec<String>) -> Vec<String> {
        let start = usize::from(parts[0] == "self" && parts.len() > 1);
        let climbs = parts[start..].iter().take_while(|part| *part == "super").count();
        if climbs == 0 || climbs < self.depth {
            return parts;
        }
        std::iter::once("crate".into()).chain(parts[start + climbs..].iter().cloned()).collect()
    }
}

/// Where the body of the module that begins at `at` stands, if an inline module begins there.
fn inline_module(tokens: &[TokenTree], at: usize) -> Option<usize> {
    let braced =
        matches!(tokens.get(at + 2), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace);
    (is_ident(tokens.get(at), "mod") && braced).then_some(at + 2)
}

/// The method that is called on `self` at `at`, as `self.name()`.
fn method_on_self(tokens: &[TokenTree], at: usize) -> Option<String> {
    let on_self = at > 1 && is_punct(tokens.get(at - 1), '.') && is_ident(tokens.get(at - 2), "self");
    let called =
        matches!(tokens.get(at + 1), Some(TokenTree::Group(it)) if it.delimiter() == Delimiter::Parenthesis);
    (on_self && called).then(|| format!("self.{}()", tokens[at]))
}

/// Collects the paths that begin at `at` after `before` and returns where they end.
fn path(
    tokens: &[TokenTree],
    at: usize,
    mark: &str,
    before: &[String],
    found: &mut Vec<Vec<String>>,
) -> usize {
    let mut parts = before.to_vec();
    parts.push(format!("{mark}{}", tokens[at]));
    let mut at = at + 1;
    while is_punct(tokens.get(at), ':') && is_joint(tokens.get(at)) && is_punct(tokens.get(at + 1), ':') {
        match tokens.get(at + 2) {
            Some(TokenTree::Ident(part)) => {
                parts.push(part.to_string());
                at += 3;
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                branches(group.stream(), &parts, found);
                return at + 3;
            }
            _ => break,
        }
    }
    let calls_macro =
        is_punct(tokens.get(at), '!') && matches!(tokens.get(at + 1), Some(TokenTree::Group(_)));
    if let (true, Some(last)) = (calls_macro, parts.last_mut()) {
        last.push('!');
    }
    found.push(parts);
    at
}

/// The paths within the braces of a `use`.
fn branches(stream: TokenStream, before: &[String], found: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut begins = true;
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(_) if begins => {
                at = path(&tokens, at, "", before, found);
                begins = false;
            }
            token => {
                begins |= token.to_string() == ",";
                at += 1;
            }
        }
    }
}

fn is_of_attribute(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Bracket,
        token => is_punct(Some(token), '#'),
    }
}

fn is_ident(token: Option<&TokenTree>, text: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if *ident == text)
}

fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

fn is_joint(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.spacing() == Spacing::Joint)
}

/// Compares the paths in `text`, taken for a file two modules deep, with `expected`; those of tests end with `?`.
#[track_caller]
fn check(text: &str, expected: &str) {
    let source = Source::of("src/room/file.rs".into(), text.into());
    let shown = |path: &PathUse| format!("{}{}", path.parts.join("::"), if path.test { "?" } else { "" });
    assert_eq!(source.paths.iter().map(shown).collect::<Vec<_>>().join(" "), expected);
}

#[test]
fn paths_are_expanded() {
    check("use crate::{a::{B, c as d}, e};", "use crate::a::B crate::a::c crate::e");
    check("use super::super::kernel::Key;", "use crate::kernel::Key");
    check("use super::sibling::Key;", "use super::sibling::Key");
    check("mod inner { use super::super::super::kernel; }", "use crate::kernel");
    check(
        "const X: crate::k::Y = std::env::var(\"crate::z\"); // crate::w",
        "const X crate::k::Y std::env::var",
    );
    check("macro_rules! m { () => { $crate::k::f!() } }", "macro_rules m crate::k::f!");
}

#[test]
fn methods_are_told_from_paths() {
    check("fn f() { self.go(x.text); self.at }", "fn f self self.go() x .text self .at");
}

#[test]
fn tests_are_told_apart() {
    let text = "fn f() {}\n\n#[cfg(test)]\n#[expect(lint)]\nmod tests {\n    use g;\n}\n";
    check(text, "fn f cfg test expect lint use? g?");
    assert_eq!(Source::of("src/a.rs".into(), text.into()).test_lines, 5);
}
