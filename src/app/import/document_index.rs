//! The table given by `--index`: metadata of documents beside their text.

use std::collections::HashMap;
use std::path::Path;

use oxsdatatypes::Date;

use crate::base::{Blame, Code, Diagnostic, Source};
use crate::files::Files;
use crate::profile::{DelimitedTable, DocumentMetadata, MAX_DOCUMENT, text_of};

/// Metadata of files, by file name without folder.
pub(super) struct DocumentIndex {
    files: HashMap<String, DocumentMetadata>,
}

impl DocumentIndex {
    /// Reads a table with a heading row.
    pub(super) fn read(here: &Files, path: &Path) -> Result<Self, Diagnostic> {
        let name = here.display_name(path);
        let text = text_of(&name, here.read(path, MAX_DOCUMENT)?)?;
        let table = DelimitedTable::of(&Source::new(&name, &text), &["file"])?;
        let column = |wanted: &str| table.headings.iter().position(|it| it == wanted);
        let Some(file) = column("file") else {
            return Err(bad_index(&name, "it does not have a column `file`"));
        };
        let columns = ["vendor", "service", "address", "publisher", "date"].map(column);
        let mut files = HashMap::new();
        for (_, record) in &table.rows {
            let [vendor, service, address, publisher, date] = columns.map(|column| {
                let cell = record.get(column?)?.trim();
                (!cell.is_empty()).then(|| cell.to_owned())
            });
            let date = match date {
                Some(written) => Some(day(&written).map_err(|why| bad_index(&name, &format!("`{written}`: {why}")))?),
                None => None,
            };
            let about = DocumentMetadata { vendor, service, address, publisher, date };
            files.insert(record[file].trim().to_owned(), about);
        }
        Ok(Self { files })
    }

    pub(super) fn about(&self, document: &Path) -> Option<&DocumentMetadata> {
        self.files.get(document.file_name()?.to_str()?)
    }
}

/// an index without a column `file`
fn bad_index(name: &str, why: &str) -> Diagnostic {
    let message = format!("the index `{name}` cannot be read: {why}");
    Diagnostic::new(Blame::Question, Code::Index, message)
        .help("it needs a column `file` and any of `address`, `vendor`, `service`, `publisher`, `date`")
}

pub(super) fn day(text: &str) -> Result<Date, String> {
    let day = text.parse::<Date>().ok().filter(|_| text.len() == 10);
    day.ok_or_else(|| "a day is written 2026-11-23".to_owned())
}
