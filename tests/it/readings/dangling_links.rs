//! Links to things without a kind count as no links everywhere, and a remark says so.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use caveat::exec::{Answer, Body, TableRow};

use crate::readings::{Numbers, ask_one, things};
use crate::world;

const VOCABULARY: &str = r#"@prefix : <https://e.example/> . @prefix say: <https://w3id.org/caveat/say#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
rdfs:label a say:Naming .
:Work a rdfs:Class ; say:noun "work" ; say:labelledBy ( "name" ) .
:Show a rdfs:Class ; say:noun "show" ; say:labelledBy ( "name" ) .
:name a say:Attribute ; say:of :Work, :Show ; say:path rdfs:label ; say:noun "name" .
:follows a say:Relation ; say:from :Work ; say:to :Show ;
    say:forward [ say:verb "follow" ; say:role "target" ] ; say:backward [ say:role "follower" ] .
:leads a say:Relation ; say:from :Work ; say:to :Show ; say:path ( :of :follows ) ; say:forward [ say:role "lead" ] .
:of a say:Relation ; say:from :Work ; say:to :Work ; say:forward [ say:role "original" ] .
"#;

/// Works that follow shows, some of them not described.
struct World {
    text: String,
    /// The shows that a work follows, by their numbers; those from 6 on have no kind.
    follows: BTreeMap<usize, BTreeSet<usize>>,
    of: BTreeMap<usize, usize>,
}

fn generate_world(numbers: &mut Numbers, loose: bool) -> World {
    let mut text = VOCABULARY.to_owned();
    let shows = if loose { 9 } else { 6 };
    for show in 0..shows {
        let class = if show < 6 { "a :Show ; " } else { "" };
        writeln!(text, ":show{show} {class}rdfs:label \"Show {show}\" .").unwrap();
    }
    let (mut follows, mut of) = (BTreeMap::new(), BTreeMap::new());
    for work in 0..8 {
        writeln!(text, ":w{work} a :Work ; rdfs:label \"Work {work}\" .").unwrap();
        let targets: BTreeSet<usize> = (0..numbers.below(3)).map(|_| numbers.below(shows)).collect();
        for target in &targets {
            writeln!(text, ":w{work} :follows :show{target} .").unwrap();
        }
        follows.insert(work, targets);
        if work > 0 && numbers.below(2) == 0 {
            let original = numbers.below(work);
            writeln!(text, ":w{work} :of :w{original} .").unwrap();
            of.insert(work, original);
        }
    }
    World { text, follows, of }
}

/// The values of the second column of each row, by the text of the first.
fn column(answer: &Answer) -> BTreeMap<String, Vec<String>> {
    let Body::Table(table) = &answer.body else {
        panic!("no table");
    };
    let texts =
        |at: usize, row: &TableRow| -> Vec<String> { row.cells[at].values.iter().map(|it| it.text.clone()).collect() };
    let mut column: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in &table.rows {
        let key: Vec<String> = texts(0, row);
        column.entry(key.concat()).or_default().extend(texts(1, row));
    }
    column.values_mut().for_each(|values| values.sort_unstable());
    column
}

#[test]
fn conditions_columns_and_groups_skip_dangling_links() {
    let mut numbers = Numbers(0x1005e);
    let mut told = 0;
    for round in 0..24 {
        let loose = round % 2 == 0;
        let World { text, follows, of } = generate_world(&mut numbers, loose);
        let mut session = world::of_text(&text, None).unwrap_or_else(|it| panic!("{}", world::messages(&it)));
        let name = |work: usize| format!("https://e.example/w{work}");
        let targets =
            |work: usize| -> BTreeSet<usize> { follows[&work].iter().copied().filter(|it| *it < 6).collect() };
        let leads = |work: usize| of.get(&work).map(|it| targets(*it)).unwrap_or_default();
        for (role, ends) in [("target", &targets as &dyn Fn(usize) -> BTreeSet<usize>), ("lead", &leads)] {
            let with: Vec<String> = (0..8).filter(|it| !ends(*it).is_empty()).map(name).collect();
            let without: Vec<String> = (0..8).filter(|it| ends(*it).is_empty()).map(name).collect();
            let mut ask =
                |question: &str| ask_one(&mut session, question).unwrap_or_else(|it| panic!("{question}\n{it}"));
            assert_eq!(things(&ask(&format!("which works have a {role}"))), with);
            assert_eq!(things(&ask(&format!("which works lack a {role}"))), without);
            assert_eq!(things(&ask(&format!("which works whose number of {role}s > 0"))), with);
            assert_eq!(things(&ask(&format!("which works whose {role}.name contains \"Show\""))), with);
            let shown = column(&ask(&format!("show name, {role} of works")));
            let counted = column(&ask(&format!("show name, number of {role}s of works")));
            let named = column(&ask(&format!("show name, {role}.name of works")));
            for work in 0..8 {
                let key = format!("Work {work}");
                let labels: Vec<String> = ends(work).iter().map(|it| format!("Show {it}")).collect();
                assert_eq!(shown[&key], labels, "{text}");
                assert_eq!(named[&key], labels);
                assert_eq!(counted[&key], [labels.len().to_string()]);
            }
            let mut groups: BTreeMap<String, usize> = BTreeMap::new();
            for work in 0..8 {
                ends(work).iter().for_each(|it| *groups.entry(format!("Show {it}")).or_default() += 1);
            }
            let counts = column(&ask(&format!("how many works by {role}")));
            let counts = counts.into_iter().filter(|(key, _)| key.starts_with("Show"));
            let counts: BTreeMap<String, usize> = counts.map(|(key, count)| (key, count[0].parse().unwrap())).collect();
            assert_eq!(counts, groups);
        }
        let links: usize = follows.values().flatten().filter(|it| **it >= 6).count();
        for question in ["which works have a target", "which works lack a target", "show name, target of works"] {
            let answer = ask_one(&mut session, question).unwrap();
            let note = answer.notes.iter().any(|it| it.contains("without a kind") || it.contains("no kind"));
            assert_eq!(note, links > 0, "{question}: {:?}", answer.notes);
            told += usize::from(note);
        }
        if let Some((work, _)) = follows.iter().find(|(_, targets)| targets.iter().any(|it| *it >= 6)) {
            let answer = ask_one(&mut session, &format!("describe \"Work {work}\"")).unwrap();
            let note = answer.notes.iter().any(|it| it.contains("without a kind") || it.contains("no kind"));
            assert!(note, "{:?}", answer.notes);
        }
    }
    assert!(told > 10, "told {told} times");
}
