//! Names with words of the language in them: without quotes they mean the thing, or they are an error.

use std::fmt::Write as _;

use crate::readings::{Numbers, ask_one, outcome, things};
use crate::world;

const STRUCTURAL: [&str; 14] =
    ["no", "all", "only", "every", "the", "and", "or", "that", "without", "with", "at least", "not", "contains", "is"];
const PLAIN: [&str; 8] = ["training", "storage", "access", "routing", "customer", "data", "plain", "logs"];

const VOCABULARY: &str = r#"@prefix : <https://e.example/> . @prefix say: <https://w3id.org/caveat/say#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
rdfs:label a say:Naming .
:Claim a rdfs:Class ; say:noun "claim" .
:Topic a rdfs:Class ; say:noun "topic" ; say:labelledBy ( "name" ) .
:name a say:Attribute ; say:of :Topic ; say:path rdfs:label ; say:noun "name" .
:about a say:Relation ; say:from :Claim ; say:to :Topic ; say:forward [ say:preposition "about" ; say:role "subject" ] .
"#;

fn random_name(numbers: &mut Numbers) -> String {
    let mut words = Vec::new();
    for _ in 0..2 + numbers.below(3) {
        let structural = numbers.below(3) == 0 || words.is_empty() && numbers.below(2) == 0;
        words.push(if structural { *numbers.pick(&STRUCTURAL) } else { *numbers.pick(&PLAIN) });
    }
    if !words.iter().any(|word| PLAIN.contains(word)) {
        words.push(*numbers.pick(&PLAIN));
    }
    words.join(" ")
}

/// Forms in which a name is an object. `X` stands for it.
const FORMS: [&str; 5] = [
    "which claims are about X",
    "which claims about X",
    "which claims are not about X",
    "which claims are about X or are about training",
    "which claims that are about X",
];

#[test]
fn unquoted_names_mean_the_same_or_are_refused() {
    let mut numbers = Numbers(0xa11);
    let (mut read, mut refused) = (0, 0);
    for _ in 0..20 {
        let mut names: Vec<String> = (0..6).map(|_| random_name(&mut numbers)).collect();
        names.push("training".to_owned());
        names.sort();
        names.dedup();
        let mut text = VOCABULARY.to_owned();
        for (at, name) in names.iter().enumerate() {
            writeln!(text, ":t{at} a :Topic ; rdfs:label \"{name}\" . :c{at} a :Claim ; :about :t{at} .").unwrap();
        }
        writeln!(text, ":none a :Claim .").unwrap();
        let mut session = world::of_text(&text, None).unwrap();
        for name in &names {
            for form in FORMS {
                let quoted = ask_one(&mut session, &form.replace('X', &format!("\"{name}\"")));
                let quoted = things(&quoted.unwrap_or_else(|it| panic!("{form} {name}\n{it}")));
                let plain = form.replace('X', name);
                match outcome(&mut session, &plain) {
                    Ok(found) => {
                        assert_eq!(found, quoted, "{plain}, of {names:?}");
                        read += 1;
                    }
                    Err(_) => refused += 1,
                }
            }
        }
    }
    assert!(read > refused, "{read} are read, {refused} are refused");
}

#[test]
fn the_beginning_of_a_name_is_not_a_quantity() {
    let text = format!(
        "{VOCABULARY}:t a :Topic ; rdfs:label \"training\" . :n a :Topic ; rdfs:label \"no training on data\" .
:a a :Claim ; :about :t . :b a :Claim ; :about :n . :c a :Claim ."
    );
    let mut session = world::of_text(&text, None).unwrap();
    let of = |names: &[&str]| Ok(names.iter().map(|it| format!("https://e.example/{it}")).collect::<Vec<_>>());
    let refused = Err("error[begins-a-name]".to_owned());
    assert_eq!(outcome(&mut session, "which claims are about no training"), refused);
    assert_eq!(outcome(&mut session, "which claims are about no training on data"), of(&["b"]));
    assert_eq!(outcome(&mut session, "which claims are about no \"training\""), of(&["b", "c"]));
    // Without the longer name nothing is ambiguous.
    let short = text.replace("no training on data", "logs");
    let mut session = world::of_text(&short, None).unwrap();
    assert_eq!(outcome(&mut session, "which claims are about no training"), of(&["b", "c"]));
}
