//! Decodes HTML character references such as `&amp;` as Python's `html.unescape` does, so that digests made with it can
//! be checked: <https://docs.python.org/3/library/html.html>, after the table of the HTML standard,
//! <https://html.spec.whatwg.org/multipage/named-characters.html>.

use htmlize::ENTITIES;

/// The longest name that is looked up.
const LONGEST: usize = 32;

/// The characters of a text with references decoded once: the result of one is not decoded again.
pub(super) fn decode_references(text: &str) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(next) = text[at..].find('&') {
        letters.extend(text[at..at + next].char_indices().map(|(place, letter)| (letter, at + place)));
        at += next;
        let rest = &text[at + 1..];
        let (length, decoded) = reference(rest).unwrap_or((0, "&".to_owned()));
        letters.extend(decoded.chars().map(|letter| (letter, at)));
        at += 1 + length;
    }
    letters.extend(text[at..].char_indices().map(|(place, letter)| (letter, at + place)));
    letters
}

/// The number of bytes of the reference after `&`, and what it stands for.
fn reference(rest: &str) -> Option<(usize, String)> {
    match rest.strip_prefix('#') {
        Some(number) => decode_numeric(number).map(|(length, decoded)| (length + 1, decoded)),
        None => decode_entity(rest),
    }
}

/// `amp;`, or `amp` if the table has it without the semicolon: the longest entry that matches.
fn decode_entity(rest: &str) -> Option<(usize, String)> {
    let ends = |it: char| matches!(it, '\t' | '\n' | '\u{c}' | ' ' | '<' | '&' | '#' | ';');
    let mut name = rest.split(ends).next().unwrap_or_default();
    if let Some((end, _)) = name.char_indices().nth(LONGEST) {
        name = &name[..end];
    }
    let closed = rest[name.len()..].starts_with(';');
    let longest = name.len() + usize::from(closed);
    let lengths = (2..=longest).rev().filter(|length| rest.is_char_boundary(*length));
    let known = |length: usize| {
        let decoded = ENTITIES.get(format!("&{}", &rest[..length]).as_bytes())?;
        Some((length, String::from_utf8_lossy(decoded).into_owned()))
    };
    lengths.filter_map(known).next()
}

/// `38;`, `x26`
fn decode_numeric(rest: &str) -> Option<(usize, String)> {
    let hexadecimal = rest.starts_with(['x', 'X']);
    let digits = &rest[usize::from(hexadecimal)..];
    let radix = if hexadecimal { 16 } else { 10 };
    let count = digits.bytes().take_while(|it| char::from(*it).is_digit(radix)).count();
    if count == 0 {
        return None;
    }
    let closed = digits[count..].starts_with(';');
    let length = usize::from(hexadecimal) + count + usize::from(closed);
    // An overflowing number is beyond the last code point.
    let number = u32::from_str_radix(&digits[..count], radix).unwrap_or(u32::MAX);
    Some((length, numeric_character(number)))
}

fn numeric_character(number: u32) -> String {
    if let Some(letter) = windows_letter(number) {
        return letter.to_string();
    }
    match (number, char::from_u32(number)) {
        (0, _) | (_, None) => '\u{fffd}'.to_string(),
        (0x0d, _) => '\r'.to_string(),
        (1..=8 | 0x0b | 0x0e..=0x1f | 0x7f..=0x9f | 0xfdd0..=0xfdef, _) => String::new(),
        (_, Some(_)) if number & 0xfffe == 0xfffe => String::new(),
        (_, Some(letter)) => letter.to_string(),
    }
}

/// Numbers of Windows-1252 that the HTML standard maps to the intended characters.
fn windows_letter(number: u32) -> Option<char> {
    const FROM_128: [char; 32] = [
        '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}',
        '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}', '\u{2019}',
        '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}',
        '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
    ];
    let place = usize::try_from(number.checked_sub(128)?).ok()?;
    FROM_128.get(place).copied()
}

/// A character, with its byte offset in the raw text.
pub(super) type Letter = (char, usize);
