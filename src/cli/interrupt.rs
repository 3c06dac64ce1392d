//! Ctrl-C: the first says stop, the second ends the process.
//!
//! **Invariant:** a signal is never swallowed: it stops the run that [`Interrupts`] watches, or ends the process.

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Sends interrupts to a flag.
#[derive(Debug)]
pub struct Interrupts {
    stop: Arc<AtomicBool>,
}

impl Interrupts {
    /// From now on, the first interrupt sets `stop`, and any after that ends the process.
    ///
    /// # Errors
    /// Those of the system.
    pub fn stop(stop: &Arc<AtomicBool>) -> io::Result<Interrupts> {
        for signal in [SIGINT, SIGTERM] {
            // Looked at before the flag is set, so the first interrupt passes.
            flag::register_conditional_default(signal, Arc::clone(stop))?;
            flag::register(signal, Arc::clone(stop))?;
        }
        Ok(Interrupts { stop: Arc::clone(stop) })
    }
}

impl Drop for Interrupts {
    /// With the flag set, the next interrupt ends the process as if nothing had been registered.
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}
