//! `caveat draw` as a shell sees it.

use std::fs;

use caveat::base::Source;
use caveat::graph::Drawing;

use crate::cli::{Ran, caveat, ran};
use crate::world::{TODAY, project, root, session};

const FORMATS: [(&str, &str); 4] =
    [("svg", "<svg xmlns="), ("html", "<!DOCTYPE html>"), ("dot", "digraph {"), ("mermaid", "flowchart TB")];

fn draw(arguments: &[&str]) -> Ran {
    ran(caveat(project()).args(["--today", TODAY, "draw"]).args(arguments))
}

/// A drawing in lines: what it holds, not how it looks.
fn lines(drawing: &Drawing) -> String {
    let mut out = format!("{}\n", drawing.title);
    for (at, node) in drawing.nodes.iter().enumerate() {
        out += &format!("{at} {:?} {} {} {:?} {:?}\n", node.role, node.kind, node.name, node.marks, node.remarks);
    }
    for link in &drawing.links {
        out += &format!("{} -> {} {:?}", link.from, link.to, link.line);
        out += &format!(" {} × {}\n", link.label, link.count);
    }
    for note in &drawing.notes {
        out += &format!("note: {note}\n");
    }
    out
}

fn drawn(world: &str, text: &str) -> String {
    let drawing = session(world).drawing(&Source::new("question", text));
    lines(&drawing.unwrap())
}

#[test]
fn what_a_claim_rests_on_is_a_chart() {
    let drawn = draw(&["ali:no-eu-only-inference", "--format", "mermaid"]);
    assert_eq!(drawn.code, 0);
    assert!(drawn.err.starts_with("no more than 2 values are told of a thing"), "{}", drawn.err);
    insta::assert_snapshot!("claim_in_mermaid", drawn.out);
}

#[test]
fn what_a_claim_rests_on_is_a_graph() {
    let drawn = draw(&["ali:no-eu-only-inference", "--format", "dot"]);
    assert_eq!(drawn.code, 0);
    assert!(drawn.err.starts_with("no more than 2 values are told of a thing"), "{}", drawn.err);
    insta::assert_snapshot!("claim_in_dot", drawn.out);
}

#[test]
fn claims_sources_vendors_and_questions_are_drawn() {
    let texts = [
        "e:deleted",
        "e:policy",
        "e:acme",
        "e:itself",
        "e:hen",
        "which claims have a caveat",
        "define a shaky claim as a claim that has a caveat\nwhich shaky claims",
        "suppose e:policy is gone: which claims that rest on claims",
    ];
    let all = texts.map(|text| format!("--- {text}\n{}", drawn("evidence", text)));
    insta::assert_snapshot!("drawings", all.join("\n"));
}

#[test]
fn every_format_is_written_the_same_twice() {
    for (format, start) in FORMATS {
        let once = draw(&["which claims lack a public source", "--format", format]);
        let again = draw(&["which claims lack a public source", "--format", format]);
        assert_eq!(once.code, 0, "{format}: {}", once.err);
        assert!(once.out.starts_with(start), "{format}");
        assert_eq!(once.out, again.out, "{format}");
        assert!(once.err.starts_with("no more than 2 values are told of a thing"), "{format}: {}", once.err);
        assert_eq!(once.err, again.err, "{format}");
    }
    let svg = draw(&["which claims lack a public source", "--format", "svg"]);
    assert_eq!(draw(&["which claims lack a public source"]).out, svg.out, "SVG is what is written without a word");
}

#[test]
fn a_picture_takes_the_place_of_a_file_whole() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("picture.svg");
    fs::write(&file, "before").unwrap();
    let path = file.to_str().unwrap();
    let wrong = draw(&["which clams", "--output", path]);
    assert_eq!(wrong.code, 2, "{}", wrong.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), "before");
    let told = draw(&["ali:eu-mode", "--output", path]);
    assert_eq!((told.code, told.out.as_str()), (0, ""));
    assert!(told.err.starts_with(&format!("picture written: {path}\n")), "{}", told.err);
    let printed = draw(&["ali:eu-mode"]).out;
    assert_eq!(fs::read_to_string(&file).unwrap(), printed);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let nowhere = draw(&["ali:eu-mode", "--output", "/nowhere/picture.svg"]);
    assert_eq!(nowhere.code, 5, "{}", nowhere.err);
}

#[test]
fn what_finds_nothing_is_an_empty_picture_that_says_so() {
    let question = "which claims that have a caveat and that lack a caveat";
    for (format, start) in FORMATS {
        let drawn = draw(&[question, "--format", format]);
        assert_eq!(drawn.code, 0, "{}", drawn.err);
        assert!(drawn.out.starts_with(start));
        assert!(drawn.out.contains("nothing was found"), "{}", drawn.out);
        assert!(drawn.err.contains("nothing was found: there is nothing to draw"));
    }
}

#[test]
fn what_cannot_be_drawn_is_told() {
    let texts: [&[&str]; 7] = [
        &["ali:no-such-claim"],
        &["which clams"],
        &["define a shaky claim as a claim that has a caveat"],
        &["which claims", "--format", "csv"],
        &["which claims", "--format", "sarif"],
        &["which claims", "--format", "svg", "--format", "dot"],
        &[""],
    ];
    let told = texts.map(|text| {
        let drawn = draw(text);
        assert_eq!((drawn.code, drawn.out.as_str()), (2, ""), "{text:?}");
        format!("--- {text:?}\n{}", drawn.err)
    });
    insta::assert_snapshot!("refused", told.join("\n"));
    let answers = ran(caveat(project()).args(["ask", "which claims", "--format", "svg"]));
    assert_eq!(answers.code, 2);
    assert!(answers.err.contains("a picture of `draw`"), "{}", answers.err);
    let report = ran(caveat(project()).args(["audit", "--format", "dot"]));
    assert_eq!(report.code, 2);
}

#[test]
fn a_picture_in_dots_is_painted_or_the_way_to_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("picture.png");
    let drawn = draw(&["ali:eu-mode", "--format", "png", "--output", file.to_str().unwrap()]);
    if cfg!(feature = "png") {
        // A system without fonts is told so.
        assert!(matches!(drawn.code, 0 | 5), "{}", drawn.err);
        if drawn.code == 0 {
            assert!(fs::read(&file).unwrap().starts_with(b"\x89PNG\r\n"));
        }
    } else {
        assert_eq!(drawn.code, 2);
        insta::assert_snapshot!("no_png", drawn.err);
        assert!(!file.exists());
    }
}

#[test]
fn hostile_names_of_the_data_are_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let names = super::writers::HOSTILE;
    let mut facts = "@prefix cv: <https://w3id.org/caveat/ns#> .\n@prefix e: <https://example.org/h/> .\n".to_owned();
    for (at, name) in names.iter().enumerate() {
        let literal: String = name.chars().map(|c| format!("\\U{:08X}", u32::from(c))).collect();
        if name.contains('\0') || name.contains('\u{202e}') {
            continue;
        }
        facts += &format!(
            "e:c{at} a cv:Claim ; cv:statement \"{literal}\" ; cv:status cv:standing ; cv:restsOn e:c{} .\n",
            (at + 1) % names.len()
        );
    }
    let file = folder.path().join("facts.ttl");
    fs::write(&file, facts).unwrap();
    for (format, start) in FORMATS {
        let drawn = ran(caveat(project())
            .args(["draw", "which claims", "--format", format, "--data"])
            .arg(root().join("data/vocabulary.ttl"))
            .arg("--data")
            .arg(&file));
        assert_eq!(drawn.code, 0, "{}", drawn.err);
        assert!(drawn.out.starts_with(start));
        // In DOT a quoted name is what it is; Graphviz escapes it in what it draws.
        assert!(format == "dot" || !drawn.out.contains("<script"), "{format}");
        let raw = |c: char| c != '\n' && caveat::base::is_hostile(c);
        assert!(!drawn.out.contains(raw), "{format}");
    }
}

#[test]
fn more_than_three_hundred_boxes_are_grouped() {
    let facts = |vendors: usize| {
        let mut facts = "@prefix cv: <https://w3id.org/caveat/ns#> .\n@prefix e: <https://example.org/m/> .\n\
            @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\
            e:t0 a cv:Topic ; skos:prefLabel \"first\" . e:t1 a cv:Topic ; skos:prefLabel \"second\" .\n"
            .to_owned();
        for vendor in 0..vendors {
            facts += &format!("e:v{vendor} a cv:Vendor ; cv:name \"Vendor {vendor}\" .\n");
        }
        for claim in 0..320 {
            facts += &format!(
                "e:c{claim} a cv:Claim ; cv:statement \"Claim {claim}.\" ; cv:vendor e:v{} ; cv:about e:t{} ;\n\
                 cv:status cv:standing ; cv:citation e:k{claim} .\n\
                 e:k{claim} a cv:Citation ; cv:source e:s{} ; cv:state cv:verified .\n",
                claim % vendors,
                claim % 2,
                claim % 8,
            );
        }
        for source in 0..8 {
            facts += &format!(
                "e:s{source} a cv:Source ; cv:label \"page {source}\" ; cv:publisher e:v{} .\n",
                source % vendors
            );
        }
        facts
    };
    let vocabulary = root().join("data/vocabulary.ttl");
    let all = [3, 1].map(|vendors| {
        let session = crate::world::of_text(&facts(vendors), Some(&vocabulary)).unwrap();
        let drawing = session.drawing(&Source::new("question", "which claims"));
        lines(&drawing.unwrap())
    });
    insta::assert_snapshot!("grouped", all.join("\n"));
}

/// The picture that the front page shows.
#[test]
fn the_committed_picture_is_what_the_shipped_data_give() {
    let file = root().join("docs/pictures/eu-only-inference.svg");
    let drawn = draw(&["ali:no-eu-only-inference", "--quiet"]);
    assert_eq!(drawn.code, 0, "{}", drawn.err);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &drawn.out).unwrap();
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == drawn.out,
        "docs/pictures/eu-only-inference.svg is stale: UPDATE=1 cargo test --test it committed_picture"
    );
}
