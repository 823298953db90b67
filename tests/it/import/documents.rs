//! Markdown, tables, and how sentences are told apart.

use caveat::profile::sentences;

use crate::import::{document, import, workspace};

fn split(text: &str) -> Vec<&str> {
    sentences(text).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn sentences_end_where_a_reader_ends_them() {
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
        assert_eq!(split(sentence), [sentence]);
    }
    assert_eq!(
        split("Offered by Foo Ltd. The agreement follows.  No list was found! Is there one? Yes."),
        ["Offered by Foo Ltd.", "The agreement follows.", "No list was found!", "Is there one?", "Yes."]
    );
    assert_eq!(split("Kept for 30 days.\nThen deleted\nfor good."), ["Kept for 30 days.", "Then deleted\nfor good."]);
    assert!(split(" \n ").is_empty());
}

#[test]
fn markdown_links_only_the_sentences_that_refer_to_a_source() {
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
fn a_workbook_is_read_with_the_mapping_that_fits() {
    let ran = import(&workspace(), &[&document("acme.xlsx"), "--vendor", "Acme"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("workbook", format!("{}\n{}", ran.out, ran.err));
}

#[test]
fn a_list_of_statements_can_be_of_several_vendors() {
    let ran = import(&workspace(), &[&document("list.csv"), "--publisher", "Auditors"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!("statements", format!("{}\n{}", ran.out, ran.err));
}
