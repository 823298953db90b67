//! What follows a named thing belongs to the noun before it: `claims of the vendor "GitHub" whose …`.

use std::collections::BTreeSet;

use crate::readings::{ask_one, things};
use crate::world;

/// Modifiers of claims, some of them also of vendors.
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

/// Modifiers of vendors only.
const OF_VENDORS: [&str; 3] =
    ["whose country is \"United States\"", "from \"United States\"", "whose name contains \"e\""];

#[test]
fn modifiers_skip_a_noun_with_a_name() {
    let mut session = world::session("all");
    let mut set = |question: &str| -> BTreeSet<String> {
        let answer = ask_one(&mut session, question).unwrap_or_else(|it| panic!("{question}\n{it}"));
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
fn modifiers_skip_a_noun_they_do_not_fit() {
    let mut session = world::session("all");
    for modifier in ["whose statement contains \"data\"", "whose citation.source.label contains \"e\""] {
        let behind = ask_one(&mut session, &format!("which claims of a vendor {modifier}")).unwrap();
        let before = ask_one(&mut session, &format!("which claims {modifier} and of a vendor")).unwrap();
        assert!(!things(&behind).is_empty());
        assert_eq!(things(&behind), things(&before), "{modifier}");
    }
}
