//! Replaces characters by plain ones that look the same.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;

use crate::base::visible::is_hostile;

/// The ASCII letter or digit that a character looks like, according to Unicode's list of confusable characters.
fn latin(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let mut buffer = [0; 4];
    let mut looks = skeleton(c.encode_utf8(&mut buffer));
    match (looks.next(), looks.next()) {
        (Some(one), None) if one.is_ascii_alphanumeric() => one,
        _ => c,
    }
}

/// A text in plain characters: ordinary blanks, hyphens and quotes, Unicode form NFKC, ASCII for letters that look like
/// it, no invisible characters.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let sign = |c: char| match c {
        '\u{2010}' | '\u{2011}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        c if c.is_whitespace() && !c.is_ascii() => ' ',
        c => c,
    };
    let seen = |c: &char| c.is_ascii() || !is_hostile(*c);
    let plain: String = text.chars().filter(seen).map(sign).nfkc().map(latin).collect();
    if plain == text { Cow::Borrowed(text) } else { Cow::Owned(plain) }
}
