//! MSELs as spreadsheets: what is written is read back as the same, what people write is understood or told, cell by cell, and
//! what is hostile is refused in bounded memory.

mod foreign;
mod hostile;
mod merging;
mod program;
mod round_trip;

use jointex::diagnostic::{Place, Sources};
use jointex::exchange::msel::{
    Columns, Faults, Grid, Mapping, Merged, Names, Records, Reference, lay_out, merge, read, records, rows,
    texts, workbook, write_csv,
};
use jointex::library::or_built_in;
use jointex::scenario::{LoadError, Scenario, parse};
use peak_alloc::PeakAlloc;
use std::fs;
use std::path::{Path, PathBuf};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const MIB: usize = 1 << 20;

/// A scenario with its texts.
struct Loaded {
    scenario: Scenario,
    sources: Sources,
}

/// Parses a scenario that includes from a folder.
#[track_caller]
fn parsed(text: &str, folder: &Path) -> Loaded {
    let mut load = |path: &str| {
        or_built_in(path, |path| {
            fs::read_to_string(folder.join(path)).map_err(|error| LoadError(error.to_string()))
        })
    };
    let parsed = parse("test.ron", text, &mut load);
    let told: Vec<String> =
        parsed.diagnostics.iter().map(|it| it.render(&parsed.sources, false, 100)).collect();
    let scenario = parsed.scenario.unwrap_or_else(|| panic!("{}", told.join("\n")));
    Loaded { scenario, sources: parsed.sources }
}

/// Every scenario that is shipped with injects.
fn shipped() -> Vec<(String, Loaded)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(&folder).expect("scenarios").map(|entry| entry.expect("an entry").path()).collect();
    // What has two endings, `NAME.fr.ron`, are its words in another language.
    let is_scenario =
        |path: &PathBuf| path.file_stem().is_some_and(|name| Path::new(name).extension().is_none());
    paths.retain(|path| path.extension().is_some_and(|end| end == "ron") && is_scenario(path));
    paths.sort();
    let loaded = paths.iter().map(|path| {
        let text = fs::read_to_string(path).expect("text");
        (path.file_name().expect("a name").to_string_lossy().into_owned(), parsed(&text, &folder))
    });
    loaded.filter(|(_, loaded)| !loaded.scenario.msel.is_empty()).collect()
}

fn reference(scenario: &Scenario) -> Reference {
    Reference { startex: scenario.startex.clone().expect("it begins"), zero: 0 }
}

/// The two forms in which a scenario's MSEL is written.
#[track_caller]
fn exported(scenario: &Scenario, columns: Columns) -> [Vec<u8>; 2] {
    let told = rows(scenario, columns, &reference(scenario));
    let mut table = Vec::new();
    write_csv(&texts(&told), &mut table).expect("memory");
    [workbook(&told, scenario, columns).expect("it fits"), table]
}

/// What a sheet says, or every fault in lines of `code cell message`.
fn told(
    grid: &Grid,
    mapping: &str,
    scenario: Option<&Scenario>,
    reference: &Reference,
) -> Result<(Records, Names), Vec<String>> {
    let mapping = if mapping.is_empty() { Mapping::default() } else { mapping.parse().expect("a mapping") };
    let layout = lay_out(grid, &mapping).map_err(|why| vec![why])?;
    let mut names = scenario.map_or_else(Names::to_be_made, Names::of);
    let mut faults = Faults::new("m", &grid.name, Sources::default());
    let found = records(grid, &layout, scenario, reference, &mut names, &mut faults);
    if !faults.any() {
        return Ok((found, names));
    }
    let line = |fault: &jointex::diagnostic::Diagnostic| {
        let place = fault.place.unwrap_or(Place::NOWHERE);
        let name = faults.sources.name(place.source).trim_start_matches("m ");
        format!("{} {name} {}", fault.code, fault.message)
    };
    Err(faults.told.iter().map(line).collect())
}

/// Reads a file into a scenario: the text that comes of it, what was done, and what was not carried over.
#[track_caller]
fn into(loaded: &Loaded, bytes: &[u8]) -> (String, Merged, Vec<String>) {
    let (grid, _) = read(bytes, None).expect("a sheet");
    let (found, _) =
        told(&grid, "", Some(&loaded.scenario), &reference(&loaded.scenario)).expect("no faults");
    let (text, merged) =
        merge(&loaded.scenario, &loaded.sources, &found.records).expect("all stands in the file");
    let left =
        found.left_out.iter().map(|left| format!("{} {} {}", left.count, left.first, left.what)).collect();
    (text, merged, left)
}
