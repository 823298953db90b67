//! Pictures of findings: the thing that was found with what it stands on, for reports that show them.

use std::collections::BTreeMap;

use oxigraph::model::NamedNode;

use crate::audit::report::{FindingPicture, Report};
use crate::base::Limit;
use crate::graph::SupportRole;
use crate::session::Session;

/// Gives each finding whose thing stands on something a picture of that.
pub fn draw_findings(report: &mut Report, session: &Session) {
    let mut drawn: BTreeMap<String, Option<FindingPicture>> = BTreeMap::new();
    let findings = report.checks.iter_mut().flat_map(|it| &mut it.findings);
    for finding in findings {
        let Some(thing) = &finding.thing else {
            continue;
        };
        let drawing = drawn.entry(thing.iri.clone()).or_insert_with(|| picture(&thing.iri, &thing.short, session));
        finding.picture.clone_from(drawing);
    }
}

/// None for a thing that stands on nothing.
fn picture(iri: &str, short: &str, session: &Session) -> Option<FindingPicture> {
    let thing = NamedNode::new(iri).ok()?;
    let drawing = session.picture(&[thing], format!("What {short} stands on"));
    let stands = drawing.nodes.first().is_some_and(|it| it.role == SupportRole::Supported);
    match drawing.nodes.len() {
        boxes if !stands || boxes < 2 => None,
        boxes if boxes > Limit::FindingBoxes.most() => Some(FindingPicture::TooLarge(boxes)),
        _ => Some(FindingPicture::Drawn(drawing)),
    }
}
