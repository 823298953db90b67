//! The web addresses in a text, each with its exact end.

use std::ops::Range;
use std::sync::LazyLock;

use linkify::{LinkFinder, LinkKind};
use regex::Regex;

/// Separators between two addresses, not part of one: `https://a.example;https://b.example`.
static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[;,|]+(?i:https?)://").expect("the pattern is written here"));

/// The byte ranges of the addresses with a scheme in a text. Punctuation after an address is not part of it, a
/// closing bracket only if it closes one inside.
pub(super) fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(true);
    let mut found = Vec::new();
    for link in finder.links(text) {
        let (start, end) = (link.start(), link.end());
        let mut from = start;
        for between in BETWEEN.find_iter(&text[start..end]) {
            found.push(from..start + between.start());
            let marks = between.as_str().find(|c: char| c.is_ascii_alphabetic()).unwrap_or_default();
            from = start + between.start() + marks;
        }
        found.push(from..end);
    }
    let stopped = |it: Range<usize>| {
        let end = text[it.clone()]
            .trim_end_matches([
                '.', ',', ';', ':', '!', '?', '…', '。', '，', '、', '；', '”', '’', '“', '»', '"', '\'',
            ])
            .len();
        it.start..it.start + end
    };
    found.into_iter().map(stopped).collect()
}

/// The text without its addresses.
pub(super) fn without_addresses(text: &str) -> String {
    let mut rest = String::new();
    let mut from = 0;
    for address in addresses(text) {
        rest.push_str(&text[from..address.start]);
        rest.push(' ');
        from = address.end;
    }
    rest.push_str(&text[from..]);
    rest
}
