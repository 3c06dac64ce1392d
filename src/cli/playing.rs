//! How a scenario is played: the options of every verb that plays one, and the playing on the threads asked for.
//!
//! **Invariant:** how many threads play, and how long it takes, changes nothing of what comes of it.

use super::failure::Failure;
use super::interrupt::Interrupts;
use super::progress;
use super::screen::Screen;
use crate::measure::{counted, thousands};
use crate::study::{Budget, Watch};
use clap::Args;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::ops::RangeInclusive;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// How often to play, with which chances, and by which means.
#[derive(Debug, Args)]
pub struct Playing {
    /// How often to play it.
    #[arg(short = 'n', long, default_value_t = 200, value_name = "N", value_parser = |text: &str| whole(text, 1..=1_000_000_000), allow_negative_numbers = true)]
    pub replications: u64,
    /// The seed of all chances.
    #[arg(short, long, default_value_t = 1, value_parser = |text: &str| whole(text, 0..=u64::MAX), allow_negative_numbers = true)]
    pub seed: u64,
    #[command(flatten)]
    pub means: Means,
}

/// On how many threads to play, and what each replication may use up.
#[derive(Debug, Args)]
pub struct Means {
    /// How many threads play; as many as there are processors if left out.
    #[arg(short = 'j', long, value_name = "N", value_parser = |text: &str| whole(text, 1..=1024), allow_negative_numbers = true)]
    pub threads: Option<u64>,
    /// End a replication after so many events; it is counted apart and in no number.
    #[arg(long, default_value_t = Budget::default().events, value_name = "N", value_parser = |text: &str| whole(text, 1..=Budget::MOST_EVENTS), allow_negative_numbers = true)]
    pub event_budget: u64,
    /// End a replication that needs more memory for what happens in it, likewise; results that are held until the end may take as
    /// much. Each thread plays a replication of its own.
    #[arg(long, default_value = "4GiB", value_name = "SIZE", value_parser = size, allow_negative_numbers = true)]
    pub memory_budget: u64,
}

impl Means {
    /// What a replication may use up.
    pub const fn budget(&self) -> Budget {
        Budget { events: self.event_budget, bytes: self.memory_budget }
    }

    /// How many threads play.
    pub fn players(&self) -> u64 {
        let processors = || std::thread::available_parallelism().map_or(1, |number| number.get() as u64);
        self.threads.unwrap_or_else(processors)
    }

    /// The threads that play.
    pub fn pool(&self) -> Result<ThreadPool, Failure> {
        let pool = ThreadPoolBuilder::new().num_threads(self.players() as usize).build();
        pool.map_err(|error| Failure::world("cannot start threads", std::io::Error::other(error)))
    }

    /// Whether there is room for the results of so many replications, each of which takes `bytes`, before any is played.
    pub fn room(&self, replications: u64, bytes: u64) -> Result<(), Failure> {
        self.room_beside(0, replications, bytes)
    }

    /// The same beside so many bytes that are taken whatever the number of replications.
    pub fn room_beside(&self, taken: u64, replications: u64, bytes: u64) -> Result<(), Failure> {
        let most = self.memory_budget.saturating_sub(taken) / bytes.max(1);
        if replications <= most {
            return Ok(());
        }
        Err(Failure::Usage(format!(
            "the results of {} would take more than the memory budget, which has room for {}: play fewer, or give a larger \
             --memory-budget",
            counted(replications, "replication"),
            thousands(most),
        )))
    }

    /// Does `work`, which plays up to `total` replications, on the threads asked for; shows how far it is, hands it the
    /// first Ctrl-C, and says how fast it was. `work` returns how many events fired besides.
    pub fn play<T: Send>(
        &self,
        total: u64,
        screen: &Screen,
        work: impl FnOnce(&Watch) -> (T, u64) + Send,
    ) -> Result<T, Failure> {
        let pool = self.pool()?;
        let watch = Watch { budget: self.budget(), ..Watch::default() };
        let interrupts = Interrupts::stop(&watch.stop)
            .map_err(|error| Failure::world("cannot listen to Ctrl-C", error))?;
        let start = Instant::now();
        let (result, events) = progress::shown(&watch, total, screen, || pool.install(|| work(&watch)));
        drop(interrupts);
        let seconds = start.elapsed().as_secs_f64().max(1e-6);
        let played = watch.done.load(Ordering::Relaxed);
        screen.remark(&format!(
            "{} in {seconds:.1} s: {} replications and {} events a second",
            counted(played, "replication"),
            rate(played as f64 / seconds),
            rate(events as f64 / seconds),
        ));
        Ok(result)
    }
}

fn rate(a_second: f64) -> String {
    if a_second < 10.0 { format!("{a_second:.1}") } else { thousands(a_second as u64) }
}

/// A whole number within `range`.
pub fn whole(text: &str, range: RangeInclusive<u64>) -> Result<u64, String> {
    // 1e6 is as whole as 1000000; an i128 holds what the largest exponent here can give.
    let plain = text.replace('_', "");
    let scaled = || {
        let (digits, zeros) = plain.split_once(['e', 'E'])?;
        let factor = 10_i128.checked_pow(zeros.parse::<u32>().ok().filter(|zeros| *zeros <= 18)?)?;
        digits.parse::<i64>().ok().map(|digits| i128::from(digits) * factor)
    };
    match plain.parse::<i128>().ok().or_else(scaled).ok_or(()) {
        Err(()) => Err("write a whole number, such as 200 or 1e6".to_owned()),
        Ok(number) if number < i128::from(*range.start()) => {
            Err(format!("it must be at least {}", range.start()))
        }
        Ok(number) => match u64::try_from(number) {
            Ok(number) if range.contains(&number) => Ok(number),
            _ => Err(format!("it must be at most {}", thousands(*range.end()))),
        },
    }
}

/// Bytes, written as 512MiB, 2GiB, 2GB or a plain number of them.
pub fn size(text: &str) -> Result<u64, String> {
    let units: [(&str, u64); 7] = [
        ("KiB", 1 << 10),
        ("MiB", 1 << 20),
        ("GiB", 1 << 30),
        ("kB", 1_000),
        ("MB", 1_000_000),
        ("GB", 1_000_000_000),
        ("", 1),
    ];
    let of_unit = units.iter().find_map(|(unit, bytes)| Some((text.strip_suffix(unit)?, *bytes)));
    let Some((number, bytes)) = of_unit else { return Err(SIZES.to_owned()) };
    match number.trim_end().parse::<u64>() {
        Err(_) => Err(SIZES.to_owned()),
        Ok(number) if number > Budget::MOST_BYTES / bytes => {
            Err(format!("it must be at most {}GiB", Budget::MOST_BYTES >> 30))
        }
        Ok(0) => Err("it must be more than 0".to_owned()),
        Ok(number) => Ok(number * bytes),
    }
}

const SIZES: &str = "write a size such as 512MiB, 2GiB or 2GB";
