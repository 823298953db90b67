//! Escapes characters that could move the cursor of a terminal, hide text or reverse it.

use std::borrow::Cow;

use crate::base::spend;

/// True for characters that must never reach a terminal raw: control characters (C0, DEL, C1),
/// bidirectional controls, zero-width characters, line and paragraph separators, tags.
#[must_use]
pub fn is_hostile(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text with every hostile character written as `\u{…}`, line breaks and tabs as `\n` and `\t`.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    spend(1 + text.len() / 64);
    if !text.contains(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hostile(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// True for a web address that can be put into any markup without escaping.
#[must_use]
pub fn is_web(address: &str) -> bool {
    let scheme = address.split_once("://").map(|it| it.0.to_ascii_lowercase());
    let breaks = |c: char| is_hostile(c) || c.is_whitespace() || "<>\"'`".contains(c);
    scheme.is_some_and(|it| it == "http" || it == "https") && !address.contains(breaks)
}
