//! Passages of documents without their words: the normal form of a text, the digest that identifies a passage, and its
//! position in another text. The normal form is that of citations with a digest instead of a quote: `docs/curating.md`
//! lists its steps.

mod normal;
mod references;
mod search;
mod sections;

use std::fmt;

use sha2::{Digest as _, Sha256};

pub use normal::{NormalText, normalize};
pub use search::SearchableText;
pub use sections::Sections;

/// A passage with fewer letters and digits occurs in too many texts to be evidence of one.
pub const LEAST_LETTERS: usize = 8;
/// The same for scripts in which a character is a word.
pub const LEAST_SIGNS: usize = 4;

/// Identifies a passage: the digest and the length of its normal form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Anchor {
    /// SHA-256 of the normal form in UTF-8, as 64 hexadecimal digits in lower case.
    pub digest: String,
    /// Length of the normal form in code points, including blanks.
    pub length: usize,
}

impl Anchor {
    /// The anchor of a passage.
    #[must_use]
    pub fn of(passage: &str) -> Self {
        Self::of_normal(normalize(passage).text())
    }

    /// The anchor of a text that is in normal form.
    #[must_use]
    pub fn of_normal(text: &str) -> Self {
        Self { digest: digest(text), length: text.chars().count() }
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.digest, self.length)
    }
}

/// True for the form of a digest: 64 hexadecimal digits in lower case.
#[must_use]
pub fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
}

/// True for a passage, in normal form, that is too short to be distinctive: under eight letters and digits, and under
/// four characters of a script in which a character is a word.
#[must_use]
pub fn is_too_short(normal: &str) -> bool {
    let letters = normal.chars().filter(|it| *it != ' ').count();
    let signs = normal.chars().filter(|it| is_word_sign(*it)).count();
    letters < LEAST_LETTERS && signs < LEAST_SIGNS
}

/// Han and Kana: scripts without blanks between words.
fn is_word_sign(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn digest(text: &str) -> String {
    let bytes = Sha256::digest(text.as_bytes());
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Anchor, normalize};

    #[test]
    fn normal_form_of_markup() {
        let text = "We **never** use\u{a0}[Customer Content](https://x.example/a) to train&nbsp;models &amp; more.<br>";
        assert_eq!(normalize(text).text(), "we never use customer content to train models more");
        assert_eq!(Anchor::of("").length, 0);
    }
}
