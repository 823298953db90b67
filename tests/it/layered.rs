//! The layout of drawings: rows and order of small ones, and what must hold of every one.

use caveat::graph::{Drawing, Line, Link, Mark, Node, Role};

/// A box.
pub(crate) fn node(name: &str, label: &str, role: Role, marks: &[Mark]) -> Node {
    let kind = match role {
        Role::Supported => "claim",
        Role::Ground => "source",
        Role::Limit => "caveat",
        Role::Other => "thing",
    };
    Node {
        name: name.to_owned(),
        label: label.to_owned(),
        kind: kind.to_owned(),
        remarks: Vec::new(),
        role,
        marks: marks.to_vec(),
        count: 1,
    }
}

/// A line.
pub(crate) fn link(from: usize, to: usize, line: Line) -> Link {
    Link {
        from,
        to,
        line,
        label: String::new(),
        count: 1,
    }
}

/// A drawing that looks like evidence: claims that rest on claims, each with some sources, a few of which bear
/// many; caveats, a contradiction here, a newer claim there.
pub(crate) fn evidence(boxes: usize) -> Drawing {
    const WORDS: [&str; 12] = [
        "data",
        "is stored",
        "only in the region",
        "of the account",
        "not used for training",
        "unless",
        "the customer",
        "opts in",
        "logs are kept",
        "for thirty days",
        "by a sub-processor",
        "under the coding plan",
    ];
    let mut state = 20_260_301_u64;
    let mut random = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    let mut drawing = Drawing {
        title: format!("What the claims of a vendor rest on, in {boxes} boxes"),
        ..Drawing::default()
    };
    let [mut claims, mut shared] = [Vec::new(), Vec::new()];
    while drawing.nodes.len() < boxes {
        let at = drawing.nodes.len();
        let words = 3 + random(5);
        let start = random(WORDS.len());
        let label: Vec<&str> = (0..words)
            .map(|it| WORDS[(start + it * 5) % WORDS.len()])
            .collect();
        let mut marks = Vec::new();
        if at == 0 {
            marks.push(Mark::Asked);
        }
        if random(9) == 0 {
            marks.push(Mark::Weak);
        }
        if random(14) == 0 {
            marks.push(Mark::LeftOut);
        }
        let mut claim = node(
            &format!("ali:claim-{at}"),
            &label.join(" "),
            Role::Supported,
            &marks,
        );
        claim.remarks.push("verified, 2026-03-26".to_owned());
        drawing.nodes.push(claim);
        if at > 0 && random(3) > 0 {
            let above = claims[random(claims.len())];
            drawing.links.push(link(above, at, Line::Support));
        } else if at > 0 {
            let other = claims[random(claims.len())];
            let line = if random(2) == 0 {
                Line::Contradict
            } else {
                Line::Replace
            };
            drawing.links.push(link(at, other, line));
        }
        claims.push(at);
        for _ in 0..=random(3) {
            if !shared.is_empty() && random(3) == 0 {
                drawing
                    .links
                    .push(link(at, shared[random(shared.len())], Line::Support));
                continue;
            }
            if drawing.nodes.len() >= boxes {
                break;
            }
            let source = drawing.nodes.len();
            let mut it = node(
                &format!("ali:page-{source}"),
                "help page on regions, privacy notice",
                Role::Ground,
                &[],
            );
            it.remarks.push("public".to_owned());
            drawing.nodes.push(it);
            drawing.links.push(link(at, source, Line::Support));
            if random(4) == 0 || shared.is_empty() {
                shared.push(source);
            }
        }
        if random(4) == 0 && drawing.nodes.len() < boxes {
            let caveat = drawing.nodes.len();
            let it = node(
                &format!("ali:caveat-{caveat}"),
                "only with the global deployment mode",
                Role::Limit,
                &[],
            );
            drawing.nodes.push(it);
            drawing.links.push(link(caveat, at, Line::Limit));
        }
    }
    drawing
}

/// With `PICTURES` set to a folder, pictures to look at are written there.
#[test]
fn pictures_to_look_at() {
    for boxes in [5, 20, 50, 300] {
        let drawing = evidence(boxes);
        let layout = caveat::graph::laid_out(&drawing);
        let svg = caveat::render::draw::svg::svg(&drawing, &layout);
        assert!(svg.ends_with("</svg>\n"));
        if let Ok(folder) = std::env::var("PICTURES") {
            println!(
                "{boxes}: {}x{}, crossings {:?}",
                layout.width, layout.height, layout.crossings
            );
            std::fs::write(format!("{folder}/{boxes}.svg"), svg).unwrap();
        }
    }
}
