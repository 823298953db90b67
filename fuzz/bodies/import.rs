//! Documents: they become drafts that load, or it is told why not; read a second time, they say nothing new.

use std::io::{Cursor, Write as _};
use std::sync::OnceLock;

use caveat::base::Diagnostic;
use caveat::profile::{
    Catalog, DocumentDrafts, DocumentLayout, DocumentMetadata, Mapping, READY_MADE, VendorDocument, draft,
    read_document, read_sheet,
};
use caveat::render::turtle_of;
use caveat::store::{Dataset, load_turtle};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::refused;

const TOPICS: &str = include_str!("../../data/topics.ttl");

/// A page of a directory.
pub(super) fn page(bytes: &[u8]) -> bool {
    become_drafts("page.txt", bytes, DocumentLayout::Directory)
}

/// Markdown.
pub(super) fn markdown(bytes: &[u8]) -> bool {
    become_drafts("page.md", bytes, DocumentLayout::Markdown)
}

/// Values between separators.
pub(super) fn values(bytes: &[u8]) -> bool {
    become_drafts("page.csv", bytes, DocumentLayout::Values)
}

/// A workbook as it is, or its parts as text, which are packed here.
pub(super) fn workbook(bytes: &[u8]) -> bool {
    let packed = match bytes {
        [b'P', b'K', ..] => bytes.to_vec(),
        parts => packed(&String::from_utf8_lossy(parts)),
    };
    become_drafts("page.xlsx", &packed, DocumentLayout::Workbook)
}

/// `=== xl/workbook.xml` and the lines of that part, `=== …` and those of the next.
fn packed(parts: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts.split("=== ").skip(1) {
        let (name, text) = part.split_once('\n').unwrap_or((part, ""));
        if zip.start_file(name.trim(), SimpleFileOptions::default()).is_ok() {
            zip.write_all(text.as_bytes()).expect("writing to memory does not fail");
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// The vocabulary's topics, which words of documents are held against.
fn topics() -> &'static Dataset {
    static KNOWN: OnceLock<Dataset> = OnceLock::new();
    KNOWN.get_or_init(|| load_turtle(TOPICS).expect("the topics are sound"))
}

fn pages(name: &str, bytes: &[u8], layout: DocumentLayout) -> Vec<VendorDocument> {
    let read = |mapping: &str| {
        let mapping = Mapping::ready_made(mapping).expect("it is ready-made");
        read_sheet(name, bytes.to_vec(), layout, &mapping)
    };
    let read = match layout.is_table() {
        true => READY_MADE.iter().map(|(mapping, _)| read(mapping)).reduce(Result::or).expect("some are ready-made"),
        false => read_document(name, bytes.to_vec(), layout).map(|page| vec![page]),
    };
    read.unwrap_or_else(|fault| {
        refused(&[fault]);
        Vec::new()
    })
}

/// Drafts of a page, of a vendor who is named for it where it names none.
fn drafted(page: &VendorDocument, known: &mut Catalog<'_>) -> Result<DocumentDrafts, Diagnostic> {
    let about = DocumentMetadata { publisher: Some("Reader".to_owned()), ..DocumentMetadata::default() };
    let named = DocumentMetadata { vendor: Some("Acme".to_owned()), ..about.clone() };
    draft(page, &about, known).or_else(|fault| match fault.code.as_str() {
        "no-vendor" => draft(page, &named, known),
        _ => Err(fault),
    })
}

fn become_drafts(name: &str, bytes: &[u8], layout: DocumentLayout) -> bool {
    let pages = pages(name, bytes, layout);
    let mut known = Catalog::of(topics());
    let mut text = String::new();
    for page in &pages {
        match drafted(page, &mut known) {
            Ok(drafted) => {
                let turtle = turtle_of(&drafted.facts, &drafted.prefixes);
                if !drafted.facts.is_empty() {
                    let loaded =
                        load_turtle(&turtle).unwrap_or_else(|it| panic!("drafts do not load: {it:#?}\n{turtle}"));
                    assert_eq!(loaded.len(), drafted.facts.len(), "not every draft is there:\n{turtle}");
                }
                text.push_str(&turtle);
            }
            Err(fault) => {
                refused(&[fault]);
            }
        }
    }
    if text.is_empty() {
        return false;
    }
    // The same again says nothing new.
    let there = load_turtle(&format!("{TOPICS}\n{text}")).expect("each part loads");
    let mut known = Catalog::of(&there);
    for page in &pages {
        if let Ok(drafted) = drafted(page, &mut known) {
            let turtle = turtle_of(&drafted.facts, &drafted.prefixes);
            assert!(drafted.facts.is_empty(), "the same document says something new:\n{turtle}\nbeside\n{text}");
        }
    }
    true
}
