//! The layout of drawings: rows and order of small ones, and what every layout must satisfy.

use caveat::graph::LineKind::{Contradict, Limit, Other, Replace, Support};
use caveat::graph::{
    Drawing, DrawingLink, DrawingNode, LineKind, Mark, PlacedBox, SupportRole, lay_out_drawing, layout,
};
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

/// A box.
pub(crate) fn node(name: &str, label: &str, role: SupportRole, marks: &[Mark]) -> DrawingNode {
    let kind = match role {
        SupportRole::Supported => "claim",
        SupportRole::Ground => "source",
        SupportRole::Limit => "caveat",
        SupportRole::Other => "thing",
    };
    DrawingNode {
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
pub(crate) fn link(from: usize, to: usize, line: LineKind) -> DrawingLink {
    DrawingLink { from, to, line, label: String::new(), count: 1 }
}

/// A drawing like evidence: claims that rest on claims, each with some sources, a few of which support many; caveats,
/// some contradictions and newer claims.
pub(crate) fn evidence_drawing(boxes: usize) -> Drawing {
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
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    let mut drawing =
        Drawing { title: format!("What the claims of a vendor rest on, in {boxes} boxes"), ..Drawing::default() };
    let [mut claims, mut shared] = [Vec::new(), Vec::new()];
    while drawing.nodes.len() < boxes {
        let at = drawing.nodes.len();
        // Most links are inside one topic.
        if random(12) == 0 && at > 0 {
            claims = vec![claims[random(claims.len())]];
            shared.truncate(1);
        }
        let words = 3 + random(5);
        let start = random(WORDS.len());
        let label: Vec<&str> = (0..words).map(|it| WORDS[(start + it * 5) % WORDS.len()]).collect();
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
        let mut claim = node(&format!("ali:claim-{at}"), &label.join(" "), SupportRole::Supported, &marks);
        claim.remarks.push("verified, 2026-03-26".to_owned());
        drawing.nodes.push(claim);
        if at > 0 && random(3) > 0 {
            let above = claims[random(claims.len())];
            drawing.links.push(link(above, at, LineKind::Support));
        } else if at > 0 {
            let other = claims[random(claims.len())];
            let line = if random(2) == 0 { LineKind::Contradict } else { LineKind::Replace };
            drawing.links.push(link(at, other, line));
        }
        claims.push(at);
        for _ in 0..=random(3) {
            if !shared.is_empty() && random(3) == 0 {
                drawing.links.push(link(at, shared[random(shared.len())], LineKind::Support));
                continue;
            }
            if drawing.nodes.len() >= boxes {
                break;
            }
            let source = drawing.nodes.len();
            let mut it =
                node(&format!("ali:page-{source}"), "help page on regions, privacy notice", SupportRole::Ground, &[]);
            it.remarks.push("public".to_owned());
            drawing.nodes.push(it);
            drawing.links.push(link(at, source, LineKind::Support));
            if random(4) == 0 || shared.is_empty() {
                shared.push(source);
            }
        }
        if random(4) == 0 && drawing.nodes.len() < boxes {
            let caveat = drawing.nodes.len();
            let it =
                node(&format!("ali:caveat-{caveat}"), "only with the global deployment mode", SupportRole::Limit, &[]);
            drawing.nodes.push(it);
            drawing.links.push(link(caveat, at, LineKind::Limit));
        }
    }
    drawing
}

/// Writes the pictures to the folder in `PICTURES`, if set.
#[test]
fn draws_pictures_of_all_sizes() {
    let mut all: Vec<(String, Drawing)> =
        [5, 20, 50, 300].map(|boxes| (boxes.to_string(), evidence_drawing(boxes))).to_vec();
    let mut many = evidence_drawing(100_000);
    for link in many.links.iter_mut().step_by(3) {
        link.label = "in part".to_owned();
    }
    let topic =
        |at: usize, node: &DrawingNode| (!node.marks.contains(&Mark::Asked)).then(|| format!("topic {}", at / 12_000));
    all.push(("groups".to_owned(), many.group_nodes(topic)));
    for (name, drawing) in all {
        let svg = caveat::render::draw::svg::svg(&drawing, &lay_out_drawing(&drawing));
        assert!(svg.ends_with("</svg>\n"));
        if let Ok(folder) = std::env::var("PICTURES") {
            std::fs::write(format!("{folder}/{name}.svg"), svg).unwrap();
        }
    }
}

/// The names of the boxes, row by row and from left to right.
fn rows_of(drawing: &Drawing) -> String {
    let layout = lay_out_drawing(drawing);
    let mut boxes: Vec<(i32, i32, &str)> = layout
        .boxes
        .iter()
        .zip(&drawing.nodes)
        .map(|(it, node)| (it.y + it.height / 2, it.x, node.name.as_str()))
        .collect();
    boxes.sort_unstable();
    let mut rows: Vec<(i32, Vec<(i32, &str)>)> = Vec::new();
    for (y, x, name) in boxes {
        match rows.last_mut() {
            Some((before, row)) if y - *before < 3 => row.push((x, name)),
            _ => rows.push((y, vec![(x, name)])),
        }
    }
    let rows = rows.into_iter().map(|(_, mut row)| {
        row.sort_unstable();
        let names: Vec<&str> = row.into_iter().map(|(_, name)| name).collect();
        names.join("  ")
    });
    rows.collect::<Vec<_>>().join("\n")
}

/// A drawing from one letter for each box, a capital for a source and `!…` for a caveat, and links as pairs.
fn small_drawing(names: &str, links: &[(&str, &str, LineKind)]) -> Drawing {
    let names: Vec<&str> = names.split(' ').collect();
    let role = |name: &str| match name.chars().next() {
        Some('!') => SupportRole::Limit,
        Some('A'..='Z') => SupportRole::Ground,
        _ => SupportRole::Supported,
    };
    let place = |name: &str| names.iter().position(|it| *it == name).unwrap();
    Drawing {
        title: "a small drawing".to_owned(),
        nodes: names.iter().map(|it| node(it, it, role(it), &[])).collect(),
        links: links.iter().map(|(from, to, line)| link(place(from), place(to), *line)).collect(),
        notes: Vec::new(),
    }
}

#[test]
fn sources_are_below_their_claims() {
    let drawing = small_drawing(
        "top left right P Q R",
        &[
            ("top", "left", Support),
            ("top", "right", Support),
            ("top", "P", Support),
            ("left", "Q", Support),
            ("right", "P", Support),
            ("right", "R", Support),
        ],
    );
    insta::assert_snapshot!(rows_of(&drawing), @r"
    top
    left  right
    Q  R  P
    ");
}

#[test]
fn caveats_are_just_above_what_they_limit() {
    let drawing = small_drawing(
        "top below P !top !below",
        &[("top", "below", Support), ("below", "P", Support), ("!top", "top", Limit), ("!below", "below", Limit)],
    );
    insta::assert_snapshot!(rows_of(&drawing), @r"
    !top
    top  !below
    below
    P
    ");
}

#[test]
fn contradictions_and_replacements_are_side_by_side() {
    let drawing = small_drawing(
        "top one P other new Q",
        &[
            ("top", "one", Support),
            ("one", "P", Support),
            ("other", "Q", Support),
            ("one", "other", Contradict),
            ("new", "one", Replace),
        ],
    );
    insta::assert_snapshot!(rows_of(&drawing), @r"
    top
    other  one  new
    Q  P
    ");
}

#[test]
fn cycles_and_self_links_get_rows() {
    let drawing = small_drawing(
        "one two three P",
        &[
            ("one", "two", Support),
            ("two", "three", Support),
            ("three", "one", Support),
            ("three", "three", Support),
            ("three", "P", Support),
        ],
    );
    insta::assert_snapshot!(rows_of(&drawing), @r"
    one
    two
    three
    P
    ");
}

#[test]
fn keeps_connected_boxes_together() {
    let drawing = small_drawing(
        "one other P Q alone R",
        &[("one", "P", Support), ("other", "Q", Support), ("other", "R", Other)],
    );
    insta::assert_snapshot!(rows_of(&drawing), @r"
    other
    Q  R
    one  alone
    P
    ");
}

#[test]
fn breaks_rows_that_are_too_wide() {
    let names: Vec<String> = (0..40).map(|it| format!("Source{it}")).collect();
    let links: Vec<(&str, &str, LineKind)> = names.iter().map(|it| ("claim", it.as_str(), Support)).collect();
    let drawing = small_drawing(&format!("claim {}", names.join(" ")), &links);
    insta::assert_snapshot!(rows_of(&drawing), @r"
    claim
    Source0  Source1  Source2  Source3  Source4  Source5  Source6  Source7
    Source8  Source9  Source10  Source11  Source12  Source13  Source14
    Source15  Source16  Source17  Source18  Source19  Source20  Source21
    Source22  Source23  Source24  Source25  Source26  Source27  Source28
    Source29  Source30  Source31  Source32  Source33  Source34  Source35
    Source36  Source37  Source38  Source39
    ");
}

/// Any drawing: boxes of all roles, links of all lines, cycles, self-links, parallel links.
fn any_drawing() -> impl Strategy<Value = Drawing> {
    (1_usize..300).prop_flat_map(|boxes| {
        let role = prop_oneof![
            3 => Just(SupportRole::Supported),
            4 => Just(SupportRole::Ground),
            1 => Just(SupportRole::Limit),
            1 => Just(SupportRole::Other),
        ];
        let marks = prop_oneof![
            5 => Just(vec![]),
            1 => Just(vec![Mark::Asked]),
            1 => Just(vec![Mark::Weak, Mark::LeftOut]),
        ];
        let one = (role, marks, "[abcdefghopqrst]{1,9}( [abcdefghopqrst]{1,40}){0,12}", 1_usize..3);
        let one =
            one.prop_map(|(role, marks, label, count)| DrawingNode { count, ..node(&label, &label, role, &marks) });
        let line = prop_oneof![
            8 => Just(Support), 2 => Just(Limit), 1 => Just(Replace), 1 => Just(Contradict), 1 => Just(Other),
        ];
        let links = (0..boxes, 0..boxes, line, "([a-z]{1,8})?", 1_usize..3);
        let links =
            links.prop_map(|(from, to, line, label, count)| DrawingLink { label, count, ..link(from, to, line) });
        (prop::collection::vec(one, boxes), prop::collection::vec(links, 0..boxes * 2))
            .prop_map(|(nodes, links)| Drawing { title: String::new(), nodes, links, notes: Vec::new() })
    })
}

/// Left, top, right, bottom of a box.
fn bounds(it: &PlacedBox) -> [i32; 4] {
    [it.x, it.y, it.x + it.width, it.y + it.height]
}

/// True when two rectangles have a point inside both.
fn overlap(one: [i32; 4], other: [i32; 4]) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

fn is_on_border([x, y]: [i32; 2], it: &PlacedBox) -> bool {
    let [left, top, right, bottom] = bounds(it);
    let inside = (left..=right).contains(&x) && (top..=bottom).contains(&y);
    inside && (x == left || x == right || y == top || y == bottom)
}

fn assert_sound_layout(drawing: &Drawing) {
    let layout = lay_out_drawing(drawing);
    assert_eq!(layout, lay_out_drawing(drawing));
    assert!(layout.crossings[1] <= layout.crossings[0]);
    for (at, one) in layout.boxes.iter().enumerate() {
        let [left, top, right, bottom] = bounds(one);
        assert!(left >= 0 && top >= 0 && right <= layout.width && bottom <= layout.height);
        for other in &layout.boxes[at + 1..] {
            assert!(!overlap(bounds(one), bounds(other)), "{one:?} {other:?}");
        }
        let fits =
            |line: &str, letter: i32| i32::try_from(line.width()).unwrap() * letter + 2 * layout::PADDING <= one.width;
        assert!(one.lines.iter().all(|it| fits(it, 7)), "{one:?}");
        assert!(one.remarks.iter().all(|it| fits(it, 5)), "{one:?}");
        let count = |lines: &[String]| i32::try_from(lines.len()).unwrap();
        let lines = count(&one.lines) * layout::LINE_HEIGHT + count(&one.remarks) * layout::SMALL_HEIGHT;
        assert!(lines + 2 * layout::HEADROOM <= one.height, "{one:?}");
    }
    let mut words: Vec<[i32; 4]> = Vec::new();
    for (link, route) in drawing.links.iter().zip(&layout.routes) {
        let [from, to] = [&layout.boxes[link.from], &layout.boxes[link.to]];
        assert!(is_on_border(route.points[0], from), "{link:?} {route:?} {from:?}");
        assert!(is_on_border(*route.points.last().unwrap(), to), "{link:?} {route:?} {to:?}");
        for pair in route.points.windows(2) {
            let [[x1, y1], [x2, y2]] = [pair[0], pair[1]];
            // All that a curve between the two points could touch.
            let around = [x1.min(x2), y1.min(y2), x1.max(x2), y1.max(y2)];
            assert!(around[0] >= 0 && around[1] >= 0);
            assert!(around[2] <= layout.width && around[3] <= layout.height);
            for it in &layout.boxes {
                assert!(!overlap(around, bounds(it)), "{link:?} {route:?} {it:?}");
            }
        }
        if let Some([x, y]) = route.label {
            let half = i32::try_from(link.label.width()).unwrap() * 3;
            let spot = [x - half, y - 6, x + half, y + 6];
            assert!(words.iter().all(|it| !overlap(spot, *it)));
            assert!(layout.boxes.iter().all(|it| !overlap(spot, bounds(it))), "{link:?} {route:?}");
            words.push(spot);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn boxes_do_not_overlap_and_lines_avoid_them(drawing in any_drawing()) {
        assert_sound_layout(&drawing);
    }
}

#[test]
fn lays_out_evidence_of_every_size() {
    for boxes in [1, 2, 5, 20, 50, 120, 300] {
        let drawing = evidence_drawing(boxes);
        assert_sound_layout(&drawing);
        let layout = lay_out_drawing(&drawing);
        assert!(layout.width <= 2400, "{boxes} boxes are {} wide", layout.width);
        assert!(layout.width <= 3 * layout.height, "{boxes} boxes: {} by {}", layout.width, layout.height);
    }
}

#[test]
fn lays_out_chains_stars_and_isolated_boxes() {
    let nodes = |count: usize| (0..count).map(|at| node(&at.to_string(), "it", SupportRole::Supported, &[])).collect();
    let chain = Drawing {
        nodes: nodes(100_000),
        links: (1..100_000).map(|at| link(at - 1, at, Support)).collect(),
        ..Drawing::default()
    };
    assert_eq!(lay_out_drawing(&chain).boxes.len(), 100_000);
    let alone = Drawing { nodes: nodes(100_000), ..Drawing::default() };
    assert_eq!(lay_out_drawing(&alone).boxes.len(), 100_000);
    let star =
        Drawing { nodes: nodes(1001), links: (1..1001).map(|at| link(0, at, Support)).collect(), ..Drawing::default() };
    assert_sound_layout(&star);
}

#[test]
fn groups_replace_their_boxes() {
    let drawing = evidence_drawing(300);
    let grouped =
        drawing.group_nodes(|at, node| (!node.marks.contains(&Mark::Asked)).then(|| format!("topic {}", at / 60)));
    let count = |it: &Drawing| it.nodes.iter().map(|it| it.count).sum::<usize>();
    assert_eq!(count(&grouped), count(&drawing));
    assert!(grouped.nodes.len() <= 16);
    assert_eq!(grouped.nodes.iter().filter(|it| it.marks.contains(&Mark::Asked)).count(), 1);
    assert!(grouped.nodes.iter().any(|it| it.marks.contains(&Mark::Weak)));
    insta::assert_snapshot!(grouped.notes.join("\n"), @"299 boxes are drawn as 15 groups");
    assert_sound_layout(&grouped);
    let same = drawing.group_nodes(|_, _| None);
    assert_eq!(same, drawing);
}
