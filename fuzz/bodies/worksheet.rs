//! Worksheets: what they decide is carried out in the text of the facts, or it is told why not.

use std::sync::OnceLock;

use caveat::app::decisions;
use caveat::profile::{apply_edits, edits, split};
use caveat::render::turtle_of;
use caveat::store::{Dataset, load_turtle};

use super::refused;

const DRAFTS: &str = include_str!("../../tests/worlds/drafts.ttl");
const TOPICS: &str = include_str!("../../data/topics.ttl");

/// The drafts, and the topics that they may be about.
fn facts() -> &'static (String, Dataset) {
    static FACTS: OnceLock<(String, Dataset)> = OnceLock::new();
    FACTS.get_or_init(|| {
        let text = format!("{DRAFTS}\n{TOPICS}");
        let dataset = load_turtle(&text).expect("the drafts are sound");
        (text, dataset)
    })
}

/// Each decision of a table makes a text that loads.
pub(super) fn worksheet(bytes: &[u8]) -> bool {
    let (text, dataset) = facts();
    let decided = match decisions(dataset, "sheet.csv", bytes.to_vec()) {
        Ok(decided) => decided,
        Err(faults) => return refused(&faults),
    };
    for (draft, part, decided) in &decided {
        let (changed, new) = match part {
            Some(number) => split(draft, *number, decided, dataset),
            None => edits(draft, decided, dataset),
        };
        match apply_edits("facts.ttl", text, &changed) {
            Ok(after) => assert!(load_turtle(&after).is_ok(), "it does not load:\n{after}"),
            Err(fault) => {
                refused(&[fault]);
            }
        }
        if !new.is_empty() {
            let turtle = turtle_of(&new, dataset.prefixes());
            let loaded = load_turtle(&turtle).unwrap_or_else(|it| panic!("new facts do not load: {it:#?}\n{turtle}"));
            assert_eq!(loaded.len(), new.len(), "not every new fact is there:\n{turtle}");
        }
    }
    !decided.is_empty()
}
