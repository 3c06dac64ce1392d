//! How far a run is: a bar with rate and remaining time on a terminal, else a plain line every few seconds.
//!
//! Running replications only count up; a thread that sleeps most of the time looks at the count.
//!
//! **Invariant:** short runs show nothing, and nothing of a bar is left when the results come.

use super::screen::Screen;
use crate::study::Watch;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

const TICK: Duration = Duration::from_millis(200);
const LINE_EVERY: Duration = Duration::from_secs(5);

/// Does `work` while showing how many of `total` replications `watch` has counted.
pub fn shown<T>(watch: &Watch, total: u64, screen: &Screen, work: impl FnOnce() -> T) -> T {
    if screen.quiet {
        return work();
    }
    let (over, ended) = channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || match io::stderr().is_terminal() {
            true => bar(watch, total, &ended),
            false => lines(watch, total, screen, &ended),
        });
        let done = work();
        drop(over);
        done
    })
}

/// Whether the work went on for `time` more.
fn goes_on(ended: &Receiver<()>, time: Duration) -> bool {
    ended.recv_timeout(time) == Err(RecvTimeoutError::Timeout)
}

fn bar(watch: &Watch, total: u64, ended: &Receiver<()>) {
    if !goes_on(ended, 2 * TICK) {
        return;
    }
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    let template = "{bar:30.cyan} {human_pos} of {human_len} replications, {per_sec}, {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("━╸ "));
    }
    loop {
        bar.set_position(watch.done.load(Ordering::Relaxed));
        if watch.stop.load(Ordering::Relaxed) {
            bar.set_message("stopping");
        }
        if !goes_on(ended, TICK) {
            break;
        }
    }
    bar.finish_and_clear();
}

fn lines(watch: &Watch, total: u64, screen: &Screen, ended: &Receiver<()>) {
    let start = Instant::now();
    while goes_on(ended, LINE_EVERY) {
        let done = watch.done.load(Ordering::Relaxed);
        let rate = done as f64 / start.elapsed().as_secs_f64();
        let left = match done {
            0 => "time left unknown".to_owned(),
            _ => format!("about {} s left", ((total - done.min(total)) as f64 / rate).ceil()),
        };
        screen.remark(&format!("{done} of {total} replications, {rate:.1} a second, {left}"));
    }
}
