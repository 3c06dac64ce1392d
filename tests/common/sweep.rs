//! Plans made by hand, played into passing folders.
//!
//! **Invariant:** what differs between two plays of a study is only what the test varies.

use jointex::diagnostic::Sources;
use jointex::scenario::{LoadError, Scenario, parse};
use jointex::study::{Budget, DesignPoint, Factor, Input, Level, Part, Plan, Shape, Watch};
use std::path::Path;

const STARTER: &str = include_str!("../../src/cli/starter.ron");

/// A plan with its scenario.
#[derive(Debug, Clone)]
pub struct Study {
    pub plan: Plan,
    pub scenario: Scenario,
    pub sources: Sources,
    pub inputs: Vec<Input>,
    pub budget: Budget,
}

impl Study {
    /// Six points, each played 20 times: two variants by three levels.
    pub fn small() -> Study {
        Study::of(STARTER, 20)
    }

    /// The same, played for a second or two.
    pub fn long() -> Study {
        Study::of(&STARTER.replace("endex: \"3d\"", "endex: \"20d\""), 150)
    }

    fn of(text: &str, replications: u64) -> Study {
        let parsed =
            parse("test.ron", text, &mut |path| Err(LoadError(format!("the test has no file {path}"))));
        let level =
            |text: &str, number: f64| Level { text: text.to_owned(), number: Some(number), cost: 0.0 };
        let levels = [
            vec![level("1", 1.0), level("\"1h\"", 1.0)],
            vec![level("2", 2.0), level("\"2h\"", 2.0)],
            vec![level("3", 3.0), level("\"30min\"", 0.5)],
        ];
        let variants = [None, Some("alone".to_owned())];
        let mut points = Vec::new();
        for variant in &variants {
            for levels in &levels {
                let number = points.len() as u32 + 1;
                points.push(DesignPoint {
                    number,
                    variant: variant.clone(),
                    draw: 0,
                    levels: levels.clone(),
                });
            }
        }
        let factor = |id: &str, path: &str| Factor {
            id: id.to_owned(),
            paths: vec![path.to_owned()],
            uncertain: false,
        };
        let plan = Plan {
            id: "by-hand".to_owned(),
            title: String::new(),
            factors: vec![factor("seats", "teams[soc-mod].tiers[l1].seats"), factor("shift", "prelude")],
            dimensions: vec![vec![0, 1]],
            shape: Shape::Listed,
            variants: variants.into(),
            draws: 0,
            points,
            replications,
            seed: 7,
            common_random_numbers: true,
            measures: vec!["time_to_declare".to_owned(), "utilisation[team=soc-mod]".to_owned()],
        };
        let inputs = vec![Input::new("study.ron", "Study()"), Input::new("test.ron", text)];
        let scenario = parsed.scenario.expect("it has no fault");
        Study { plan, scenario, sources: parsed.sources, inputs, budget: Budget::default() }
    }
}

/// A passing folder.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Plays what is missing of a part and returns how many replications are missing still.
pub fn play(
    study: &Study,
    path: &Path,
    entry: jointex::study::Entry,
    threads: usize,
    part: Part,
    watch: &Watch,
) -> Result<u64, with::Ended> {
    let (folder, manifest) = with::enter(study, path, entry).map_err(with::Ended::Refused)?;
    let index = with::index(study, path);
    let models = with::models(study);
    let mut sweep = with::sweep(study, &folder, &manifest);
    (sweep.part, sweep.watch, sweep.models) = (part, watch, &models);
    let start = std::time::Instant::now();
    let clock = || start.elapsed();
    sweep.clock = &clock;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| sweep.play(&index)).map_err(with::Ended::Faulty)
}

/// The tables of a study that is played in these parts.
pub fn tables(study: &Study, threads: usize, parts: &[Part]) -> Vec<(&'static str, Vec<u8>)> {
    let folder = folder();
    for part in parts {
        let left =
            play(study, folder.path(), jointex::study::Entry::Shared, threads, *part, &Watch::default());
        assert_eq!(left.expect("it plays"), 0);
    }
    with::tables(study, folder.path())
}

/// The steps.
pub mod with {
    use super::{Part, Path, Study, Watch};
    use jointex::model::Model;
    use jointex::study::{
        DesignPoint, Entry, Environment, Folder, Index, Manifest, PointFault, Refusal, Sweep, SweepFault,
        TABLES, make_tables, model_at,
    };
    use std::sync::LazyLock;
    use std::time::Duration;

    /// Why a play ended.
    #[derive(Debug)]
    pub enum Ended {
        Refused(Refusal),
        Faulty(SweepFault),
    }

    pub fn enter(study: &Study, path: &Path, entry: Entry) -> Result<(Folder, Manifest), Refusal> {
        let environment = Environment { os: "any".to_owned(), arch: "any".to_owned(), threads: 0 };
        let manifest = Manifest::new(study.plan.clone(), study.inputs.clone(), study.budget, environment);
        Folder::enter(path, &manifest, entry).map(|folder| (folder, manifest))
    }

    pub fn index(_: &Study, path: &Path) -> Index {
        let (folder, manifest) = Folder::begun(path).expect("it was begun");
        Index::read(&folder, manifest.identity()).expect("its shards can be read")
    }

    pub fn models(study: &Study) -> impl Fn(&DesignPoint) -> Result<Model, PointFault> + Sync {
        |point| {
            let mut sources = study.sources.clone();
            let (model, diagnostics) = model_at(&study.scenario, &study.plan, point, &[], &mut sources);
            model.ok_or(PointFault { diagnostics, sources })
        }
    }

    /// A sweep of all, whose shards are committed after hardly any time.
    pub fn sweep<'a>(study: &'a Study, folder: &'a Folder, manifest: &'a Manifest) -> Sweep<'a> {
        static WATCH: LazyLock<Watch> = LazyLock::new(Watch::default);
        Sweep {
            folder,
            manifest,
            part: Part::default(),
            models: Box::leak(Box::new(models(study))),
            clock: &|| Duration::ZERO,
            shard: Duration::from_millis(20),
            until: None,
            watch: &WATCH,
        }
    }

    /// Makes the tables and reads them.
    pub fn tables(study: &Study, path: &Path) -> Vec<(&'static str, Vec<u8>)> {
        let (folder, manifest) = Folder::begun(path).expect("it was begun");
        make_tables(&folder, &manifest, &index(study, path)).expect("there is room");
        read(path)
    }

    pub fn read(path: &Path) -> Vec<(&'static str, Vec<u8>)> {
        TABLES.map(|name| (name, std::fs::read(path.join(name)).expect("a table"))).into()
    }
}
