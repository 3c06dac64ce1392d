//! How far a run is: a bar with rate and remaining time on a terminal, else a plain line every few seconds.
//!
//! Running replications only count up; a thread that sleeps most of the time looks at the count.
//!
//! **Invariant:** short runs show nothing, and nothing of a bar is left when the results come.

use super::screen::Screen;
use crate::measure::thousands;
use crate::study::Watch;
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

const TICK: Duration = Duration::from_millis(200);
const LINE_EVERY: Duration = Duration::from_secs(5);

/// What an interrupt does, and how to have it at once.
const STOPPING: &str = "stopping after those under way; Ctrl-C again stops at once";

/// Does `work` while showing how many of `total` replications `watch` has counted; what was spared is as good as played.
pub fn shown<T>(watch: &Watch, total: u64, screen: &Screen, work: impl FnOnce() -> T) -> T {
    if screen.quiet {
        return work();
    }
    let (over, ended) = channel::<()>();
    let start = Instant::now();
    thread::scope(|scope| {
        scope.spawn(move || match io::stderr().is_terminal() {
            true => bar(watch, total, start, &ended),
            false => lines(watch, total, start, screen, &ended),
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

fn bar(watch: &Watch, total: u64, start: Instant, ended: &Receiver<()>) {
    if !goes_on(ended, 2 * TICK) {
        return;
    }
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:16.cyan} {wide_msg}") {
        bar.set_style(style.progress_chars("━╸ "));
    }
    loop {
        bar.set_length(total - watch.spared.load(Ordering::Relaxed).min(total));
        bar.set_position(watch.done.load(Ordering::Relaxed));
        bar.set_message(state(watch, total, start));
        if !goes_on(ended, TICK) {
            break;
        }
    }
    bar.finish_and_clear();
}

fn lines(watch: &Watch, total: u64, start: Instant, screen: &Screen, ended: &Receiver<()>) {
    let (mut said, mut stopping) = (start, false);
    while goes_on(ended, TICK) {
        let stops = watch.stop.load(Ordering::Relaxed);
        // An interrupt is answered at once.
        if said.elapsed() >= LINE_EVERY || (stops && !stopping) {
            screen.remark(&state(watch, total, start));
            (said, stopping) = (Instant::now(), stops);
        }
    }
}

/// `120 of 200 replications, 14.2 a second, 6 s left`.
fn state(watch: &Watch, total: u64, start: Instant) -> String {
    let done = watch.done.load(Ordering::Relaxed);
    let total = total - watch.spared.load(Ordering::Relaxed).min(total);
    let seconds = start.elapsed().as_secs_f64();
    let left = match (watch.stop.load(Ordering::Relaxed), done) {
        (true, _) => STOPPING.to_owned(),
        (false, 0) => "time left unknown".to_owned(),
        // Rounded up: the last second should not be announced as none.
        (false, _) => format!(
            "{} left",
            HumanDuration(Duration::from_secs(
                (seconds * (total - done.min(total)) as f64 / done as f64).ceil() as u64
            ))
        ),
    };
    let rate = done as f64 / seconds.max(1e-6);
    let rate = if rate < 10.0 { format!("{rate:.1}") } else { thousands(rate as u64) };
    format!("{} of {} replications, {rate} a second, {left}", thousands(done), thousands(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_an_interrupt_the_user_learns_how_to_stop_at_once() {
        let watch = Watch::default();
        watch.done.store(3490, Ordering::Relaxed);
        let said = || state(&watch, 100_000, Instant::now());
        assert!(
            said().starts_with("3,490 of 100,000 replications, ") && said().ends_with(" left"),
            "{}",
            said()
        );
        watch.stop.store(true, Ordering::Relaxed);
        assert!(
            said().ends_with(", stopping after those under way; Ctrl-C again stops at once"),
            "{}",
            said()
        );
    }
}
