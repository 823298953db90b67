//! The parts of a workbook: XML texts in one packed file. A part is unpacked up to a limit, whatever its header says.

use std::io::{Cursor, Read as _};

use roxmltree::{Document, ParsingOptions};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::base::Diagnostic;
use crate::profile::workbook::sheet::{bad_workbook, too_large};

/// The most bytes that all parts together may unpack to.
const MAX_UNPACKED: u64 = 64 * 1024 * 1024;
/// The most elements and texts of a part.
const MAX_NODES: u32 = 3_000_000;

/// A workbook as a file.
pub(super) struct Package {
    pub(super) name: String,
    zip: ZipArchive<Cursor<Vec<u8>>>,
    left: u64,
}

impl Package {
    pub(super) fn open(name: &str, bytes: Vec<u8>) -> Result<Self, Diagnostic> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| bad_workbook(name, &error.to_string()))?;
        Ok(Self { name: name.to_owned(), zip, left: MAX_UNPACKED })
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.zip.index_for_name(part).is_some()
    }

    /// The text of a part; `None` if it does not exist.
    pub(super) fn part(&mut self, part: &str) -> Result<Option<String>, Diagnostic> {
        let name = &self.name;
        let file = match self.zip.by_name(part) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(bad_workbook(name, &error.to_string())),
        };
        let mut bytes = Vec::new();
        let read = file.take(self.left + 1).read_to_end(&mut bytes);
        let read = read.map_err(|error| bad_workbook(name, &format!("its part {part}: {error}")))? as u64;
        let Some(left) = self.left.checked_sub(read) else {
            return Err(too_large(name, &format!("it unpacks to more than {} MiB", MAX_UNPACKED / 1024 / 1024)));
        };
        self.left = left;
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            bad_workbook(name, &format!("its part {part} is not UTF-8 at byte {}", at + 1))
        })?;
        Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
    }

    /// The XML tree of a part.
    pub(super) fn tree<'t>(&self, part: &str, text: &'t str) -> Result<Document<'t>, Diagnostic> {
        let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
        Document::parse_with_options(text, options).map_err(|error| match error {
            roxmltree::Error::NodesLimitReached => {
                too_large(&self.name, &format!("its part {part} has more than {MAX_NODES} elements and texts"))
            }
            other => bad_workbook(&self.name, &format!("its part {part}: {other}")),
        })
    }
}
