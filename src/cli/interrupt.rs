//! Ctrl-C: the first says stop, another one a little later ends the process.
//!
//! Some programs send the same signal twice, to a process and to its group: what comes within [`GRACE`] is the same interrupt.
//!
//! **Invariant:** a signal is never swallowed: it stops the run that [`Interrupts`] watches, or ends the process.

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// How long after the first interrupt another one is taken for the same.
const GRACE: Duration = Duration::from_secs(1);
/// How often it is looked whether there was one.
const TICK: Duration = Duration::from_millis(50);

/// Sends interrupts to a flag.
#[derive(Debug)]
pub struct Interrupts {
    stop: Arc<AtomicBool>,
    /// Whether the next interrupt ends the process.
    last: Arc<AtomicBool>,
}

impl Interrupts {
    /// From now on, the first interrupt sets `stop`, and any that is not the same one ends the process.
    ///
    /// # Errors
    /// Those of the system.
    pub fn stop(stop: &Arc<AtomicBool>) -> io::Result<Interrupts> {
        let last = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            // Looked at before the flag is set, so the first interrupt passes.
            flag::register_conditional_default(signal, Arc::clone(&last))?;
            flag::register(signal, Arc::clone(stop))?;
        }
        let (seen, next) = (Arc::clone(stop), Arc::clone(&last));
        thread::Builder::new().name("interrupts".to_owned()).spawn(move || {
            while !next.load(Ordering::Relaxed) {
                if seen.load(Ordering::Relaxed) {
                    thread::sleep(GRACE);
                    next.store(true, Ordering::Relaxed);
                }
                thread::sleep(TICK);
            }
        })?;
        Ok(Interrupts { stop: Arc::clone(stop), last })
    }
}

impl Drop for Interrupts {
    /// Where nobody said stop, the next interrupt ends the process as if nothing had been registered.
    fn drop(&mut self) {
        if !self.stop.load(Ordering::Relaxed) {
            self.last.store(true, Ordering::Relaxed);
        }
    }
}
