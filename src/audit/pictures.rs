//! Pictures of findings: the thing that was found with what it stands on, for reports that show them.

use std::collections::BTreeMap;

use oxigraph::model::NamedNode;

use crate::audit::report::Report;
use crate::graph::{Drawing, Role};
use crate::session::Session;

/// Boxes of a picture beside a finding at the most: what is larger is no glance.
const MAX_BOXES: usize = 40;

/// Gives each finding whose thing stands on something a picture of that.
pub fn draw_findings(report: &mut Report, session: &Session) {
    let mut drawn: BTreeMap<String, Option<Drawing>> = BTreeMap::new();
    let findings = report.checks.iter_mut().flat_map(|it| &mut it.findings);
    for finding in findings {
        let Some(thing) = &finding.thing else {
            continue;
        };
        let drawing = drawn.entry(thing.iri.clone()).or_insert_with(|| picture(&thing.iri, &thing.short, session));
        finding.picture.clone_from(drawing);
    }
}

/// None for a thing that stands on nothing, or of which there is too much to see.
fn picture(iri: &str, short: &str, session: &Session) -> Option<Drawing> {
    let thing = NamedNode::new(iri).ok()?;
    let drawing = session.picture(&[thing], format!("What {short} stands on"));
    let stands = drawing.nodes.first().is_some_and(|it| it.role == Role::Supported);
    (stands && (2..=MAX_BOXES).contains(&drawing.nodes.len())).then_some(drawing)
}
