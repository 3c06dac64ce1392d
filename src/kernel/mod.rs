//! The discrete-event kernel: time, the calendar of events to come, and chance.
//!
//! - [`SimTime`] and [`SimDuration`]: whole microseconds.
//! - [`Calendar`]: the future event list, with a total order.
//! - [`Key`]: stateless draws, keyed by what they are for.
//! - [`Distribution`]: variates of the usual families, one uniform each.
//!
//! A simulation is a loop that is the caller's own: pop the next event, change the state, schedule what follows.
//!
//! ```
//! use jointex::kernel::{Calendar, Distribution, Key, SimDuration, SimTime};
//!
//! // A lamp whose bulb lasts 1000 hours in the mean, over one year.
//! #[derive(Clone, Copy)]
//! enum Event {
//!     Burnt { bulb: u64 },
//! }
//! let life = Distribution::exponential(1000.0 * SimDuration::HOUR.micros() as f64).unwrap();
//! let key = Key::replication(1, 0);
//! let end = SimTime::ZERO + SimDuration::DAY * 365;
//!
//! let mut calendar = Calendar::new();
//! calendar.schedule(SimTime::ZERO + life.sample(key.with(0)), 0, 0, Event::Burnt { bulb: 0 });
//! let mut replaced = 0;
//! while let Some(fired) = calendar.pop().filter(|fired| fired.at <= end) {
//!     let Event::Burnt { bulb } = fired.event;
//!     replaced += 1;
//!     calendar.schedule(fired.at + life.sample(key.with(bulb + 1)), 0, 0, Event::Burnt { bulb: bulb + 1 });
//! }
//! assert!((1..30).contains(&replaced));
//! ```
//!
//! **Invariant:** the kernel knows no word of cyber, imports no other room and no serialisation, and gives the same
//! bits on every platform: integers for time, `libm` for everything transcendental.

mod calendar;
mod distribution;
mod draw;
mod normal;
mod quantile_table;
mod time;
mod wheel;

pub use calendar::{CLASSES, Calendar, ENTITIES, Fired};
pub use distribution::{Distribution, ParameterError};
pub use draw::{Key, KeyedStream, name_key};
pub use time::{SimDuration, SimTime};
