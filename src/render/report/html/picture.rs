//! A picture beside a finding. Each thing is drawn once per page, and the size of all pictures is limited.

use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, html};

use crate::audit::{FindingPicture, Report};
use crate::base::Limit;
use crate::graph::lay_out_drawing;
use crate::render::draw::svg::svg_inside;
use crate::render::html::text;
use crate::render::report::budget::spend_on_finding;
use crate::render::report::html::parts::Anchors;

/// A picture that is wider keeps the size of its letters, and scrolls on a narrow screen.
const WIDE: i32 = 736;

/// What is shown beside each finding that has a picture, by the anchor of the finding.
pub(super) struct Pictures(BTreeMap<String, PictureSlot>);

enum PictureSlot {
    Drawn {
        svg: String,
        wide: bool,
    },
    /// The anchor of the finding where the same thing is drawn.
    Same(String),
    LeftOut,
    /// It has too many boxes for a glance.
    TooLarge(usize),
}

impl Pictures {
    /// Lays out and writes the pictures, in the order of the findings.
    pub(super) fn of(report: &Report, anchors: &Anchors) -> Self {
        let mut drawn: BTreeMap<&str, String> = BTreeMap::new();
        let mut pictures = BTreeMap::new();
        let mut bytes = 0;
        for check in &report.checks {
            for (number, finding) in (1..).zip(&check.findings) {
                let (Some(picture), Some(thing)) = (&finding.picture, &finding.thing) else {
                    continue;
                };
                spend_on_finding();
                let anchor = anchors.finding(&check.about.id, number);
                let drawing = match picture {
                    FindingPicture::Drawn(drawing) => drawing,
                    FindingPicture::TooLarge(boxes) => {
                        pictures.insert(anchor, PictureSlot::TooLarge(*boxes));
                        continue;
                    }
                };
                let picture = match drawn.get(thing.iri.as_str()) {
                    Some(first) => PictureSlot::Same(first.clone()),
                    None => {
                        let prefix = format!("picture-{}", drawn.len());
                        let layout = lay_out_drawing(drawing);
                        let svg = svg_inside(drawing, &layout, &prefix);
                        if bytes + svg.len() > Limit::PictureBytes.most() {
                            PictureSlot::LeftOut
                        } else {
                            bytes += svg.len();
                            drawn.insert(&thing.iri, anchor.clone());
                            PictureSlot::Drawn { svg, wide: layout.width > WIDE }
                        }
                    }
                };
                pictures.insert(anchor, picture);
            }
        }
        Self(pictures)
    }

    /// True if there is at least one.
    pub(super) fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// The picture beside the finding with this anchor; `short` is the short IRI of its thing.
    pub(super) fn markup_of(&self, anchor: &str, short: &str) -> Markup {
        let Some(picture) = self.0.get(anchor) else {
            return html! {};
        };
        html! {
            @match picture {
                PictureSlot::Drawn { svg, wide } => {
                    details.picture.wide[*wide] {
                        summary { "What supports it, as a picture" }
                        div.scroll role="group" aria-label="Picture" tabindex="0" { (PreEscaped(svg)) }
                    }
                }
                PictureSlot::Same(first) => {
                    p.quiet { a href={ "#" (first) } { "A picture of what supports it" } " is with an earlier finding" }
                }
                PictureSlot::TooLarge(boxes) => {
                    p.quiet {
                        "A picture of what supports it would have " (boxes) " boxes, too many for this page: "
                        code { "caveat draw " (text(short)) }
                    }
                }
                PictureSlot::LeftOut => {
                    p.quiet {
                        "The picture of what supports it is left out to keep this page small: "
                        code { "caveat draw " (text(short)) }
                    }
                }
            }
        }
    }
}
