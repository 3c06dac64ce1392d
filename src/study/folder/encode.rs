//! Numbers and texts as bytes, for shards: whole numbers short where they are small.
//!
//! **Invariant:** what was put is taken out the same, to the bit; what was not put so gives none, and never a panic.

/// Puts a whole number: seven bits a byte, the least first (LEB128).
pub fn put_whole(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Puts a text with its length.
pub fn put_text(out: &mut Vec<u8>, text: &str) {
    put_whole(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// Takes from bytes what was put into them.
#[derive(Debug, Clone, Copy)]
pub struct Taker<'a> {
    rest: &'a [u8],
}

impl<'a> Taker<'a> {
    /// From the first byte on.
    pub const fn new(bytes: &'a [u8]) -> Taker<'a> {
        Taker { rest: bytes }
    }

    /// How many bytes are left.
    pub const fn left(&self) -> usize {
        self.rest.len()
    }

    /// So many bytes.
    pub fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    /// One byte.
    pub fn byte(&mut self) -> Option<u8> {
        Some(self.bytes(1)?[0])
    }

    /// A whole number.
    pub fn whole(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// How many follow, each of at least a byte: a count that is larger than what is left asks for no memory.
    pub fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.whole()?).ok()?;
        (count <= self.rest.len()).then_some(count)
    }

    /// Eight bytes as they are.
    pub fn fixed(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.bytes(8)?.try_into().ok()?))
    }

    /// A text.
    pub fn text(&mut self) -> Option<String> {
        let count = self.count()?;
        String::from_utf8(self.bytes(count)?.to_vec()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_is_taken_out_the_same() {
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let mut out = Vec::new();
        numbers.iter().for_each(|number| put_whole(&mut out, *number));
        put_text(&mut out, "é");
        let mut taker = Taker::new(&out);
        assert_eq!(numbers.map(|_| taker.whole()), numbers.map(Some));
        assert_eq!((taker.text().as_deref(), taker.left()), (Some("é"), 0));
    }

    #[test]
    fn what_is_cut_short_or_too_long_gives_none() {
        assert_eq!(Taker::new(&[0x80]).whole(), None);
        assert_eq!(Taker::new(&[0xff; 11]).whole(), None);
        assert_eq!(Taker::new(&[200, 1, b'a']).text(), None);
        assert_eq!(Taker::new(&[1, 0xff]).text(), None);
    }
}
