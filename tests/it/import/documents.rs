//! Markdown, tables, and the division of text into sentences.

use caveat::profile::sentences;

use crate::import::{document, import, workspace};

fn split_sentences(text: &str) -> Vec<&str> {
    sentences(text).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn splits_sentences_as_a_reader_does() {
    let whole = [
        "It is no provider under Art. 3 no. 3 AI Act: it routes, and does not develop models.",
        "EU in-region routing (eu.openrouter.ai) is enterprise-only and off by default.",
        "It names JINGSHENG HENGXING TECHNOLOGY PTE. LTD (Singapore) as controller.",
        "See https://example.org/a.b?c=d. e for more.",
        "The U.S. entity (cf. Sec. 4. Annex II) signs, e.g. by hand.",
        "Prompts, i.e. Inputs, are kept for approx. 30 days.",
        "Ten regions in all, v. 2.5 of the list.",
    ];
    for sentence in whole {
        assert_eq!(split_sentences(sentence), [sentence]);
    }
    assert_eq!(
        split_sentences("Offered by Foo Ltd. The agreement follows.  No list was found! Is there one? Yes."),
        ["Offered by Foo Ltd.", "The agreement follows.", "No list was found!", "Is there one?", "Yes."]
    );
    assert_eq!(
        split_sentences("Kept for 30 days.\nThen deleted\nfor good."),
        ["Kept for 30 days.", "Then deleted\nfor good."]
    );
    assert!(split_sentences(" \n ").is_empty());
}

#[test]
fn markdown_sentences_cite_only_their_sources() {
    let ran = import(&workspace(), &[&document("acme.md"), "--publisher", "Acme Inference"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("markdown", format!("{}\n{}", ran.out, ran.err));
}

#[test]
fn a_questionnaire_cites_the_evidence_of_each_row() {
    let mapping = document("acme.toml");
    let ran = import(&workspace(), &[&document("acme.csv"), "--vendor", "Acme", "--mapping", &mapping]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("questionnaire", format!("{}\n{}", ran.out, ran.err));
}

#[test]
fn reads_a_workbook_with_the_matching_mapping() {
    let ran = import(&workspace(), &[&document("acme.xlsx"), "--vendor", "Acme"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("workbook", format!("{}\n{}", ran.out, ran.err));
}

#[test]
fn reads_statements_of_several_vendors() {
    let ran = import(&workspace(), &[&document("list.csv"), "--publisher", "Auditors"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("statements", format!("{}\n{}", ran.out, ran.err));
}
