//! Vendor documents → draft facts: directory pages, Markdown and tables are read into statements, and these become
//! triples that a person decides on. Nothing is invented: what a document does not settle stays open, and is listed.
//! Knows nothing of files, terminals, questions.

mod additions;
mod addresses;
mod answer;
mod answer_context;
mod catalog;
mod choices;
mod claims;
mod columns;
mod cues;
mod decide;
mod directory;
mod document;
mod drafts;
mod edit;
mod grid;
mod import_history;
mod mapping;
mod markdown;
mod mentions;
mod parties;
mod positions;
mod read;
mod reader;
mod record;
mod sentences;
mod table;
mod terms;
mod text;
mod topic_stance;
mod triage;
mod triples;
mod values;
mod workbook;

pub use catalog::Catalog;
pub use choices::Choices;
pub use decide::{DraftOutcome, TriageDecision, edits, faults, split};
pub use document::{DocumentMetadata, ReviewItem, VendorDocument};
pub use drafts::{DocumentDrafts, Tally, draft};
pub use edit::{FactEdit, apply_edits};
pub use mapping::{Mapping, READY_MADE};
pub use read::{DocumentLayout, MAX_DOCUMENT, read_document, read_sheet};
pub use record::{ClaimStance, DraftKind};
pub use sentences::sentences;
pub use terms::CLAIM_NAMESPACE;
pub use text::text_of;
pub use topic_stance::{TopicStance, format_topics};
pub use triage::{Draft, DraftCaveat, drafts};
pub use values::DelimitedTable;
