//! The tests on texts in a set.

use crate::plan::concept::Concept;
use crate::plan::test::Test;
use crate::question::TextTest;
use crate::words::Path;

/// A test on the texts that a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextsTested<'a> {
    /// From the thing to the texts.
    pub path: &'a Path,
    /// How they are tested.
    pub test: TextTest,
    /// The texts: one of them is enough.
    pub texts: &'a [String],
}

impl Concept {
    /// The tests on texts in it, at any depth, each once.
    #[must_use]
    pub fn texts_tested(&self) -> Vec<TextsTested<'_>> {
        let (mut found, mut open) = (Vec::new(), vec![self]);
        // However often a subquery is used, it is visited once.
        let mut seen: Vec<&Concept> = Vec::new();
        while let Some(concept) = open.pop() {
            match concept {
                Self::All(inner) | Self::Either(inner) => open.extend(inner),
                Self::Not(inner) => open.push(inner),
                Self::Linked { to, .. } | Self::Covers { to, .. } => open.push(to),
                Self::Only { among, to, .. } => open.extend([&**among, &**to]),
                Self::WithBindings(witnessed) => open.extend(witnessed.links.iter().map(|link| &link.to)),
                Self::Root(rooted) => {
                    let inside: &Concept = rooted;
                    if !seen.iter().any(|it| std::ptr::eq(*it, inside)) {
                        seen.push(inside);
                        open.push(inside);
                    }
                }
                Self::Value { path, test: Test::Text(test, texts) } => {
                    let tested = TextsTested { path, test: *test, texts };
                    if !found.contains(&tested) {
                        found.push(tested);
                    }
                }
                _ => {}
            }
        }
        found
    }
}
