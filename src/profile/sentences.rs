//! Prose → sentences. The boundaries are those of Unicode (UAX 29), corrected where an abbreviation, the form of a
//! company or an open bracket shows that the sentence goes on.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

/// Abbreviations before a name or a number: `Art. 28`, `no. 3`.
const ABBREVIATIONS: [&str; 34] = [
    "no", "nos", "nr", "art", "arts", "sec", "sect", "para", "par", "cl", "ch", "cf", "e.g", "i.e", "vs", "approx",
    "ca", "incl", "excl", "resp", "fig", "vol", "ed", "dr", "mr", "mrs", "ms", "prof", "st", "dept", "reg", "rec",
    "lit", "pp",
];
/// Abbreviations that may also end a sentence: `Foo Pte. Ltd (Singapore)`, `… of Foo Ltd. The agreement …`.
const PERHAPS: [&str; 20] = [
    "inc", "ltd", "llc", "corp", "co", "pte", "pty", "pvt", "gmbh", "etc", "plc", "bros", "sp", "oy", "ab", "nv", "bv",
    "sa", "ag", "jr",
];
/// Words that begin a sentence rather than continue a name.
const OPENERS: [&str; 26] = [
    "The",
    "A",
    "An",
    "It",
    "Its",
    "This",
    "That",
    "These",
    "Those",
    "They",
    "Their",
    "We",
    "Our",
    "No",
    "In",
    "For",
    "By",
    "On",
    "All",
    "If",
    "However",
    "But",
    "Customer",
    "Customers",
    "Data",
    "Says",
];

/// Bytes after which an open bracket counts as a slip, and text without a letter is cut.
const LONGEST: usize = 600;

/// The byte ranges of the sentences of a paragraph, without the blanks between them.
#[must_use]
pub fn sentences(paragraph: &str) -> Vec<Range<usize>> {
    // A line break inside a paragraph does not end a sentence.
    let flat = paragraph.replace(['\n', '\r'], " ");
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, piece) in bounds(&flat) {
        let begins = start + (piece.len() - piece.trim_start().len());
        let ends = start + piece.trim_end().len();
        if begins >= ends {
            continue;
        }
        match found.last_mut() {
            // Without a blank in between, it is an address: `https://example.org/a?b=c`.
            Some(last) if last.end == begins && flat[..begins].ends_with(['.', '?', '!']) => last.end = ends,
            Some(last) if goes_on(&flat[last.clone()], &flat[begins..]) => last.end = ends,
            _ => found.push(begins..ends),
        }
    }
    found
}

/// The pieces between sentence boundaries, with their offsets. The rules look ahead to the next letter, so a line of
/// brackets would take quadratic time: it is cut after [`LONGEST`] bytes without a letter.
fn bounds(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut stretches = Vec::new();
    let (mut start, mut letter) = (0, 0);
    for (at, c) in text.char_indices() {
        if c.is_alphabetic() {
            letter = at;
        } else if at - letter > LONGEST {
            stretches.push(start..at);
            (start, letter) = (at, at);
        }
    }
    stretches.push(start..text.len());
    stretches.into_iter().flat_map(|stretch| {
        let pieces = text[stretch.clone()].split_sentence_bound_indices();
        pieces.map(move |(at, piece)| (stretch.start + at, piece))
    })
}

/// True if the sentence goes on after `before`.
fn goes_on(before: &str, after: &str) -> bool {
    if !before.ends_with('.') {
        return is_open(before, after);
    }
    let word = before.trim_end_matches('.').rsplit([' ', '(', '/', '"']).next();
    let word = word.unwrap_or_default().to_lowercase();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    if initial || ABBREVIATIONS.contains(&word.as_str()) {
        return true;
    }
    let next = after.split(|c: char| !c.is_alphanumeric()).next();
    let opens = next.is_some_and(|it| OPENERS.contains(&it));
    (PERHAPS.contains(&word.as_str()) || is_company_form(&word)) && !opens || is_open(before, after)
}

/// True for letters with dots between them, as in the forms of companies: `s.r.o`, `b.v`, `s.p.a`, `l.l.c`.
fn is_company_form(word: &str) -> bool {
    word.contains('.')
        && word.split('.').all(|it| (1..=2).contains(&it.chars().count()) && it.chars().all(char::is_alphabetic))
}

/// True if a bracket is open that what follows soon closes.
fn is_open(before: &str, after: &str) -> bool {
    if before.len() > LONGEST {
        return false;
    }
    let near = &after[..after.floor_char_boundary(LONGEST)];
    let count = |c: char| before.matches(c).count();
    count('(') > count(')') && near.contains(')')
}
