//! Simulators that one would write by hand for a single purpose, as a measure for the engine: they do nothing that their
//! question does not need. Benches compare the time with theirs, and a test the results.

pub mod epidemic;
