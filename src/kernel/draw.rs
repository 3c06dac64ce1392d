//! Chance without state: a draw is a function of what it is for.
//!
//! A [`Key`] starts from the seed and the replication and takes in, part by part, the purpose of the draw and the names
//! of those who meet in it. Whoever asks for the same draw gets the same number, in whatever order the simulation
//! asks, so that two variants of a scenario differ only where their rules differ (common random numbers).
//!
//! `key.with(part)` is output number `part` of the SplitMix64 generator whose state is the key: Steele, Lea and
//! Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, with mix 13 of Stafford. For a given key
//! different parts never give the same result, and for a given part different keys never do.
//!
//! **Invariant:** the numbers are part of the format. A change to this file that changes a draw changes every golden
//! result, and the tests below hold the bits fast.

use std::convert::Infallible;

use rand::TryRng;
use siphasher::sip::SipHasher13;

/// 2⁶⁴ divided by the golden ratio, made odd: SplitMix64's increment.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The largest `f64` below 1, which is the largest uniform draw.
const LARGEST: f64 = 1.0 - f64::EPSILON / 2.0;

/// The key of a name: SipHash-1-3 with a key of zeros over its UTF-8 bytes.
///
/// Names are hashed when a scenario is compiled, where two names with one key are a fault.
pub fn name_key(text: &str) -> u64 {
    SipHasher13::new().hash(text.as_bytes())
}

/// What a draw is for. Also the draw itself: each of the methods below reads the same 64 bits.
///
/// Two draws that should be independent need two keys; `key.uniform()` and `key.exponential()` are one draw in two
/// shapes, while `key.with(1).uniform()` and `key.with(2).uniform()` are two.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key(pub u64);

impl Key {
    /// The key from which all draws of one replication derive.
    pub const fn replication(seed: u64, replication: u64) -> Key {
        Key(0).with(seed).with(replication)
    }

    /// Takes in one more part: a purpose, a name's key, an ordinal. The order of the parts matters.
    #[inline]
    #[must_use]
    pub const fn with(self, part: u64) -> Key {
        // One increment ahead, as in SplitMix64, so that part 0 of key 0 is not 0, the fixed point of the mix.
        let mut z = self.0.wrapping_add(part.wrapping_add(1).wrapping_mul(GOLDEN));
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Key(z ^ (z >> 31))
    }

    /// All 64 bits.
    #[inline]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Uniform in (0, 1): (k + ½)·2⁻⁵³ with k the top 53 bits, never 0 and never 1.
    #[inline]
    pub fn uniform(self) -> f64 {
        // From 2^52 on, k + ½ has no f64 of its own and rounds to an even k. The last k of all would so give 1.
        let k = (self.0 >> 11) as f64;
        ((k + 0.5) * (f64::EPSILON / 2.0)).min(LARGEST)
    }

    /// True with probability `p`; never for 0 (or NaN), always for 1.
    #[inline]
    pub fn chance(self, p: f64) -> bool {
        self.uniform() < p
    }

    /// Uniform on 0, 1, …, `n` − 1 by multiply and shift, each value with probability within 2⁻⁶⁴ of 1/`n`.
    ///
    /// `n` must be positive.
    #[inline]
    pub const fn below(self, n: u64) -> u64 {
        debug_assert!(n > 0);
        ((self.0 as u128 * n as u128) >> 64) as u64
    }

    /// Exponential with mean 1; the largest is 53·ln 2, about 36.7.
    #[inline]
    pub fn exponential(self) -> f64 {
        -libm::log1p(-self.uniform())
    }

    /// A generator for whatever wants many numbers: a shuffle, a bootstrap, a distribution of the `rand` family.
    ///
    /// Its numbers have keys of their own, apart from those of `self.with(0)`, `self.with(1)`, …
    pub const fn stream(self) -> KeyedStream {
        const STREAM: u64 = 0x5354_5245_414D_0000;
        KeyedStream { key: self.with(STREAM), next: 0 }
    }
}

/// The numbers `key.with(0)`, `key.with(1)`, … as a generator for the `rand` crate: SplitMix64 with a key for its state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyedStream {
    key: Key,
    next: u64,
}

/// Through rand's blanket implementation this makes it an infallible `rand::Rng`.
impl TryRng for KeyedStream {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        // The upper half, which a multiplicative mix serves best.
        Ok((self.try_next_u64()? >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let key = self.key.with(self.next);
        self.next = self.next.wrapping_add(1);
        Ok(key.bits())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.try_next_u64()?.to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}
