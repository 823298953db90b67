//! The bytes of a file from a person → its text: UTF-8, with every letter intact. Anything else is refused, with its
//! position.

use crate::base::{Blame, Code, Diagnostic};

/// The text of a file, without a byte order mark.
///
/// # Errors
/// If it is not text, not UTF-8, or contains U+FFFD, which replaces a lost letter.
pub fn text_of(name: &str, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    if let Some((what, help)) = other_than_text(&bytes) {
        return Err(no_text(name, &what, help));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let what = format!("it is not UTF-8: {}, {:#04x}", place(bytes, at), bytes[at]);
        no_text(name, &what, SAVE)
    })?;
    if let Some(at) = text.find(char::REPLACEMENT_CHARACTER) {
        let what = format!("it has lost a character: {}, U+FFFD", place(text.as_bytes(), at));
        return Err(no_text(name, &what, "get a copy of the file with all its characters, and save it as UTF-8"));
    }
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// What to do about a file in another encoding.
const SAVE: &str = "save it as UTF-8: in Excel as `CSV UTF-8`, elsewhere with the character set `UTF-8`";

/// `line 2, byte 73`, from 1.
fn place(bytes: &[u8], at: usize) -> String {
    let before = &bytes[..at];
    // A line ends at LF, CR or both.
    let pairs = before.windows(2).filter(|it| *it == b"\r\n").count();
    let breaks = before.iter().filter(|it| matches!(it, b'\n' | b'\r')).count();
    format!("line {}, byte {}", breaks - pairs + 1, at + 1)
}

/// What a file other than text is, by its first bytes and its zero bytes, and what to do about it.
fn other_than_text(bytes: &[u8]) -> Option<(String, &'static str)> {
    let what = match bytes {
        [b'%', b'P', b'D', b'F', ..] => {
            return Some(("it is a PDF".to_owned(), "copy its text into a .txt or .md file"));
        }
        [b'P', b'K', 3, 4, ..] => {
            let help = "to import a workbook, its name must end in .xlsx or .ods; use --mapping";
            return Some(("it is a ZIP file".to_owned(), help));
        }
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => "it is UTF-32".to_owned(),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "it is UTF-16".to_owned(),
        _ => {
            let at = bytes.iter().position(|it| *it == 0)?;
            // In UTF-16, every English letter has a zero byte.
            let start = &bytes[..bytes.len().min(64)];
            let zeros = start.iter().filter(|it| **it == 0).count();
            if zeros * 4 < start.len() {
                let what = format!("it contains zero bytes: {}", place(bytes, at));
                return Some((what, "give the text of the page, or a table"));
            }
            "it is UTF-16 without a byte order mark".to_owned()
        }
    };
    Some((what, SAVE))
}

/// Error for a PDF, a picture or Latin-1.
fn no_text(name: &str, what: &str, help: &str) -> Diagnostic {
    let message = format!("`{name}` is not text: {what}");
    Diagnostic::new(Blame::Data, Code::NoText, message).help(help)
}
