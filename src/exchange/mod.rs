//! Other people's formats in and out, one file or folder each.
//!
//! [`msel`] writes and reads lists of injects as workbooks and tables. [`observed`] reads the timings of a real exercise, and writes the table to fill in.
//!
//! **Invariant:** what is read is told with the place of every fault, all at once; nothing here touches a file.

pub mod msel;
pub mod observed;
