//! A measure of a whole set in a column of things is never taken for one of each thing.

use std::collections::BTreeSet;

use caveat::exec::{Answer, Body, TableRow};
use caveat::words::{KindId, Number, ValueType};

use crate::readings::ask_one;
use crate::world;

#[test]
fn refuses_counts_without_a_link_unless_on_record() {
    for name in ["library", "shipped"] {
        let mut session = world::session(name);
        let lexicon = session.lexicon();
        let kinds: Vec<(KindId, String)> =
            lexicon.kinds().map(|(id, _)| (id, lexicon.kind_word(id, Number::Plural).to_owned())).collect();
        let mut refused = 0;
        for (kind, things) in &kinds {
            for (other, counted) in &kinds {
                let lexicon = session.lexicon();
                let leads =
                    lexicon.role_links(*kind).into_iter().any(|link| lexicon.overlap(lexicon.end(link), *other));
                let own = lexicon.overlap(*kind, *other);
                let question = format!("which {things} first 1 showing number of {counted}");
                match ask_one(&mut session, &question) {
                    Ok(_) => assert!(leads, "{name}: {question}"),
                    Err(message) if message.starts_with("error[of-no-link]") => {
                        assert!(!leads, "{name}: {question}\n{message}");
                        assert!(message.contains(&format!("`number of {counted} on record`")), "{message}");
                        refused += 1;
                    }
                    // Several links lead there, or the plural is a role of another sort.
                    Err(message) => assert!(message.contains("several-links"), "{name}: {question}\n{message}"),
                }
                let sorted = ask_one(&mut session, &format!("which {things} sorted by number of {counted}"));
                assert_eq!(sorted.is_ok(), leads && sorted.is_ok(), "{name}: {question}");
                let compared = format!("which {things} whose number of {counted} > 3");
                if let Err(message) = ask_one(&mut session, &compared) {
                    assert!(!own || leads, "{name}: {compared}\n{message}");
                } else {
                    assert!(own || leads, "{name}: {compared}");
                }
            }
        }
        assert!(refused > 5, "{name}: {refused} are refused");
    }
}

#[test]
fn on_record_counts_like_how_many() {
    let mut session = world::session("library");
    let kinds = ["books", "authors", "loans", "thick books", "books that have an author", "all books"];
    for counted in kinds {
        let Body::Count { count, .. } = ask_one(&mut session, &format!("how many of {counted}"))
            .unwrap_or_else(|_| ask_one(&mut session, &format!("how many {counted}")).unwrap())
            .body
        else {
            panic!("no number of {counted}");
        };
        let shown =
            ask_one(&mut session, &format!("which authors showing name, number of {counted} on record")).unwrap();
        let Body::Table(table) = &shown.body else {
            panic!("no table");
        };
        assert!(!table.rows.is_empty());
        for row in &table.rows {
            assert_eq!(row.cells.last().unwrap().values[0].text, count.to_string(), "{counted}");
        }
    }
}

#[test]
fn refuses_aggregates_of_one_number() {
    let mut session = world::session("library");
    let lexicon = session.lexicon();
    let counted: Vec<(String, String)> = lexicon
        .kinds()
        .flat_map(|(kind, _)| {
            let many = lexicon.kind_word(kind, Number::Plural).to_owned();
            let roles = lexicon.role_links(kind).into_iter();
            let roles = roles.filter_map(|link| Some(lexicon.direction_words(link).roles.first()?.plural.clone()));
            roles.map(move |role| (many.clone(), role))
        })
        .collect();
    let mut computed = 0;
    let mut refused = BTreeSet::new();
    for (things, counted) in counted {
        for aggregate in ["smallest", "largest", "average", "total"] {
            let one = format!("which {things} whose number of {counted} > {aggregate} number of {counted}");
            for question in [
                one.clone(),
                format!("{one} of {things}"),
                format!("which {things} showing {aggregate} number of {counted}"),
            ] {
                let message = ask_one(&mut session, &question).err().unwrap_or_else(|| panic!("{question} is read"));
                refused.insert(message.split(':').next().unwrap_or_default().to_owned());
            }
            let whole = format!(
                "which {things} showing number of {counted}, {aggregate} (number of {counted}) of {things} on record"
            );
            let Ok(answer) = ask_one(&mut session, &whole) else {
                continue;
            };
            let Body::Table(table) = &answer.body else {
                panic!("no table");
            };
            let column = |at: usize| -> Vec<f64> {
                table.rows.iter().map(|row| row.cells[at].values[0].text.parse().unwrap()).collect()
            };
            let last = table.headings.len() - 1;
            let (own, whole) = (column(last - 1), column(last));
            let total: f64 = own.iter().sum();
            let wanted = match aggregate {
                "smallest" => own.iter().copied().fold(f64::INFINITY, f64::min),
                "largest" => own.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                "average" => total / own.len() as f64,
                _ => total,
            };
            assert!(
                whole.iter().all(|it| (it - wanted).abs() < 1e-6),
                "{things} {aggregate} {counted}: {whole:?} {wanted}"
            );
            computed += 1;
        }
    }
    assert!(computed > 20, "{computed}");
    assert_eq!(
        refused.into_iter().collect::<Vec<_>>(),
        ["error[misplaced]", "error[object-of-another-kind]", "error[of-one-number]"]
    );
}

/// The numbers of a column, row by row.
fn column(answer: &Answer, at: usize) -> Vec<Vec<f64>> {
    let Body::Table(table) = &answer.body else {
        panic!("no table");
    };
    let cell = |row: &TableRow| row.cells[at].values.iter().map(|it| it.text.parse().unwrap()).collect();
    table.rows.iter().map(cell).collect()
}

#[test]
fn aggregates_cover_all_things_unless_beside_a_column() {
    let mut session = world::session("library");
    let lexicon = session.lexicon();
    let numbers: Vec<(String, String)> = lexicon
        .attributes()
        .filter(|(_, it)| it.values == ValueType::Number)
        .flat_map(|(_, it)| it.nouns.iter().map(move |noun| (it.of, noun.singular.clone())))
        .map(|(kind, noun)| (lexicon.kind_word(kind, Number::Plural).to_owned(), noun))
        .collect();
    assert!(numbers.len() > 3, "{numbers:?}");
    let mut left_out = 0;
    for (things, value) in &numbers {
        for set in [things.clone(), format!("{things} whose {value} > 1000000000")] {
            let each = ask_one(&mut session, &format!("show {value} of all {set}")).unwrap();
            let each = column(&each, 0);
            let all: Vec<f64> = each.iter().flatten().copied().collect();
            for aggregate in ["smallest", "largest", "average", "total"] {
                let question = format!("show {aggregate} {value} of all {set}");
                for shaping in ["first 2", "skip 1", "sorted by count"] {
                    let message = ask_one(&mut session, &format!("{question} {shaping}")).unwrap_err();
                    assert!(message.starts_with("error[nothing-to-shape]"), "{question} {shaping}: {message}");
                }
                let answer = ask_one(&mut session, &question).unwrap_or_else(|message| panic!("{question}: {message}"));
                let rows = column(&answer, 0);
                if each.is_empty() {
                    assert!(rows.is_empty(), "{question}: {rows:?}");
                    continue;
                }
                let wanted = match aggregate {
                    "smallest" => all.iter().copied().fold(f64::INFINITY, f64::min),
                    "largest" => all.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                    "average" => all.iter().sum::<f64>() / all.len() as f64,
                    _ => all.iter().sum(),
                };
                assert_eq!(rows.len(), 1, "{question}");
                assert!((rows[0][0] - wanted).abs() < 1e-6, "{question}: {rows:?}, {wanted} by hand");
                let told = |what: &str| answer.notes.iter().any(|note| note.contains(what));
                let missing = each.iter().filter(|it| it.is_empty()).count();
                assert!(told(&format!("one number over {} ", each.len())), "{question}: {:?}", answer.notes);
                assert_eq!(
                    told(&format!("{missing} of {} ", each.len())),
                    missing > 0,
                    "{question}: {:?}",
                    answer.notes
                );
                left_out += missing;
                let beside = ask_one(&mut session, &format!("show {value}, {aggregate} {value} of all {set}")).unwrap();
                assert_eq!(column(&beside, 1), each, "{question}: of each");
                let said = beside.notes.iter().any(|note| note.contains("alone in a `show`"));
                assert!(said, "{question}: {:?}", beside.notes);
            }
        }
    }
    assert!(left_out > 0, "something has no value");
}
