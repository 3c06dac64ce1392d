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

#[cfg(test)]
mod tests {
    use rand::seq::SliceRandom;
    use rand::{Rng, RngExt};

    use super::*;

    /// Keys as a simulation makes them: three small numbers on top of a replication.
    fn structured(seed: u64, a: u64, b: u64, n: u64) -> Key {
        Key::replication(seed, 0).with(a).with(b).with(n)
    }

    #[test]
    fn with_is_splitmix64() {
        // The first outputs of the reference implementation (S. Vigna, splitmix64.c) from the state 1234567.
        let expected: [u64; 5] = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!([0, 1, 2, 3, 4].map(|part| Key(1_234_567).with(part).bits()), expected);
    }

    #[test]
    fn golden_draws() {
        let check = |key: Key, bits: u64, uniform: u64, exponential: u64, below: u64| {
            let got =
                (key.bits(), key.uniform().to_bits(), key.exponential().to_bits(), key.below(1_000_000));
            assert_eq!(got, (bits, uniform, exponential, below), "{got:#018x?}");
        };
        check(
            Key::replication(0, 0),
            0xA706_DD2F_4D19_7E6F,
            0x3FE4_E0DB_A5E9_A330,
            0x3FF0_E8D3_8F5A_74BE,
            652_448,
        );
        check(
            Key::replication(7, 41),
            0x116F_C9F7_D0FB_20B2,
            0x3FB1_6FC9_F7D0_FB24,
            0x3FB2_0F15_692B_9A59,
            68_112,
        );
        check(
            Key::replication(1, 0).with(name_key("north-star")).with(3),
            0x2AEE_3B18_0D48_6253,
            0x3FC5_771D_8C06_A432,
            0x3FC7_7EE0_59D9_CD9D,
            167_697,
        );
        check(
            structured(1, 2, 3, 4),
            0x6E8F_27EA_39DB_9687,
            0x3FDB_A3C9_FA8E_76E5,
            0x3FE2_17D3_3747_6904,
            431_871,
        );
    }

    #[test]
    fn golden_names() {
        // Of the empty text: what std's DefaultHasher, also SipHash-1-3 with zeros for a key, gives for nothing.
        assert_eq!(name_key(""), 0xD1FB_A762_150C_532C);
        assert_eq!(name_key("cert-eu"), 0xF34F_3C7F_9916_9E24);
        assert_eq!(name_key("eu-desk[217]"), 0xBBC8_DA24_9099_2075);
    }

    #[test]
    fn golden_stream() {
        let mut stream = Key::replication(1, 0).stream();
        assert_eq!(stream.next_u64(), 0x2550_BEF5_00E4_4C50);
        assert_eq!(stream.next_u32(), 569039351);
        let mut bytes = [0; 11];
        stream.fill_bytes(&mut bytes);
        assert_eq!(bytes, [230, 174, 210, 17, 214, 94, 100, 205, 95, 72, 154]);
    }

    #[test]
    fn the_order_of_parts_matters() {
        let key = Key::replication(1, 0);
        assert_ne!(key.with(1).with(2), key.with(2).with(1));
        assert_ne!(key.with(0), key);
        assert_ne!(Key::replication(1, 2), Key::replication(2, 1));
    }

    #[test]
    fn uniform_stays_inside_its_interval() {
        assert_eq!(Key(0).uniform(), f64::EPSILON / 4.0);
        assert_eq!(Key(u64::MAX).uniform(), 1.0 - f64::EPSILON / 2.0);
        assert_eq!(Key(1 << 63).uniform(), 0.5);
        assert_eq!(Key((1 << 63) - 1).uniform(), 0.5 - f64::EPSILON / 4.0);
    }

    #[test]
    fn chances_of_nought_and_one_are_certain() {
        for key in [Key(0), Key(1 << 63), Key(u64::MAX)] {
            assert!(!key.chance(0.0) && !key.chance(f64::NAN) && key.chance(1.0));
            assert_eq!(key.below(1), 0);
        }
        assert_eq!(Key(u64::MAX).below(10), 9);
        assert_eq!(Key(u64::MAX).below(u64::MAX), u64::MAX - 1);
    }

    #[test]
    fn generators_of_rand_run_on_the_stream() {
        let key = Key::replication(1, 0);
        let mut faces = [0u32; 6];
        let mut stream = key.stream();
        for _ in 0..6000 {
            faces[stream.random_range(0..6)] += 1;
        }
        // Each within five standard deviations of 1000.
        assert!(faces.iter().all(|count| count.abs_diff(1000) < 145), "{faces:?}");
        let mut order: Vec<u32> = (0..100).collect();
        order.shuffle(&mut stream);
        assert!(!order.is_sorted());
        assert_eq!(key.stream().next_u64(), key.stream().next_u64());
        assert_ne!(key.stream().next_u64(), key.with(0).bits());
    }

    /// Counts how often flipping each bit of the input flips each bit of the output; one half of 4096 times is
    /// expected, and 6.5 standard deviations are let through for each of the 4096 pairs.
    #[track_caller]
    fn check_avalanche(output: impl Fn(u64, u64) -> u64) {
        const TRIALS: u64 = 4096;
        let mut flips = vec![[0u32; 64]; 64];
        for trial in 0..TRIALS {
            for (bit, row) in flips.iter_mut().enumerate() {
                let changed = output(trial, 0) ^ output(trial, 1 << bit);
                for (out, count) in row.iter_mut().enumerate() {
                    *count += (changed >> out & 1) as u32;
                }
            }
        }
        for (bit, row) in flips.iter().enumerate() {
            for (out, count) in row.iter().enumerate() {
                assert!(count.abs_diff(2048) < 208, "input bit {bit}, output bit {out}: {count} of {TRIALS}");
            }
        }
    }

    #[test]
    fn a_flipped_bit_of_a_part_flips_half_of_the_key() {
        check_avalanche(|trial, flip| Key::replication(1, trial).with(trial ^ flip).bits());
    }

    #[test]
    fn a_flipped_bit_of_the_key_flips_half_of_the_next() {
        check_avalanche(|trial, flip| Key(Key::replication(2, trial).0 ^ flip).with(3).bits());
    }

    #[test]
    fn a_flipped_bit_of_the_seed_flips_half_of_the_draw() {
        check_avalanche(|trial, flip| Key::replication(trial ^ flip, 5).bits());
    }

    #[test]
    fn birthdays_of_structured_keys_are_those_of_chance() {
        // 2^20 keys from small numbers: no two alike in 64 bits, and in either half of them 2^40/2^33 = 128 pairs
        // alike, give or take five standard deviations of √128.
        let mut keys = Vec::new();
        for a in 0..128 {
            for b in 0..128 {
                keys.extend((0..64).map(|n| structured(3, a, b, n).bits()));
            }
        }
        let twins = |mut keys: Vec<u64>| {
            keys.sort_unstable();
            keys.windows(2).filter(|pair| pair[0] == pair[1]).count()
        };
        let upper = twins(keys.iter().map(|key| key >> 32).collect());
        let lower = twins(keys.iter().map(|key| key & 0xFFFF_FFFF).collect());
        assert_eq!(twins(keys), 0);
        assert!((72..=184).contains(&upper) && (72..=184).contains(&lower), "{upper} {lower}");
    }

    /// Sorts 2^18 pairs of draws into 16 × 16 boxes. Chi-square has 255 degrees of freedom, a mean of 255 and a
    /// standard deviation of 22.6; five of them are let through.
    #[track_caller]
    fn check_independent(pair: impl Fn(u64) -> (Key, Key)) {
        const PAIRS: u64 = 1 << 18;
        let mut boxes = [0u32; 256];
        for index in 0..PAIRS {
            let (x, y) = pair(index);
            boxes[(x.below(16) * 16 + y.below(16)) as usize] += 1;
        }
        let expected = (PAIRS / 256) as f64;
        let chi_square: f64 = boxes
            .iter()
            .map(|&n| {
                let excess = f64::from(n) - expected;
                excess * excess / expected
            })
            .sum();
        assert!((142.0..368.0).contains(&chi_square), "chi-square {chi_square}");
    }

    #[test]
    fn draws_that_differ_in_one_part_are_independent() {
        let key = Key::replication(1, 0);
        check_independent(|n| (key.with(n), key.with(n + 1)));
        check_independent(|n| (key.with(1).with(n), key.with(2).with(n)));
        check_independent(|n| (key.with(n), key.with(n).with(0)));
        check_independent(|n| (key.with(n).with(1), key.with(n).with(2)));
        check_independent(|n| (key.with(n).with(1), key.with(1).with(n)));
        check_independent(|n| (Key::replication(n, 0), Key::replication(n + 1, 0)));
        check_independent(|n| (Key::replication(1, n), Key::replication(2, n)));
        check_independent(|n| (Key::replication(1, n).with(9), Key::replication(1, n + 1).with(9)));
    }

    #[test]
    #[should_panic(expected = "chi-square")]
    fn the_test_of_independence_sees_dependence() {
        let key = Key::replication(1, 0);
        check_independent(|n| (key.with(n), key.with(n / 64 * 64)));
    }
}
