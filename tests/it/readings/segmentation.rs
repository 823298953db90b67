//! Words that can be divided in several ways: if all can be tried, one is answered; beyond that, none.

use std::fmt::Write as _;

use crate::readings::outcome;
use crate::world;

/// This many pairs of words, each of which is an adjective in one word and in two.
fn facts(pairs: usize) -> String {
    let mut text = r#"@prefix : <https://e.example/> . @prefix say: <https://w3id.org/caveat/say#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Crime a rdfs:Class ; say:noun "crime" .
:one a :Crime .
"#
    .to_owned();
    for pair in (b'a'..).take(pairs).map(char::from) {
        writeln!(
            text,
            ":{pair} a say:Attribute ; say:of :Crime ; say:noun \"trait{pair}\" ; say:oneOf ( :p{pair} :q{pair} :pq{pair} ) .
:p{pair} say:adjective \"pale{pair}\" . :q{pair} say:adjective \"quick{pair}\" . :pq{pair} say:adjective \"pale{pair} quick{pair}\" .
:one :{pair} :pq{pair} ."
        )
        .unwrap();
    }
    text
}

fn question(pairs: usize) -> String {
    let pairs: Vec<String> = (b'a'..).take(pairs).map(char::from).map(|it| format!("pale{it} quick{it}")).collect();
    format!("which {} crimes", pairs.join(" "))
}

#[test]
fn refuses_words_with_too_many_divisions() {
    let mut session = world::of_text(&facts(12), None).unwrap();
    let one = Ok(vec!["https://e.example/one".to_owned()]);
    for pairs in 1..=12 {
        let wanted = if pairs <= 8 { one.clone() } else { Err("error[too-many-readings]".to_owned()) };
        assert_eq!(outcome(&mut session, &question(pairs)), wanted, "{pairs} pairs, {} ways", 1_u32 << pairs);
    }
}
