//! Vendor documents → draft facts: directory pages, Markdown, tables are read as what they say, and what they say becomes
//! triples that a person decides on. Nothing is invented: what a document does not settle stays open, and is listed.
//! Knows nothing of files, terminals, questions.

mod addresses;
mod answer;
mod around;
mod beside;
mod claims;
mod columns;
mod cues;
mod decide;
mod directory;
mod drafts;
mod edit;
mod grid;
mod known;
mod mapping;
mod markdown;
mod named;
mod news;
mod page;
mod positions;
mod read;
mod reader;
mod record;
mod sentences;
mod table;
mod terms;
mod text;
mod triage;
mod triples;
mod typed;
mod values;
mod whom;
mod workbook;

pub use decide::{Decided, Outcome, changes, faults, split};
pub use drafts::{Drafted, Tally, draft};
pub use edit::{Change, edited};
pub use known::Known;
pub use mapping::{Mapping, READY_MADE};
pub use page::{About, Open, Page};
pub use read::{Layout, MAX_DOCUMENT, read_page, read_sheet};
pub use record::{Kind, Stance};
pub use sentences::sentences;
pub use text::text_of;
pub use triage::{Draft, DraftCaveat, drafts};
pub use typed::{Choices, Said, spoken};
pub use values::Values;
