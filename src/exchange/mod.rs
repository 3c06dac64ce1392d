//! Other people's formats in and out, one file each.
//!
//! [`observed`] reads the timings of a real exercise, and writes the table to fill in.
//!
//! **Invariant:** what is read is told with the place of every fault, all at once; nothing here touches a file.

pub mod observed;
