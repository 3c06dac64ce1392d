//! A scenario described for a paper: its parameters are all there and add up, and it speaks of what it has, and of nothing else.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::desk::{jointex, refused, said};
use common::shipped;
use jointex::compile::{apply_variant, compile, explicit};
use jointex::diagnostic::{Place, Sources};
use jointex::library::or_built_in;
use jointex::model::Model;
use jointex::report::description::{Described, DescriptionReport, description};
use jointex::report::document::{Block, latex, markdown};
use jointex::scenario::{Ground, LoadError, Parameter, Parsed, Scenario, parameters, parse, placed};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &Path) -> Parsed {
    let text = fs::read_to_string(file).expect("a text");
    parse(&file.display().to_string(), &text, &mut |path| {
        or_built_in(path, |path| {
            fs::read_to_string(file.with_file_name(path)).map_err(|error| LoadError(error.to_string()))
        })
    })
}

/// What is compiled of a scenario, the scenario with all that the library adds, and its parameters.
fn expanded(scenario: &Scenario, sources: &mut Sources) -> (Model, Scenario, Vec<Parameter>) {
    let (model, _) = compile(scenario, sources);
    let mut whole = scenario.clone();
    let marks = explicit(&mut whole, sources);
    let found = parameters(&whole, &marks);
    (model.expect("no fault"), whole, found)
}

/// Sets every parameter to its own value, in this order, and looks whether anything changed.
#[track_caller]
fn set_all<'p>(
    what: &str,
    whole: &Scenario,
    sources: &mut Sources,
    found: impl Iterator<Item = &'p Parameter>,
) {
    let mut set = whole.clone();
    for it in found {
        let faults = set.set(&it.path, &it.value, "--set", Place::NOWHERE, sources).err().unwrap_or_default();
        let told: Vec<String> = faults.iter().map(|fault| fault.message.clone()).collect();
        assert!(faults.is_empty(), "{what}: {} = {}: {told:?}", it.path, it.value);
    }
    assert!(placed(set, Place::NOWHERE) == placed(whole.clone(), Place::NOWHERE), "{what}");
}

#[track_caller]
fn check(what: &str, scenario: &Scenario, sources: &mut Sources) {
    let (model, whole, found) = expanded(scenario, sources);
    let numbers = |assumed: bool| -> usize {
        let counted = found.iter().filter(|it| !assumed || it.ground == Ground::Assumed);
        counted.map(|it| it.numbers).sum()
    };
    assert_eq!((numbers(true), numbers(false)), (model.names.assumed, model.names.numbers), "{what}");
    // In either order, so that a path that leads elsewhere is not made good by the next one.
    set_all(what, &whole, sources, found.iter());
    set_all(what, &whole, sources, found.iter().rev());
    let paths: BTreeMap<&str, usize> = found.iter().map(|it| (it.path.as_str(), it.numbers)).collect();
    assert_eq!(paths.len(), found.len(), "{what}: a path stands twice");
    let silent: Vec<&str> = found.iter().filter(|it| it.says.is_empty()).map(|it| &*it.path).collect();
    assert!(silent.is_empty(), "{what}: {silent:?}");
    let report = described(&model, &found);
    assert!(report.sections.iter().flat_map(|it| &it.parts).all(|part| !part.blocks.is_empty()), "{what}");
    for (written, _) in written(&report) {
        assert!(!written.is_empty());
    }
}

fn described(model: &Model, found: &[Parameter]) -> DescriptionReport {
    description(&Described {
        model,
        parameters: found,
        variants: &[],
        changes: &[],
        command: "jointex run it.ron",
    })
}

/// As Markdown and as LaTeX.
fn written(report: &DescriptionReport) -> [(String, &'static str); 2] {
    let (mut one, mut other) = (Vec::new(), Vec::new());
    markdown::write(&report.document(), "", &mut one).expect("memory");
    latex::write(&report.document(), &mut other).expect("memory");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    [(text(one), "markdown"), (text(other), "latex")]
}

#[test]
fn every_parameter_is_told_once_and_set_by_its_path_and_the_numbers_add_up() {
    for file in shipped() {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let mut parsed = read(&file);
        let scenario = parsed.scenario.expect("a sound scenario");
        check(&name, &scenario, &mut parsed.sources);
        for variant in &scenario.variants {
            let mut varied = scenario.clone();
            assert_eq!(apply_variant(&mut varied, &variant.id.text, &mut parsed.sources), []);
            check(&format!("{name} {}", variant.id), &varied, &mut parsed.sources);
        }
    }
}

const HEADINGS: [&str; 28] = [
    "## 1 Objectives",
    "### 1.1 Purpose of the model",
    "### 1.2 Model outputs",
    "### 1.3 Experimentation aims",
    "## 2 Logic",
    "### 2.1 Base model overview",
    "### 2.2 Base model logic",
    "### 2.3 Scenario logic",
    "### 2.4 Algorithms",
    "### 2.5.1 Components: entities",
    "### 2.5.2 Components: activities",
    "### 2.5.3 Components: resources",
    "### 2.5.4 Components: queues",
    "### 2.5.5 Components: entry and exit points",
    "## 3 Data",
    "### 3.1 Data sources",
    "### 3.2 Pre-processing",
    "### 3.3 Input parameters",
    "### 3.4 Assumptions",
    "## 4 Experimentation",
    "### 4.1 Initialisation",
    "### 4.2 Run length",
    "### 4.3 Estimation approach",
    "## 5 Implementation",
    "### 5.1 Software or programming language",
    "### 5.2 Random sampling",
    "### 5.3 Model execution",
    "### 5.4 System specification",
];

#[test]
fn the_technical_arrangement_is_described_under_the_headings_of_the_guideline() {
    let page = said(root(), &["describe", "scenarios/technical-arrangement.ron"]);
    let headings: Vec<&str> = page.lines().filter(|line| line.starts_with("##")).collect();
    assert_eq!(headings[..28], HEADINGS);
    assert_eq!(headings[28..], ["## 6 Code access", "### 6.1 Computer model sharing statement"]);
    for expected in [
        "4 organisations, 6 zones, 1,018 assets",
        "| `ncirc-soc/l2` | tier of analysts | 0 to 3 | after 45 min |",
        "| `north-star` | `steal` | T1041 Exfiltration Over C2 Channel | move | yes |",
        "| `technical-arrangement/feed` | cert-eu, ncirc | indicators | at once |",
        "| `no-arrangement` | Without the Technical Arrangement |",
        "time\\_to\\_declare\\[org=cert-eu\\] still has no value 52.0 h after STARTEX",
        "| `teams[ncirc-soc].tiers[l1].seats` | `4` | How many are on duty at once. | scenario | assumed |",
        "| `teams[ncirc-soc].tiers[l1].skill` | `1` | What service times are divided by, more than 0. | default | assumed |",
        "| `campaigns[north-star].operators` | `3` |",
        "| scenario | expert |",
        "    jointex run scenarios/technical-arrangement.ron",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    assert_eq!(page, said(root(), &["describe", "scenarios/technical-arrangement.ron"]));
}

#[test]
fn what_the_library_gives_is_told_with_its_source() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = r#"Scenario(format: 1, id: "s", title: "T", startex: "2026-03-02T08:00[UTC]", endex: "1d",
        organisations: [(id: "a", controls: ["mfa"])],
        network: (zones: [(id: "z", owner: "a")], assets: [(id: "web", zone: "z", services: ["https"], accepts: ["key"])],
            links: [(from: "internet", to: "z", allow: ["https"])]),
        campaigns: [(id: "c", flow: [(id: "in", technique: "T1190", target: Asset("web"))])])"#;
    fs::write(folder.path().join("s.ron"), text).expect("a file");
    let page = said(folder.path(), &["describe", "s.ron"]);
    let row = page.lines().find(|line| line.contains("controls[mfa].success")).expect("its row");
    assert!(row.contains("from the library | source 1 |"), "{row}");
    let row = page.lines().find(|line| line.contains("techniques[T1190].gives")).expect("its row");
    assert!(row.contains("usual for the tactic") || row.contains("from the library"), "{row}");
    assert!(page.contains("| 1 | Meyer et al., How effective is multifactor"), "{page}");
}

#[test]
fn of_what_a_scenario_lacks_it_is_said_that_there_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = r#"Scenario(format: 1, id: "bare", title: "Nothing yet", startex: "2026-03-02T08:00[UTC]", endex: "1d")"#;
    fs::write(folder.path().join("bare.ron"), text).expect("a file");
    let page = said(folder.path(), &["describe", "bare.ron"]);
    for heading in
        ["2.2 Base model logic", "2.3 Scenario logic", "2.5.3 Components: resources", "3.1 Data sources"]
    {
        assert!(page.contains(&format!("### {heading}\n\nNone.\n")), "{heading}\n{page}");
    }
    let lines: Vec<&str> = page.lines().filter(|line| !line.is_empty()).collect();
    let empty = lines.windows(2).find(|pair| pair[0].starts_with("###") && pair[1].starts_with('#'));
    assert_eq!(empty, None);
}

/// Whether a sentence is said with, and not without a change.
#[track_caller]
fn said_only(sentence: &str, with: &[&str], without: &[&str]) {
    let page = |more: &[&str]| {
        let file = ["describe", "scenarios/technical-arrangement.ron"];
        said(root(), &[&file[..], more].concat())
    };
    assert!(page(with).contains(sentence), "{sentence} is not said");
    assert!(!page(without).contains(sentence), "{sentence} is said");
}

#[test]
fn a_mechanism_is_said_where_it_is_used_and_nowhere_else() {
    let feed = "agreements[technical-arrangement].areas.information_exchange.channels[feed]";
    said_only("What an automated channel brings acts as it arrives", &[], &["--variant", "by-telephone"]);
    said_only("once an analyst has read it", &["--variant", "by-telephone"], &[]);
    said_only("Shared indicators let", &[], &["--variant", "no-arrangement"]);
    said_only("Dijkstra", &[], &["--set", "campaigns[north-star].flow[move].route=Random"]);
    said_only("is lost on its way", &["--set", &format!("{feed}.reliability=0.5")], &[]);
    said_only(
        "goes dark",
        &["--set", r#"campaigns[north-star].on_loss=GoDark(after: "1h", for: "2h")"#],
        &[],
    );
    said_only(
        "An isolated asset is still held",
        &[],
        &[
            "--set",
            "playbooks[ncirc-standard].phases[Contain].actions=[BlockIndicators]",
            "--set",
            "playbooks[cert-eu-standard].phases[Contain].actions=[BlockIndicators]",
        ],
    );
    said_only("Each seat is absent", &["--set", "teams[ncirc-soc].tiers[l1].shrinkage=0.1"], &[]);
    said_only("False alarms of a sensor", &[], &["--set", "sensors=[]"]);
}

const HOSTILE: &str = r"a|b \input{x} $1_2^3$ & # % ~ <script> `c`";

#[test]
fn texts_of_a_scenario_are_neither_markup_nor_commands() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = format!(
        r#"Scenario(format: 1, id: "s", title: {HOSTILE:?}, synopsis: {HOSTILE:?}, startex: "2026-03-02T08:00[UTC]", endex: "1d",
        organisations: [(id: "a_b", name: {HOSTILE:?})],
        crews: [(id: "c_d", organisation: "a_b", seats: 2, basis: Source({HOSTILE:?}))],
        msel: [(no: "1", at: "1h", title: {HOSTILE:?})])"#
    );
    fs::write(folder.path().join("s.ron"), text).expect("a file");
    let page = said(folder.path(), &["describe", "s.ron"]);
    let row = page.lines().find(|line| line.contains("seats")).expect("its row");
    let cells = row.replace("\\|", "").matches('|').count();
    assert_eq!(cells, 6, "{row}");
    for table in page.lines().filter(|line| line.starts_with('|')) {
        assert!(table.ends_with(" |") || table.ends_with("---|"), "{table}");
    }
    assert!(!page.contains("<script>"), "{page}");
    let tex = said(folder.path(), &["describe", "s.ron", "--format", "latex"]);
    assert!(tex.contains(r"\textbackslash{}input\{x\} \$1\_2\textasciicircum{}3\$ \& \# \%"), "{tex}");
    assert!(!tex.contains(r"\input"), "{tex}");
    // Every bracket is closed, and no row has more cells than its table columns.
    let open = |c| tex.replace("\\{", "").replace("\\}", "").matches(c).count();
    assert_eq!(open('{'), open('}'));
}

#[test]
fn a_description_is_written_as_asked_for() {
    let json = said(root(), &["describe", "scenarios/code-red.ron", "--set", "endex=1d", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(value["schema_version"], 1);
    assert_eq!(value["changes"][0], "endex = 1d");
    assert_eq!(value["sections"][2]["parts"][2]["heading"], "Input parameters");
    assert_eq!(value["sections"][2]["parts"][2]["blocks"][1]["kind"], "table");
    let folder = tempfile::tempdir().expect("a folder");
    let scenario = root().join("scenarios/code-red.ron");
    let scenario = scenario.to_str().expect("text");
    said(folder.path(), &["describe", scenario, "-o", "model.md"]);
    let before = fs::read_to_string(folder.path().join("model.md")).expect("a file");
    assert!(before.contains("Sellke"), "{before}");
    refused(folder.path(), &["describe", scenario, "-o", "model.md"], 4, "it exists already");
    said(folder.path(), &["describe", scenario, "-f", "latex", "-o", "model.md", "--force"]);
    assert_ne!(before, fs::read_to_string(folder.path().join("model.md")).expect("a file"));
    let faulty = jointex(folder.path(), &["describe", scenario, "--variant", "none"]);
    assert_eq!(faulty.status.code(), Some(3));
}

#[test]
fn a_table_has_a_cell_for_each_column() {
    for file in shipped() {
        let mut parsed = read(&file);
        let (model, _, found) = expanded(&parsed.scenario.expect("sound"), &mut parsed.sources);
        for block in
            described(&model, &found).sections.iter().flat_map(|it| &it.parts).flat_map(|it| &it.blocks)
        {
            if let Block::Table { columns, rows, caption } = block {
                assert!(rows.iter().all(|row| row.len() == columns.len()), "{caption}");
            }
        }
    }
}
