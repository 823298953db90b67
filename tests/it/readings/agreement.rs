//! A noun whose plural is its singular agrees with verbs of both numbers.

use std::fmt::Write as _;

use crate::readings::{Numbers, ask_one, outcome, things};
use crate::world;

/// Series that follow shows, each about a topic; `noun` is the word for a series.
fn facts(noun: &str, numbers: &mut Numbers) -> String {
    let mut text = format!(
        r#"@prefix : <https://e.example/> . @prefix say: <https://w3id.org/caveat/say#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
rdfs:label a say:Naming .
:Series a rdfs:Class ; say:noun {noun} ; say:labelledBy ( "name" ) .
:Show a rdfs:Class ; say:noun "show" ; say:labelledBy ( "name" ) .
:Topic a rdfs:Class ; say:noun "topic" ; say:labelledBy ( "name" ) .
:name a say:Attribute ; say:of :Series, :Topic, :Show ; say:path rdfs:label ; say:noun "name" .
:follows a say:Relation ; say:from :Series ; say:to :Show ;
    say:forward [ say:verb "follow" ] ; say:backward [ say:participle "followed by" ] .
:about a say:Relation ; say:from :Series ; say:to :Topic ; say:forward [ say:preposition "about" ] .
:shown a say:Relation ; say:from :Show ; say:to :Topic ; say:path :about ; say:forward [ say:preposition "about" ] .
:t0 a :Topic ; rdfs:label "war" . :t1 a :Topic ; rdfs:label "love" .
"#
    );
    for thing in 0..6 {
        let topic = numbers.below(2);
        writeln!(text, ":show{thing} a :Show ; rdfs:label \"Show {thing}\" ; :about :t{topic} .").unwrap();
    }
    for thing in 0..12 {
        let (topic, show, other) = (numbers.below(2), numbers.below(6), numbers.below(6));
        let name = format!("rdfs:label \"Series {thing}\" ; :about :t{topic}");
        writeln!(text, ":s{thing} a :Series ; {name} ; :follows :show{show}, :show{other} .").unwrap();
    }
    text
}

#[test]
fn reads_like_a_noun_with_two_forms() {
    // `N` is the plural, `1` the singular of the noun in question.
    let questions = [
        "which N follow shows and are about war",
        "which N follow a show and are about war",
        "which N follow a show that is about war",
        "which N are about love and follow a show",
        "which shows are followed by a 1 that is about war and are about love",
        "which shows are followed by some N that are about war",
        "which shows are followed by exactly 1 1 that follows a show that is about love",
        "which shows are followed by at least 2 N and are about war",
        "which shows are followed by every 1 that is about love",
        "which N follow only shows that are about war",
        "which N do not follow a show that is about love",
        "which N (follow a show that is about love or are about war) and follow at least 2 shows",
        "which shows followed by a 1 about war are about love",
    ];
    let mut numbers = Numbers(0x5eed);
    for _ in 0..4 {
        let seed = numbers.0;
        let with = |noun: &str| world::of_text(&facts(noun, &mut Numbers(seed)), None).unwrap();
        let mut regular = with("\"serial\"");
        let mut alike = with("[ say:singular \"series\" ; say:plural \"series\" ]");
        for question in questions {
            let said = question.replace(" 1 1 ", " 1 serial ").replace(" 1 ", " serial ").replace(" N ", " serials ");
            let also = question.replace(" 1 1 ", " 1 series ").replace(" 1 ", " series ").replace(" N ", " series ");
            let (said, also) =
                (said.replace("exactly serial", "exactly 1"), also.replace("exactly series", "exactly 1"));
            let wanted = things(&ask_one(&mut regular, &said).unwrap_or_else(|it| panic!("{said}\n{it}")));
            assert_eq!(outcome(&mut alike, &also), Ok(wanted), "{also}");
        }
        numbers.below(2);
    }
}

#[test]
fn understood_sentences_read_back_the_same() {
    let mut session =
        world::of_text(&facts("[ say:singular \"series\" ; say:plural \"series\" ]", &mut Numbers(7)), None).unwrap();
    let parts = ["follow a show", "are about war", "do not follow a show", "follow a show that is about love"];
    let inner = ["are about war", "are about love", "is about war"];
    for outer in parts {
        for said in inner {
            for joint in ["and", "or"] {
                for question in [
                    format!("which series {outer} {joint} {said}"),
                    format!("which shows are followed by series that {outer} {joint} {said}"),
                    format!("which shows are followed by a series that {said} {joint} are about love"),
                ] {
                    let Ok(answer) = ask_one(&mut session, &question) else {
                        continue;
                    };
                    let source = caveat::base::Source::new("question", &question);
                    let statement = caveat::lang::parse(&source).unwrap().remove(0);
                    let sentence = session.sentence(&statement, &source).unwrap();
                    let again = ask_one(&mut session, &sentence).unwrap_or_else(|it| panic!("{sentence}\n{it}"));
                    assert_eq!(things(&again), things(&answer), "{question}\n{sentence}");
                }
            }
        }
    }
}

/// `go` and `veto` take `es`, `play` and `woo` an `s`.
#[test]
fn verbs_get_the_correct_third_person() {
    let forms = [
        ("veto", "vetoes"),
        ("go to", "goes to"),
        ("play", "plays"),
        ("woo", "woos"),
        ("carry", "carries"),
        ("pass", "passes"),
    ];
    for (base, third) in forms {
        let text = format!(
            "@prefix : <https://e.x/> . @prefix say: <https://w3id.org/caveat/say#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Club a rdfs:Class ; say:noun \"club\" .
:does a rdf:Property, say:Relation ; say:from :Club ; say:to :Club ; say:forward [ say:verb \"{base}\" ] .
:a a :Club ; :does :b . :b a :Club .
"
        );
        let mut session = world::of_text(&text, None).unwrap_or_else(|it| panic!("{}", world::messages(&it)));
        let found =
            things(&ask_one(&mut session, &format!("which club {third} a club")).unwrap_or_else(|it| panic!("{it}")));
        assert_eq!(found, ["https://e.x/a"], "{third}");
    }
}
