//! Which column of a sheet tells what: by the names at their top, by what its importer says, or by OpenAEV's order.
//!
//! The names may stand below a title, in any order, case and spacing, among other columns. Sheets of OpenAEV (OpenBAS before)
//! have no names: beside the column of relative times stand the type, and then team, subject, message, description and the
//! expectation.
//!
//! **Invariant:** no field has two columns.

use super::cells::{Grid, Line, column};
use super::columns::{Field, MAPPED, field, plain};
use super::times::offset;
use crate::diagnostic::did_you_mean;
use std::str::FromStr;

/// The names of columns are looked for in so many rows with something in them.
const WITHIN: usize = 50;

/// What the columns of a sheet tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Columns of which an inject is read, from left to right.
    pub columns: Vec<(u32, Field)>,
    /// Columns of which nothing is read, with their names, from left to right.
    pub others: Vec<(u32, String)>,
    /// How many lines stand before the first row of the list.
    pub before: usize,
}

/// What an importer says of columns: `time=B,title=Headline`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping(pub Vec<(Field, String)>);

impl FromStr for Mapping {
    type Err = String;

    fn from_str(text: &str) -> Result<Mapping, String> {
        let mut pairs: Vec<(Field, String)> = Vec::new();
        for piece in text.split(',') {
            let Some((name, place)) = piece.split_once('=') else {
                // The name of a column may have a comma.
                let Some((_, last)) = pairs.last_mut() else {
                    return Err(String::from("write field=column, for example time=B,title=Headline"));
                };
                *last = format!("{last},{piece}");
                continue;
            };
            let name = plain(name);
            let Some((_, field)) = MAPPED.iter().find(|(known, _)| *known == name) else {
                let known: Vec<&str> = MAPPED.iter().map(|(known, _)| *known).collect();
                let help = did_you_mean(&name, known.iter().copied());
                let help = help.unwrap_or_else(|| format!("possible: {}", known.join(", ")));
                return Err(format!("there is no field `{name}`; {help}"));
            };
            if pairs.iter().any(|(known, _)| known == field) {
                return Err(format!("`{name}` is given twice"));
            }
            pairs.push((*field, place.trim().to_owned()));
        }
        Ok(Mapping(pairs))
    }
}

impl Layout {
    /// The column of a field.
    pub fn column(&self, field: Field) -> Option<u32> {
        self.columns.iter().find(|(_, of)| *of == field).map(|(column, _)| *column)
    }

    /// What is read of a column, if anything.
    pub fn field(&self, column: u32) -> Option<Field> {
        let found = self.columns.binary_search_by_key(&column, |(at, _)| *at).ok()?;
        Some(self.columns[found].1).filter(|field| *field != Field::Nothing)
    }

    /// The name of a column of which nothing is read.
    pub fn other(&self, column: u32) -> Option<&str> {
        let found = self.others.binary_search_by_key(&column, |(at, _)| *at).ok()?;
        Some(self.others[found].1.as_str())
    }
}

/// What the columns of a sheet tell.
///
/// # Errors
/// That they can't be told, in words for the user.
pub fn lay_out(grid: &Grid, mapping: &Mapping) -> Result<Layout, String> {
    let mut layout = match headed(grid) {
        Some(layout) => layout,
        None if mapping.0.is_empty() => openaev(grid).ok_or_else(|| {
            String::from(
                "no row names the columns, and no column has times as J+1: \
                 say which is which by --map, for example --map number=A,time=B,title=D,to=E",
            )
        })?,
        None => Layout::default(),
    };
    if !mapping.0.is_empty() {
        map_out(grid, mapping, &mut layout)?;
    }
    layout.columns.sort();
    layout.others.sort();
    Ok(layout)
}

/// The row that names most columns, if it names three, or two of which one is a number or a time.
pub fn headed(grid: &Grid) -> Option<Layout> {
    let known = |layout: &Layout| layout.columns.iter().filter(|(_, field)| *field != Field::Nothing).count();
    let lines = grid.lines.iter().take(WITHIN).map(named).enumerate();
    let (at, layout) = lines.max_by_key(|(at, layout)| (known(layout), usize::MAX - at))?;
    let begins = |(_, field): &(u32, Field)| {
        matches!(field, Field::No | Field::Scenario | Field::Local | Field::Title)
    };
    let is_head = known(&layout) >= 3 || (known(&layout) == 2 && layout.columns.iter().any(begins));
    is_head.then_some(Layout { before: at + 1, ..layout })
}

/// The columns that a row names, and those that it names otherwise.
fn named(line: &Line) -> Layout {
    let mut layout = Layout::default();
    for (at, value) in &line.cells {
        match field(&value.text()) {
            Some(field) if field == Field::Nothing || layout.column(field).is_none() => {
                layout.columns.push((*at, field));
            }
            _ => layout.others.push((*at, value.text().trim().to_owned())),
        }
    }
    layout
}

/// The order of OpenAEV's sheets, beside the first column of which two cells in three are relative times.
fn openaev(grid: &Grid) -> Option<Layout> {
    const BESIDE: [(u32, Field); 4] =
        [(1, Field::To), (2, Field::Title), (3, Field::Text), (5, Field::Expected)];
    const OTHERS: [(u32, &str); 3] = [(4, "description"), (6, "expectation detail"), (7, "score")];
    let relative = |at: u32| {
        let cells = || grid.lines.iter().take(WITHIN).filter_map(|line| line.cell(at));
        let times = cells().filter(|value| offset(&value.text()).is_some()).count();
        times > 0 && 3 * times >= 2 * cells().count()
    };
    let time = (1..20).find(|at| relative(*at))?;
    let mut columns = vec![(time - 1, Field::By), (time, Field::Local)];
    columns.extend(BESIDE.map(|(beside, field)| (time + beside, field)));
    let others = OTHERS.map(|(beside, name)| (time + beside, name.to_owned())).into();
    Some(Layout { columns, others, before: 0 })
}

/// Puts what the importer says in the place of what was found.
fn map_out(grid: &Grid, mapping: &Mapping, layout: &mut Layout) -> Result<(), String> {
    let is_name = |line: &Line, name: &str| {
        let found = line.cells.iter().find(|(_, value)| plain(&value.text()) == plain(name));
        found.map(|(at, _)| *at)
    };
    // `B` is a column, and a name only where the row of names has it.
    let head = headed(grid).map(|layout| &grid.lines[layout.before - 1]);
    let heads =
        |name: &str| head.is_some_and(|line| line.cells.iter().any(|(_, value)| value.text().trim() == name));
    let is_letters =
        |name: &str| column(name).is_some() && name.bytes().all(|byte| byte.is_ascii_uppercase());
    let by_name = |name: &str| {
        let anywhere = || grid.lines.iter().take(WITHIN).any(|line| is_name(line, name).is_some());
        !plain(name).is_empty() && if is_letters(name) { heads(name) } else { anywhere() }
    };
    let names: Vec<&str> =
        mapping.0.iter().map(|(_, name)| name.as_str()).filter(|name| by_name(name)).collect();
    let head = grid
        .lines
        .iter()
        .take(WITHIN)
        .position(|line| !names.is_empty() && names.iter().all(|name| is_name(line, name).is_some()));
    if let Some(head) = head {
        *layout = Layout { before: head + 1, ..named(&grid.lines[head]) };
    } else if let Some(name) = names.iter().find(|name| column(name).is_none()) {
        return Err(format!("no row has all the names of --map; `{name}` is there, but another is not"));
    }
    for (field, name) in &mapping.0 {
        let named = head.filter(|_| names.contains(&name.as_str()));
        let at = named.and_then(|head| is_name(&grid.lines[head], name)).or_else(|| column(name));
        let Some(at) = at else {
            return Err(format!("no column is called `{name}`: write its name or its letters"));
        };
        // Two ways to tell a time are two fields, and an importer who maps one means that one.
        layout.columns.retain(|(column, known)| {
            *column != at && known != field && !(*field == Field::Local && *known == Field::Scenario)
        });
        layout.others.retain(|(column, _)| *column != at);
        layout.columns.push((at, *field));
    }
    if layout.before == 0
        && let (Some(first), Some(time)) = (grid.lines.first(), layout.column(Field::Local))
    {
        let names = first.cell(time).is_some_and(|value| {
            !value.text().contains(|c: char| c.is_ascii_digit()) && offset(&value.text()).is_none()
        });
        layout.before = usize::from(names);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::msel::delimited;

    #[track_caller]
    fn check(table: &str, mapping: &str, expected: &[(u32, Field)], others: &[&str], before: usize) {
        let grid = delimited::read(table.as_bytes()).expect("a table");
        let mapping =
            if mapping.is_empty() { Mapping::default() } else { mapping.parse().expect("a mapping") };
        let layout = lay_out(&grid, &mapping).expect("it is understood");
        assert_eq!(layout.columns, expected, "{table}");
        assert_eq!(
            layout.others.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(),
            others,
            "{table}"
        );
        assert_eq!(layout.before, before, "{table}");
    }

    #[test]
    fn names_are_found_below_a_title_and_among_others() {
        check(
            "Exercise X,,,\n\nTO,weather,event  number,Subject\nblue,dry,1,a\n",
            "",
            &[(0, Field::To), (2, Field::No), (3, Field::Title)],
            &["weather"],
            2,
        );
    }

    #[test]
    fn sheets_of_openaev_are_known_by_their_times() {
        let columns = [
            (1, Field::By),
            (2, Field::Local),
            (3, Field::To),
            (4, Field::Title),
            (5, Field::Text),
            (7, Field::Expected),
        ];
        check(
            ",mail,J-30,blue,a,b\n,???,J+1 H+2,,,\n",
            "",
            &columns,
            &["description", "expectation detail", "score"],
            0,
        );
    }

    #[test]
    fn an_importer_maps_by_letters_or_names() {
        check(
            "When,What,Whom\nD+1 H+2,a,blue\n",
            "time=A,title=B,to=C",
            &[(0, Field::Local), (1, Field::Title), (2, Field::To)],
            &[],
            1,
        );
        check(
            "x\nWhen,What,Whom\nD+1,a,blue\n",
            "time=when,title=What",
            &[(0, Field::Local), (1, Field::Title)],
            &["Whom"],
            2,
        );
        let grid = delimited::read(b"When,What\n1,2\n").expect("a table");
        assert!(lay_out(&grid, &Mapping::default()).is_err());
        assert!(lay_out(&grid, &"time=Whenever".parse().expect("a mapping")).is_err());
        assert!("tiem=A".parse::<Mapping>().expect_err("no field").contains("time"));
    }
}
