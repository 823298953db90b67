//! Drawings as SVG: well-formed whatever the names are, legible in light and dark, without outside references.

use caveat::graph::{Drawing, LineKind, Mark, SupportRole, lay_out_drawing};
use caveat::render::draw::svg::{style, svg, svg_inside};

use crate::drawing_layout::{evidence_drawing, link, node};

const HOSTILE: [&str; 8] = [
    "\"><script>alert(1)</script>",
    "]]> & <![CDATA[ <!-- -- -->",
    "line\nbreak\ttab\r\0\u{1}\u{b}",
    "\u{202e}turned\u{2066} round\u{200b}",
    "javascript:alert('x')",
    "\u{fffe}\u{ffff}\u{feff}",
    "&amp;&#x3c;",
    "' onload='x",
];

fn hostile_drawing() -> Drawing {
    let mut drawing =
        Drawing { title: HOSTILE.join(" "), notes: HOSTILE.map(str::to_owned).to_vec(), ..Drawing::default() };
    let roles = [SupportRole::Supported, SupportRole::Ground, SupportRole::Limit, SupportRole::Other];
    for (at, name) in HOSTILE.into_iter().enumerate() {
        let mut it = node(name, name, roles[at % 4], &[Mark::Weak, Mark::Asked]);
        it.kind = name.to_owned();
        it.remarks = vec![name.to_owned()];
        it.count = 1 + at % 2;
        drawing.nodes.push(it);
        let mut it = link(at, (at + 3) % HOSTILE.len(), LineKind::Contradict);
        it.label = name.to_owned();
        drawing.links.push(it);
    }
    drawing
}

#[test]
fn hostile_names_are_harmless() {
    let drawing = hostile_drawing();
    let text = svg(&drawing, &lay_out_drawing(&drawing));
    let tree = roxmltree::Document::parse(&text).unwrap();
    for it in tree.descendants().filter(roxmltree::Node::is_element) {
        assert!(!["script", "a", "image", "foreignObject"].contains(&it.tag_name().name()));
        assert!(it.attributes().all(|it| !it.name().starts_with("on") && it.name() != "href"));
    }
    assert!(!text.contains(|c: char| caveat::base::is_hostile(c) && c != '\n'));
    let told = tree.descendants().filter(|it| it.has_tag_name("title"));
    let told: Vec<&str> = told.filter_map(|it| it.text()).collect();
    assert!(told.iter().any(|it| it.contains("<script>alert(1)</script>")), "{told:?}");
    assert!(told.iter().any(|it| it.contains("\\u{202e}turned")), "{told:?}");
}

#[test]
fn draws_every_box_and_line_with_a_title() {
    let drawing = evidence_drawing(50);
    let text = svg(&drawing, &lay_out_drawing(&drawing));
    let tree = roxmltree::Document::parse(&text).unwrap();
    let root = tree.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let count = |class: &str| {
        let all = tree.descendants().filter(|it| {
            it.attribute("id").is_some() && it.attribute("class").is_some_and(|it| it.split(' ').any(|it| it == class))
        });
        all.count()
    };
    assert_eq!(count("box"), 50);
    let with = |mark: Mark| drawing.nodes.iter().filter(|it| it.marks.contains(&mark)).count();
    assert_eq!(count("weak"), with(Mark::Weak));
    assert_eq!(count("left-out"), with(Mark::LeftOut));
    assert_eq!(count("asked"), 1);
    for id in root.attribute("aria-labelledby").unwrap().split(' ') {
        assert!(tree.descendants().any(|it| it.attribute("id") == Some(id)));
    }
}

#[test]
fn drawings_on_a_page_share_no_ids() {
    let drawing = evidence_drawing(20);
    let layout = lay_out_drawing(&drawing);
    let both = ["one", "two"].map(|prefix| svg_inside(&drawing, &layout, prefix));
    let page = format!("<div>{}</div>", both.concat());
    let tree = roxmltree::Document::parse(&page).unwrap();
    let mut ids: Vec<&str> = tree.descendants().filter_map(|it| it.attribute("id")).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
    assert!(!page.contains("<style"));
    for reference in page.split("url(#").skip(1) {
        let id = reference.split(')').next().unwrap();
        assert!(ids.contains(&id), "{id}");
    }
}

/// The relative luminance of a colour by WCAG 2.
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let share = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}

#[test]
fn text_has_contrast_in_light_and_dark() {
    let colours = regex::Regex::new("--([a-z-]+): #([0-9a-f]{6});").unwrap();
    let dark = style().find("@media (prefers-color-scheme: dark)").unwrap();
    let print = style().find("@media print").unwrap();
    for scheme in [&style()[..dark], &style()[dark..print]] {
        let all: std::collections::BTreeMap<&str, &str> = colours
            .captures_iter(scheme)
            .map(|it| {
                let (_, [name, colour]) = it.extract();
                (name, colour)
            })
            .collect();
        assert_eq!(all.len(), 14);
        for (words, ground) in ["ink", "quiet"]
            .into_iter()
            .flat_map(|words| ["paper", "supported", "ground", "limit", "other"].map(move |ground| (words, ground)))
            .chain([("weak", "paper")])
        {
            let [one, other] = [words, ground].map(|it| luminance(all[it]) + 0.05);
            let contrast = (one / other).max(other / one);
            assert!(contrast >= 4.5, "{words} on {ground}: {contrast:.2}");
        }
    }
}

#[test]
fn snapshot_of_a_small_drawing() {
    let mut drawing = Drawing {
        title: "why is it true".to_owned(),
        nodes: vec![
            node("v:a", "data stays in the region", SupportRole::Supported, &[Mark::Asked, Mark::Weak]),
            node("v:p", "regions page", SupportRole::Ground, &[]),
        ],
        links: vec![link(0, 1, LineKind::Support)],
        notes: vec!["1 claim is left out".to_owned()],
    };
    drawing.links[0].label = "quoted".to_owned();
    let text = svg_inside(&drawing, &lay_out_drawing(&drawing), "p1");
    insta::assert_snapshot!(text);
}
