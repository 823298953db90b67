//! `caveat draw` as a shell sees it.

use std::fs;

use caveat::base::Source;
use caveat::graph::Drawing;

use crate::cli::{RunOutput, caveat, run_command};
use crate::world::{TODAY, project, root, session};

const FORMATS: [(&str, &str); 4] =
    [("svg", "<svg xmlns="), ("html", "<!DOCTYPE html>"), ("dot", "digraph {"), ("mermaid", "flowchart TB")];

fn draw(arguments: &[&str]) -> RunOutput {
    run_command(caveat(project()).args(["--today", TODAY, "draw"]).args(arguments))
}

/// A drawing as text: its content, not its layout.
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

fn drawing_text(world: &str, text: &str) -> String {
    let drawing = session(world).drawing(&Source::new("question", text));
    lines(&drawing.unwrap())
}

#[test]
fn draws_the_support_of_a_claim_in_mermaid() {
    let drawn = draw(&["ali:no-eu-only-inference", "--format", "mermaid"]);
    assert_eq!(drawn.code, 0);
    assert!(drawn.err.starts_with("each box shows at most 2 values"), "{}", drawn.err);
    insta::assert_snapshot!("claim_in_mermaid", drawn.out);
}

#[test]
fn draws_the_support_of_a_claim_in_dot() {
    let drawn = draw(&["ali:no-eu-only-inference", "--format", "dot"]);
    assert_eq!(drawn.code, 0);
    assert!(drawn.err.starts_with("each box shows at most 2 values"), "{}", drawn.err);
    insta::assert_snapshot!("claim_in_dot", drawn.out);
}

#[test]
fn draws_claims_sources_vendors_and_questions() {
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
    let all = texts.map(|text| format!("--- {text}\n{}", drawing_text("evidence", text)));
    insta::assert_snapshot!("drawings", all.join("\n"));
}

#[test]
fn writes_every_format_with_the_same_bytes() {
    for (format, start) in FORMATS {
        let once = draw(&["which claims lack a public source", "--format", format]);
        let again = draw(&["which claims lack a public source", "--format", format]);
        assert_eq!(once.code, 0, "{format}: {}", once.err);
        assert!(once.out.starts_with(start), "{format}");
        assert_eq!(once.out, again.out, "{format}");
        assert!(once.err.starts_with("each box shows at most 2 values"), "{format}: {}", once.err);
        assert_eq!(once.err, again.err, "{format}");
    }
    let svg = draw(&["which claims lack a public source", "--format", "svg"]);
    assert_eq!(draw(&["which claims lack a public source"]).out, svg.out, "SVG is what is written without a word");
}

#[test]
fn replaces_a_file_only_with_a_whole_picture() {
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
fn draws_an_empty_answer_with_a_note() {
    let question = "which claims that have a caveat and that lack a caveat";
    for (format, start) in FORMATS {
        let drawn = draw(&[question, "--format", format]);
        assert_eq!(drawn.code, 0, "{}", drawn.err);
        assert!(drawn.out.starts_with(start));
        assert!(drawn.out.contains("nothing was found"), "{}", drawn.out);
        assert!(drawn.err.contains("nothing was found, so there is nothing to draw"));
    }
}

#[test]
fn reports_what_cannot_be_drawn() {
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
    let answers = run_command(caveat(project()).args(["ask", "which claims", "--format", "svg"]));
    assert_eq!(answers.code, 2);
    assert!(answers.err.contains("pictures of `draw`"), "{}", answers.err);
    let report = run_command(caveat(project()).args(["audit", "--format", "dot"]));
    assert_eq!(report.code, 2);
}

#[test]
fn writes_png_or_says_how_to_get_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("picture.png");
    let drawn = draw(&["ali:eu-mode", "--format", "png", "--output", file.to_str().unwrap()]);
    if cfg!(feature = "png") {
        // A system without fonts gets an error.
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
fn draws_hostile_names() {
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
        let drawn = run_command(
            caveat(project())
                .args(["draw", "which claims", "--format", format, "--data"])
                .arg(root().join("data/vocabulary.ttl"))
                .arg("--data")
                .arg(&file),
        );
        assert_eq!(drawn.code, 0, "{}", drawn.err);
        assert!(drawn.out.starts_with(start));
        // DOT keeps a quoted name as it is; Graphviz escapes it in its output.
        assert!(format == "dot" || !drawn.out.contains("<script"), "{format}");
        let raw = |c: char| c != '\n' && caveat::base::is_hostile(c);
        assert!(!drawn.out.contains(raw), "{format}");
    }
}

#[test]
fn groups_more_than_three_hundred_boxes() {
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

/// The picture on the front page.
#[test]
fn committed_picture_is_up_to_date() {
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
