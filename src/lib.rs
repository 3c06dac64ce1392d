//! jointex plays joint NATO–EU cyber exercises before they are held.
#![allow(missing_docs)]

pub mod analysis;
pub mod cli;
pub mod compile;
pub mod diagnostic;
pub mod kernel;
pub mod library;
pub mod measure;
pub mod model;
pub mod report;
pub mod scenario;
pub mod sim;
pub mod statistics;
pub mod study;
