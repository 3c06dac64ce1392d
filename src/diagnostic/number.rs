//! Numbers in messages.
//!
//! **Invariant:** nothing here is parsed again.

/// `360000` as `360,000`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|g| str::from_utf8(g).ok()).collect();
    groups.join(",")
}

/// `1 target`, `2,000 targets`.
pub fn counted(number: u64, thing: &str) -> String {
    match thing.strip_suffix("is") {
        _ if number == 1 => format!("1 {thing}"),
        Some(stem) => format!("{} {stem}es", thousands(number)),
        None => format!("{} {thing}s", thousands(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn large_numbers_have_commas() {
        let said = [0, 1, 999, 1000, 360_000, 1_234_567].map(|number| counted(number, "asset"));
        let expected =
            ["0 assets", "1 asset", "999 assets", "1,000 assets", "360,000 assets", "1,234,567 assets"];
        assert_eq!(said, expected);
    }
}
