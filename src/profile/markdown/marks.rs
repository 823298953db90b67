//! Reference marks in the words of Markdown: superscript digits, `[3]`, `[1, 2]`, `[4–6]`.

use std::sync::LazyLock;

use regex::Regex;

/// Superscript marks: numbers, single letters and stars, in brackets or not.
static RAISED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^[\[(]?\^?(?:\d{1,3}|[a-z]|[*†‡§¶]{1,3})(?:[\])]?[\s,;]+[\[(]?\^?(?:\d{1,3}|[a-z]|[*†‡§¶]{1,3}))*[\])]?$",
    )
    .expect("the pattern is written here")
});
/// What may precede a power: `10`, `2`, a unit, a letter of mathematics.
static BASE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\p{L}\d.,])(?:10|2|[mck]?m|ft|in|yd|s|[xnO])$").expect("the pattern is written here")
});

/// The labels of superscript marks; `None` for other words.
pub(super) fn labels(raised: &str) -> Option<Vec<String>> {
    let marks = |c: char| c.is_whitespace() || ",;[]()^".contains(c);
    RAISED.is_match(raised).then(|| raised.split(marks).filter(|it| !it.is_empty()).map(str::to_owned).collect())
}

/// True if superscript digits after these words may be a power: `10³ requests`.
pub(super) fn may_be_power(before: &str, raised: &str) -> bool {
    let end = before.char_indices().rev().nth(7).map_or(0, |(at, _)| at);
    !raised.is_empty() && raised.chars().all(|c| c.is_ascii_digit()) && BASE.is_match(&before[end..])
}

/// Digits as superscript characters.
pub(super) fn to_superscript(digits: &str) -> String {
    digits.chars().filter_map(|c| c.to_digit(10)).filter_map(|it| RAISED_DIGITS.get(it as usize)).collect()
}

const RAISED_DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// Superscript characters as digits.
pub(super) fn from_superscript(raised: &str) -> String {
    let digit = |c: char| RAISED_DIGITS.iter().position(|it| *it == c);
    raised.chars().filter_map(digit).filter_map(|it| char::from_digit(it as u32, 10)).collect()
}

/// True for a superscript ending of a word or a number: `1st`, `2nd`.
pub(super) fn is_ending(raised: &str) -> bool {
    matches!(raised, "st" | "nd" | "rd" | "th" | "er" | "re" | "e" | "o" | "a" | "®" | "™" | "℠")
}

/// The numbers of `1, 2` and `4–6`.
pub(super) fn numbers(listed: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    for part in listed.split([',', ';']) {
        let ends: Vec<Option<u32>> = part.split(['-', '–']).map(|it| it.trim().parse().ok()).collect();
        match ends.as_slice() {
            [Some(from), Some(until)] if from < until && until - from < 50 => {
                numbers.extend((*from..=*until).map(|it| it.to_string()));
            }
            _ => numbers.extend(ends.into_iter().flatten().map(|it| it.to_string())),
        }
    }
    numbers
}
