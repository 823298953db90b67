//! A measure of a whole set in a column of things is never taken for one of each thing.

use caveat::exec::Body;
use caveat::words::{KindId, Number};

use crate::readings::asked;
use crate::world;

#[test]
fn what_no_link_leads_to_is_refused_unless_the_whole_graph_is_said() {
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
                match asked(&mut session, &question) {
                    Ok(_) => assert!(leads, "{name}: {question}"),
                    Err(message) if message.starts_with("error[of-no-link]") => {
                        assert!(!leads, "{name}: {question}\n{message}");
                        assert!(message.contains(&format!("`number of {counted} on record`")), "{message}");
                        refused += 1;
                    }
                    // Several links lead there, or the plural is a role of another sort.
                    Err(message) => assert!(message.contains("several-links"), "{name}: {question}\n{message}"),
                }
                let sorted = asked(&mut session, &format!("which {things} sorted by number of {counted}"));
                assert_eq!(sorted.is_ok(), leads && sorted.is_ok(), "{name}: {question}");
                let compared = format!("which {things} whose number of {counted} > 3");
                if let Err(message) = asked(&mut session, &compared) {
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
fn on_record_is_the_number_that_how_many_gives() {
    let mut session = world::session("library");
    let kinds = ["books", "authors", "loans", "thick books", "books that have an author", "all books"];
    for counted in kinds {
        let Body::Count { count, .. } = asked(&mut session, &format!("how many of {counted}"))
            .unwrap_or_else(|_| asked(&mut session, &format!("how many {counted}")).unwrap())
            .body
        else {
            panic!("no number of {counted}");
        };
        let shown = asked(&mut session, &format!("which authors showing name, number of {counted} on record")).unwrap();
        let Body::Table(table) = &shown.body else {
            panic!("no table");
        };
        assert!(!table.rows.is_empty());
        for row in &table.rows {
            assert_eq!(row.cells.last().unwrap().values[0].text, count.to_string(), "{counted}");
        }
    }
}
