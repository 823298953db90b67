//! Pictures of findings, for reports that show them: the thing found, with what supports it.

use std::collections::BTreeMap;

use oxigraph::model::NamedNode;

use crate::audit::report::{FindingPicture, Report};
use crate::base::Limit;
use crate::graph::SupportRole;
use crate::session::Session;

/// Adds a picture of the support to each finding whose thing has any.
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

/// `None` for a thing that nothing supports.
fn picture(iri: &str, short: &str, session: &Session) -> Option<FindingPicture> {
    let thing = NamedNode::new(iri).ok()?;
    let drawing = session.picture(&[thing], format!("What supports {short}"));
    let stands = drawing.nodes.first().is_some_and(|it| it.role == SupportRole::Supported);
    match drawing.nodes.len() {
        boxes if !stands || boxes < 2 => None,
        boxes if boxes > Limit::FindingBoxes.most() => Some(FindingPicture::TooLarge(boxes)),
        _ => Some(FindingPicture::Drawn(drawing)),
    }
}
