//! Choices out of bytes, so that an engine that knows which bytes led where can steer them.
//!
//! **Invariant:** the choices are a function of the bytes; behind the last, each is the first of its kind, which ends what it can.

/// Bytes that choose.
pub struct Dice<'b> {
    bytes: &'b [u8],
}

impl<'b> Dice<'b> {
    pub fn new(bytes: &'b [u8]) -> Dice<'b> {
        Dice { bytes }
    }

    /// Whether bytes are left.
    pub fn goes_on(&self) -> bool {
        !self.bytes.is_empty()
    }

    fn byte(&mut self) -> usize {
        let (first, rest) =
            self.bytes.split_first().map_or((0, &[][..]), |(first, rest)| (usize::from(*first), rest));
        self.bytes = rest;
        first
    }

    /// A number below `end`, or 0; large ones take three bytes.
    pub fn below(&mut self, end: usize) -> usize {
        let number =
            if end <= 256 { self.byte() } else { self.byte() << 16 | self.byte() << 8 | self.byte() };
        number % end.max(1)
    }

    /// One of several.
    pub fn one_of<'t, T: ?Sized>(&mut self, things: &[&'t T]) -> &'t T {
        things[self.below(things.len())]
    }

    /// All bytes that are left.
    pub fn rest(&mut self) -> &'b [u8] {
        std::mem::take(&mut self.bytes)
    }
}
