//! Pages of what was saved: that they are those of the verbs that saved it, that a file which lacks something says so, and that no
//! file, whatever is in it, does harm.

mod common;

use common::desk::{LISTED, jointex, refused, said, studied};
use common::page::{rows, sections};
use jointex::report::html::saved_page;
use jointex::report::{LONGEST, Saved, read_saved};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A folder with shipped scenarios, and timings of one of them.
fn work() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    for entry in fs::read_dir(shipped).expect("scenarios") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("a copy");
        }
    }
    fs::write(folder.path().join("seen.csv"), SEEN).expect("a file");
    fs::write(folder.path().join("tiny.ron"), include_str!("golden/tiny.ron")).expect("a file");
    folder
}

const SEEN: &str = "\
exercise,team,measure,value,censored
one,cert-eu-soc,time_to_declare[org=cert-eu],9h,no
one,ncirc-soc,time_to_declare[org=ncirc],30h,yes
two,cert-eu-soc,time_to_declare[org=cert-eu],11h,no
";

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// That the page of a verb, and each of its pictures, is that of what it saved.
#[track_caller]
fn same(folder: &Path, arguments: &[&str]) {
    let own = [
        "-q",
        "-f",
        "json",
        "-o",
        "r.json",
        "--report",
        "a.html",
        "--svg",
        "a",
        "--marking",
        "<b>M",
        "--force",
    ];
    said(folder, &[arguments, &own].concat());
    said(folder, &["report", "r.json", "-q", "-o", "b.html", "--svg", "b", "--marking", "<b>M", "--force"]);
    let (one, other) = (read(folder, "a.html"), read(folder, "b.html"));
    if let Some(at) = one.bytes().zip(other.bytes()).position(|(one, other)| one != other) {
        let around = |page: &str| page.chars().skip(at.saturating_sub(80)).take(200).collect::<String>();
        panic!("{arguments:?}: {}\n—\n{}", around(&one), around(&other));
    }
    assert_eq!(one.len(), other.len(), "{arguments:?}");
    let names = |of: &str| {
        let entries = fs::read_dir(folder.join(of)).expect("a folder");
        let mut names: Vec<_> = entries.map(|entry| entry.expect("an entry").file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("a"), names("b"), "{arguments:?}");
    for name in names("a") {
        let file = |of: &str| fs::read(folder.join(of).join(&name)).expect("a picture");
        assert!(file("a") == file("b"), "{arguments:?}: {name:?}");
    }
    ["a", "b"].iter().for_each(|of| fs::remove_dir_all(folder.join(of)).expect("it is there"));
}

#[test]
fn a_saved_run_has_the_page_of_the_run() {
    let work = work();
    let run = |more: &[&str]| same(work.path(), &[&["run", "--pictures"], more].concat());
    for name in [
        "technical-arrangement.ron",
        "baltic-cables.ron",
        "integrated-centre.ron",
        "rapid-response.ron",
        "geant-backbone.ron",
    ] {
        run(&[name, "-n", "10"]);
    }
    // Few replications have no courses, and one has no best and worst.
    run(&["four-agencies.ron", "-n", "1"]);
    let numbered = ["--replication", "18446744073709551615", "--seed", "18446744073709551615"];
    run(&[&["technical-arrangement.ron", "-n", "3", "--full"], &numbered[..]].concat());
    let set =
        ["--variant", "by-telephone", "--set", "title=\"</script><img src=x onerror=alert(1)>\u{202e}\""];
    run(&[&["technical-arrangement.ron", "-n", "2"], &set[..]].concat());
}

#[test]
fn a_saved_comparison_has_the_page_of_the_comparison() {
    let work = work();
    let compare = |more: &[&str]| same(work.path(), &[&["compare"], more].concat());
    let few = ["technical-arrangement.ron", "-n", "12"];
    compare(&[&few[..], &["--relevant", "30min"]].concat());
    compare(&[&few[..], &["--unpaired"]].concat());
    compare(&[&few[..], &["--alternative", "quiet: campaigns=[]"]].concat());
    compare(&[&few[..], &["--teams", "cert-eu-soc,ncirc-soc"]].concat());
    compare(&[&few[..], &["--seat", "cert-eu-soc", "--teams", "cert-eu-soc,ncirc-soc"]].concat());
    compare(&[&few[..], &["--observed", "seen.csv"]].concat());
    compare(&["four-agencies.ron", "-n", "3"]);
}

#[test]
fn results_without_pictures_have_a_page_that_says_so() {
    let work = work();
    let folder = work.path();
    said(folder, &["run", "technical-arrangement.ron", "-n", "10", "-q", "-f", "json", "-o", "r.json"]);
    said(folder, &["run", "technical-arrangement.ron", "-n", "10", "-q", "--report", "whole.html"]);
    let told = jointex(folder, &["report", "r.json"]);
    assert!(told.status.success());
    assert_eq!(String::from_utf8_lossy(&told.stderr).trim(), "a page for a browser is in r.html");
    let (page, whole) = (read(folder, "r.html"), read(folder, "whole.html"));
    assert!(page.contains("<code>jointex run --format json --pictures</code> saves them too."));
    assert!(!whole.contains("saves them too"));
    // All that is of numbers is there, and is the same.
    let of_pictures =
        ["courses", "time", "network", "curves", "queues", "levels", "messages", "msel", "deadlines-told"];
    let own = |anchor: &&str| {
        !anchor.starts_with("best")
            && !anchor.starts_with("worst")
            && !of_pictures.contains(anchor)
            && !["objectives-told", "others"].contains(anchor)
    };
    assert_eq!(sections(&page), sections(&whole).into_iter().filter(own).collect::<Vec<&str>>());
    for section in ["objectives", "response", "sharing", "teams", "attack", "story"] {
        assert_eq!(rows(&page, section), rows(&whole, section), "{section}");
    }
    let saved: Value = serde_json::from_str(&read(folder, "r.json")).expect("JSON");
    assert!(saved.get("pictures").is_none(), "nobody gets them unasked");
    let table = ["run", "tiny.ron", "-n", "1", "--pictures"];
    refused(folder, &table, 2, "--pictures are saved with JSON: give --format json");
}

#[test]
fn a_page_goes_where_nothing_is_lost() {
    let work = work();
    let folder = work.path();
    said(folder, &["run", "tiny.ron", "-n", "1", "-q", "-f", "json", "-o", "r.json"]);
    refused(
        folder,
        &["report", "r.json", "-o", "r.json", "--force"],
        2,
        "what was saved, which is never replaced",
    );
    fs::create_dir(folder.join("taken")).expect("a folder");
    fs::write(folder.join("taken/own.txt"), "mine").expect("a file");
    refused(
        folder,
        &["report", "r.json", "--svg", "taken"],
        4,
        "it is not empty; --force replaces what is in it",
    );
    refused(
        folder,
        &["report", "r.json", "--svg", "tiny.ron"],
        2,
        "--svg names a folder, and tiny.ron is a file",
    );
    assert!(!folder.join("r.html").exists(), "nothing is written where not all can be");
    said(folder, &["report", "r.json", "--svg", "taken", "--force", "-q"]);
    assert_eq!(read(folder, "taken/own.txt"), "mine");
    refused(folder, &["report", "r.json"], 4, "it exists already; --force replaces it");
    assert_eq!(said(folder, &["report", "r.json", "-q", "-o", "-"]), read(folder, "r.html"));
    let piped = Command::new(env!("CARGO_BIN_EXE_jointex"))
        .args(["report", "-", "-q"])
        .current_dir(folder)
        .stdin(fs::File::open(folder.join("r.json")).expect("a file"))
        .output()
        .expect("the program runs");
    assert!(String::from_utf8_lossy(&piped.stdout) == read(folder, "r.html"));
    refused(folder, &["report", "nothere.json"], 4, "cannot read nothere.json");
    // The folder of a sweep has its pictures as files too.
    let work = studied("", LISTED);
    said(work.path(), &["sweep", "study.ron", "-q", "-o", "out", "--report", "a.html", "--svg", "a"]);
    said(work.path(), &["report", "out", "-q", "-o", "b.html", "--svg", "b"]);
    let number = |of: &str| fs::read_dir(work.path().join(of)).expect("a folder").count();
    assert!(number("a") > 2);
    assert_eq!(number("a"), number("b"));
    assert!(read(work.path(), "a.html") == read(work.path(), "b.html"));
    refused(work.path(), &["report", "out", "-o", "c.html", "--svg", "b"], 4, "it is not empty");
    refused(work.path(), &["report", "out/results.csv"], 3, "out/results.csv is no JSON of jointex");
}

#[test]
fn what_has_no_page_is_told_with_the_way_out() {
    let work = work();
    let folder = work.path();
    said(folder, &["run", "tiny.ron", "-n", "2", "-q", "-f", "json", "--pictures", "-o", "r.json"]);
    said(folder, &["report", "r.json", "-q", "-o", "page.html"]);
    let whole = read(folder, "r.json");
    let files: [(&str, Vec<u8>, &str); 9] = [
        ("empty", Vec::new(), "is no JSON of jointex"),
        ("msgpack", vec![0x82, 0xa6, 0xff, 0x00], "is no JSON of jointex"),
        ("binary.json", [&b"{\"a\": \""[..], &[0xff, 0xfe], b"\"}"].concat(), "is not JSON: invalid unicode"),
        ("cut.json", whole.as_bytes()[..whole.len() / 2].to_vec(), "ends in the middle"),
        (
            "new.json",
            whole.replace("\"schema_version\": 1", "\"schema_version\": 2").into(),
            "make its page with the version that wrote it",
        ),
        ("deep.json", format!("{{\"a\": {}", "[".repeat(1_000_000)).into(), "is not JSON: recursion limit"),
        ("many.json", format!("{{\"a\": [{}0]}}", "0,".repeat(5_000_000)).into(), "more than 4000000 values"),
        ("word.json", whole.replace("\"authority\"", "\"\\u001b[31m\"").into(), "is no word of results"),
        (
            "other.json",
            b"{\"schema_version\": 1, \"criticality\": []}".to_vec(),
            "of a verb whose results have no page",
        ),
    ];
    let out = "takes what `jointex run --format json -o FILE` or `jointex compare --format json -o FILE` wrote, or the folder of a sweep";
    for (name, bytes, says) in files {
        fs::write(folder.join(name), bytes).expect("a file");
        refused(folder, &["report", name, "-o", "none.html"], 3, says);
        refused(folder, &["report", name, "-o", "none.html"], 3, out);
    }
    // Of so long a file nothing is read.
    fs::File::create(folder.join("long.json"))
        .and_then(|file| file.set_len(LONGEST as u64 + 1))
        .expect("a file");
    refused(folder, &["report", "long.json", "-o", "none.html"], 3, "long.json has more than 512 MiB");
    for name in ["page.html", "tiny.ron", "seen.csv"] {
        refused(folder, &["report", name, "-o", "none.html"], 3, &format!("{name} is no JSON of jointex"));
    }
    assert!(!folder.join("none.html").exists());
}

/// The JSON of small results of each kind.
fn results() -> Vec<Value> {
    let work = work();
    let save = |arguments: &[&str]| -> Value {
        let text = said(work.path(), &[arguments, &["-q", "-f", "json"]].concat());
        serde_json::from_str(&text).expect("JSON")
    };
    vec![
        save(&["run", "technical-arrangement.ron", "-n", "10", "--pictures"]),
        save(&["run", "tiny.ron", "-n", "10", "--pictures"]),
        save(&["compare", "technical-arrangement.ron", "-n", "4"]),
        save(&["compare", "technical-arrangement.ron", "-n", "4", "--observed", "seen.csv"]),
    ]
}

fn drawn(value: &Value) -> Result<String, String> {
    read_saved(value.to_string().as_bytes()).map(|saved: Saved| saved_page(&saved).html("M"))
}

/// Fields whose texts are words of closed lists, numbers and times, which nobody writes.
const CLOSED: [&str; 17] = [
    "comparison",
    "finding",
    "fingerprint",
    "hash",
    "unit",
    "kind",
    "civil",
    "startex",
    "starts",
    "fate",
    "tactic",
    "up_to",
    "grain",
    "turn",
    "verdict",
    "label_at",
    "jointex_version",
];

/// Every text that a person may have written becomes `evil`.
fn replace(value: &mut Value, key: &str, evil: &str) {
    match value {
        Value::String(text) if !CLOSED.contains(&key) && !["best", "worst"].contains(&&**text) => {
            *text = evil.to_owned()
        }
        Value::Array(list) if !CLOSED.contains(&key) => {
            list.iter_mut().for_each(|value| replace(value, key, evil))
        }
        Value::Object(map) if !CLOSED.contains(&key) => {
            map.iter_mut().for_each(|(key, value)| replace(value, key, evil))
        }
        _ => {}
    }
}

#[test]
fn a_text_from_a_file_is_a_text() {
    for result in results() {
        let mut evil = result.clone();
        replace(&mut evil, "", "</script><img src=x onerror=alert(1)>\u{202e}");
        evil["jointex_version"] = json!("<img>\u{202e}");
        let (page, harmless) = (drawn(&evil).expect("it is read"), drawn(&result).expect("it is read"));
        assert!(!page.contains("<img") && !page.contains('\u{202e}'));
        assert!(page.matches("&lt;img src=x onerror=alert(1)&gt;").count() > 20);
        assert_eq!(page.matches("</script>").count(), harmless.matches("</script>").count());
    }
}

/// SplitMix64, whose numbers are the same everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, number: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % number as u64) as usize
    }

    /// A value somewhere in another: seldom a record, sometimes a list, most often what is neither.
    fn place<'v>(&mut self, value: &'v mut Value) -> &'v mut Value {
        let len = match &*value {
            Value::Array(list) => list.len(),
            Value::Object(map) => map.len(),
            _ => 0,
        };
        if len == 0 || self.below(if value.is_array() { 8 } else { 60 }) == 0 {
            return value;
        }
        let next = self.below(len);
        match value {
            Value::Array(list) => self.place(&mut list[next]),
            Value::Object(map) => self.place(map.values_mut().nth(next).expect("it has so many")),
            _ => unreachable!("it has a length"),
        }
    }

    /// Changes a value somewhere, most often to one of its kind, which is read.
    fn mutate(&mut self, whole: &mut Value) {
        const LARGE: i64 = 100_000_000_000_000_000;
        let numbers = [
            json!(0),
            json!(1),
            json!(-1),
            json!(2),
            json!(41),
            json!(u32::MAX),
            json!(LARGE),
            json!(-LARGE),
            json!(u64::MAX),
            json!(i64::MIN),
            json!(1e15),
            json!(-1e15),
            json!(1e300),
            json!(5e-324),
            json!(0.1),
            json!(-0.0),
        ];
        let any = [json!(null), json!("\u{202e}<b>"), json!(""), json!([]), json!({}), json!(true), json!(3)];
        let other = self.place(whole).clone();
        let (number, any) = (numbers[self.below(numbers.len())].clone(), any[self.below(any.len())].clone());
        let way = self.below(16);
        let at = self.place(whole);
        match at {
            _ if way == 0 => *at = any,
            _ if way == 1 && !at.is_object() => *at = other,
            Value::Number(_) | Value::Null => *at = number,
            Value::String(text) => {
                *text = ["", "\u{202e}<b>", "2026-03-02T11:34:34+01:00"][self.below(3)].to_owned()
            }
            Value::Array(list) if !list.is_empty() => {
                let (one, next) = (self.below(list.len()), self.below(list.len()));
                match way {
                    2..=4 => drop(list.remove(one)),
                    5..=7 => list.swap(one, next),
                    8..=9 => list.insert(one, list[next].clone()),
                    10 => list.truncate(one),
                    11 => list.clear(),
                    _ => list[one] = list[next].clone(),
                }
            }
            Value::Object(map) if way == 2 && !map.is_empty() => {
                let key = map.keys().nth(self.below(map.len())).cloned().expect("it has so many");
                map.remove(&key);
            }
            // Two fields of a record in each other's place.
            Value::Object(map) if !map.is_empty() => {
                let (one, next) = (self.below(map.len()), self.below(map.len()));
                let other = map.values().nth(one).cloned().expect("it has so many");
                *map.values_mut().nth(next).expect("it has so many") = other;
            }
            _ => *at = number,
        }
    }
}

#[test]
fn no_file_does_harm() {
    let mut chance = Chance(7);
    let rounds = std::env::var("JOINTEX_MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(150);
    let (mut pages, mut refusals) = (0, 0);
    for result in results() {
        let whole = drawn(&result).expect("it is read").len();
        for round in 0..rounds {
            let mut mutated = result.clone();
            (0..1 + chance.below(2)).for_each(|_| chance.mutate(&mut mutated));
            let made = std::panic::catch_unwind(|| drawn(&mutated));
            match made.unwrap_or_else(|_| {
                panic!("round {round} of a result of {} panics", result["scenario"]["id"])
            }) {
                Ok(page) => {
                    pages += 1;
                    assert!(page.len() < 2 * whole, "round {round}: {} of {whole}", page.len());
                    assert!(!page.contains("NaN") || result.to_string().contains("NaN"), "round {round}");
                }
                Err(told) => {
                    refusals += 1;
                    assert!(told.len() < 400, "{told}");
                }
            }
        }
    }
    eprintln!("{pages} pages, {refusals} refusals");
    assert!(pages > rounds && refusals > rounds, "{pages} pages, {refusals} refusals");
}
