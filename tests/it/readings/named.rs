//! What narrows a named thing's noun belongs to the noun before it: `claims of the vendor "GitHub" whose …`.

use std::collections::BTreeSet;

use crate::readings::{asked, things};
use crate::world;

/// What claims can be narrowed by, and vendors cannot, or can as well.
const OF_CLAIMS: [&str; 9] = [
    "whose statement contains \"data\"",
    "whose number of citations > 1",
    "whose every citation has a source",
    "whose citation.source.title contains \"Privacy\"",
    "whose statement starts with \"The\"",
    "with a caveat",
    "without a caveat",
    "about training",
    "with at least 2 citations",
];

/// What only a vendor can be narrowed by.
const OF_VENDORS: [&str; 3] =
    ["whose country is \"United States\"", "from \"United States\"", "whose name contains \"e\""];

#[test]
fn a_modifier_passes_over_a_noun_that_has_its_name() {
    let mut session = world::session("all");
    let mut set = |question: &str| -> BTreeSet<String> {
        let answer = asked(&mut session, question).unwrap_or_else(|it| panic!("{question}\n{it}"));
        things(&answer).into_iter().collect()
    };
    let mut narrowed = 0;
    for vendor in ["GitHub", "Meta", "Alibaba Cloud"] {
        let of = set(&format!("which claims of the vendor \"{vendor}\""));
        for modifier in OF_CLAIMS {
            let such = set(&format!("which claims {modifier}"));
            let both: BTreeSet<String> = of.intersection(&such).cloned().collect();
            narrowed += usize::from(!both.is_empty() && both.len() < of.len());
            assert_eq!(
                set(&format!("which claims of the vendor \"{vendor}\" {modifier}")),
                both,
                "{vendor} {modifier}"
            );
        }
        for modifier in OF_VENDORS {
            let such = set(&format!("which vendors {modifier}"));
            let is_such = such.iter().any(|it| set(&format!("which claims of <{it}>")) == of);
            let wanted = if is_such { of.clone() } else { BTreeSet::new() };
            assert_eq!(
                set(&format!("which claims of the vendor \"{vendor}\" {modifier}")),
                wanted,
                "{vendor} {modifier}"
            );
        }
    }
    assert!(narrowed > 10, "{narrowed} questions narrow");
}

#[test]
fn it_passes_over_one_of_which_it_cannot_be_said() {
    let mut session = world::session("all");
    for modifier in ["whose statement contains \"data\"", "whose citation.source.label contains \"e\""] {
        let behind = asked(&mut session, &format!("which claims of a vendor {modifier}")).unwrap();
        let before = asked(&mut session, &format!("which claims {modifier} and of a vendor")).unwrap();
        assert!(!things(&behind).is_empty());
        assert_eq!(things(&behind), things(&before), "{modifier}");
    }
}
