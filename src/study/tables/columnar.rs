//! A table as Parquet, row group by row group.
//!
//! Texts are kept in dictionaries, numbers as they are, and all is compressed by Snappy, whose Rust version needs no C library.
//! A row group has a fixed number of rows, so memory does not grow with the table, and the same rows give the same bytes.
//!
//! **Invariant:** a cell that is empty is null, whatever the column holds.

use super::super::rows::{Cell, Kind};
use super::Column;
use bytes::Bytes;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use std::io::{self, Write};
use std::sync::Arc;

/// Rows of a row group.
const ROWS: usize = 1 << 17;

/// A Parquet file that is being written.
pub struct Columnar<W: Write + Send> {
    out: SerializedFileWriter<W>,
    columns: Vec<Buffered>,
    rows: usize,
}

impl<W: Write + Send> std::fmt::Debug for Columnar<W> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Columnar").field("rows", &self.rows).finish_non_exhaustive()
    }
}

/// The cells of one column in the current row group.
struct Buffered {
    kind: Kind,
    /// 1 where there is a value.
    levels: Vec<i16>,
    wholes: Vec<i64>,
    numbers: Vec<f64>,
    texts: Vec<ByteArray>,
    /// The last text: neighbours often have the same, and share it.
    last: Bytes,
}

impl<W: Write + Send> Columnar<W> {
    /// A file with these columns.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(out: W, columns: &[Column]) -> io::Result<Columnar<W>> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(format!("jointex {}", env!("CARGO_PKG_VERSION")))
            .set_max_row_group_row_count(Some(ROWS))
            .build();
        let out = SerializedFileWriter::new(out, schema(columns).map_err(plain)?, Arc::new(properties));
        let buffered = |column: &Column| Buffered {
            kind: column.kind,
            levels: Vec::new(),
            wholes: Vec::new(),
            numbers: Vec::new(),
            texts: Vec::new(),
            last: Bytes::new(),
        };
        Ok(Columnar { out: out.map_err(plain)?, columns: columns.iter().map(buffered).collect(), rows: 0 })
    }

    /// Takes in a row.
    ///
    /// # Errors
    /// Those of the system, when a row group is full.
    pub fn row<'c>(&mut self, cells: impl Iterator<Item = &'c Cell<'c>>) -> io::Result<()> {
        self.columns.iter_mut().zip(cells).for_each(|(column, cell)| column.push(cell));
        self.rows += 1;
        if self.rows == ROWS { self.flush() } else { Ok(()) }
    }

    /// Writes the rest and returns what it was written to.
    ///
    /// # Errors
    /// Those of the system.
    pub fn finish(mut self) -> io::Result<W> {
        self.flush()?;
        self.out.into_inner().map_err(plain)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        self.rows = 0;
        let mut group = self.out.next_row_group().map_err(plain)?;
        self.columns.iter_mut().try_for_each(|column| column.flush(&mut group)).map_err(plain)?;
        group.close().map(drop).map_err(plain)
    }
}

impl Buffered {
    fn push(&mut self, cell: &Cell<'_>) {
        let there = match (self.kind, *cell) {
            (_, Cell::Empty) => false,
            // Readers are told that it has no sign.
            (Kind::Whole, Cell::Whole(number)) => {
                self.wholes.push(number as i64);
                true
            }
            (Kind::Number, Cell::Number(number)) => {
                self.numbers.push(number);
                true
            }
            (Kind::Text, Cell::Text(text)) => {
                if self.last != text.as_bytes() {
                    self.last = Bytes::copy_from_slice(text.as_bytes());
                }
                self.texts.push(ByteArray::from(self.last.clone()));
                true
            }
            (kind, cell) => unreachable!("a column of {kind:?} gets {cell:?}"),
        };
        self.levels.push(i16::from(there));
    }

    fn flush<W: Write + Send>(
        &mut self,
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), ParquetError> {
        let Some(mut column) = group.next_column()? else {
            return Err(ParquetError::General("there are fewer columns than cells".to_owned()));
        };
        let levels = Some(&*self.levels);
        match self.kind {
            Kind::Whole => column.typed::<Int64Type>().write_batch(&self.wholes, levels, None)?,
            Kind::Number => column.typed::<DoubleType>().write_batch(&self.numbers, levels, None)?,
            Kind::Text => column.typed::<ByteArrayType>().write_batch(&self.texts, levels, None)?,
        };
        self.levels.clear();
        self.wholes.clear();
        self.numbers.clear();
        self.texts.clear();
        column.close()
    }
}

fn schema(columns: &[Column]) -> Result<TypePtr, ParquetError> {
    let typed = |column: &Column| {
        let (physical, logical) = match column.kind {
            Kind::Whole => (Physical::INT64, Some(LogicalType::integer(64, false))),
            Kind::Number => (Physical::DOUBLE, None),
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        Type::primitive_type_builder(&column.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()
            .map(Arc::new)
    };
    let fields = columns.iter().map(typed).collect::<Result<_, _>>()?;
    Type::group_type_builder("table").with_fields(fields).build().map(Arc::new)
}

/// The error of the system that lies beneath, so that a full disk is told as one.
fn plain(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(inner) => io::Error::other(inner),
        },
        other => io::Error::other(other),
    }
}
