//! Kinds of documents that once put something false into facts: each input is generated, and has a valid twin that
//! differs in the fault alone.

mod answers;
mod encodings;
mod markdown;
mod reimport;
mod separated_values;
mod workbooks;

pub(in crate::import) use workbooks::too_many_cells;

use std::sync::LazyLock;

use caveat::base::Diagnostic;
use caveat::profile::{
    Catalog, DocumentDrafts, DocumentLayout, DocumentMetadata, Mapping, draft, read_document, read_sheet,
};
use caveat::store::{Dataset, Input, MAX_FILE, load};
use oxigraph::model::Term;

use crate::world::root;

static DATA: LazyLock<Dataset> = LazyLock::new(|| {
    let files = ["vocabulary.ttl", "topics.ttl", "kinds.ttl", "regions.ttl"];
    let inputs: Vec<Input> = files.iter().map(|it| Input::Path(root().join("data").join(it))).collect();
    load(&inputs, None, MAX_FILE).unwrap_or_else(|it| panic!("{}", crate::world::messages(&it)))
});

/// A mapping with the meaning of a yes.
const TRAINING: &str = "[columns]\nquestion = \"Question\"\nanswer = \"Answer\"\nevidence = \"Evidence\"\nnote = \"Note\"\n\
    [[question]]\ncontains = \"train\"\ntopic = \"no training on customer data\"\nyes = \"denies\"\n";

fn mapping(text: &str) -> Mapping {
    Mapping::read(&caveat::base::Source::new("m.toml", text)).unwrap()
}

fn metadata() -> DocumentMetadata {
    DocumentMetadata {
        vendor: Some("Acme".to_owned()),
        publisher: Some("Acme".to_owned()),
        ..DocumentMetadata::default()
    }
}

/// The drafts of a table, read with a mapping.
fn draft_table(name: &str, bytes: impl Into<Vec<u8>>, mapping: &Mapping) -> Result<DocumentDrafts, Diagnostic> {
    let layout = DocumentLayout::of(std::path::Path::new(name));
    let pages = read_sheet(name, bytes.into(), layout, mapping)?;
    assert_eq!(pages.len(), 1);
    draft(&pages[0], &metadata(), &mut Catalog::of(&DATA))
}

/// The drafts of a Markdown page.
fn draft_page(text: &str) -> Result<DocumentDrafts, Diagnostic> {
    let page = read_document("t.md", text.as_bytes().to_vec(), DocumentLayout::Markdown)?;
    draft(&page, &metadata(), &mut Catalog::of(&DATA))
}

/// The values of a property, in order.
fn property_values(drafted: &DocumentDrafts, property: &str) -> Vec<String> {
    let facts = drafted.facts.iter().filter(|it| it.predicate.as_str().ends_with(&format!("ns#{property}")));
    facts
        .map(|it| match &it.object {
            Term::Literal(text) => text.value().to_owned(),
            Term::NamedNode(iri) => iri.as_str().rsplit(['/', '#']).next().unwrap().to_owned(),
            other => panic!("{other}"),
        })
        .collect()
}

fn statements(drafted: &DocumentDrafts) -> Vec<String> {
    property_values(drafted, "statement")
}

/// What stayed open, and why.
fn open_reasons(drafted: &DocumentDrafts) -> String {
    drafted.open.iter().map(|it| format!("{}: {}\n", it.words, it.why)).collect()
}

/// A line of quoted values.
fn row(cells: &[&str], separator: char) -> String {
    let quoted: Vec<String> = cells.iter().map(|it| format!("\"{}\"", it.replace('"', "\"\""))).collect();
    quoted.join(&separator.to_string()) + "\n"
}
