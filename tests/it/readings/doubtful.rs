//! Numbers that nobody looked up, and answers that depend or are disputed: neither looks like a plain answer.

use std::collections::{BTreeMap, BTreeSet};

use caveat::exec::{Answer, Body, Truth};
use caveat::words::{Direction, Number, PhraseOutcome, Verdict};

use oxigraph::model::Term;

use crate::readings::{Numbers, ask_one, things};
use crate::world::{self, messages, of_text};

/// For all that is open: a number is 0 where there is certainly none, and empty where nobody knows.
#[test]
fn unknown_numbers_are_not_zero() {
    let mut session = world::session("all");
    let lexicon = session.lexicon();
    let directions =
        lexicon.relations().flat_map(|(relation, _)| [true, false].map(|backward| Direction { relation, backward }));
    let asked_of = directions.filter_map(|direction| {
        let role = lexicon.direction_words(direction).roles.first()?;
        let kind = lexicon.start(direction);
        let words = [role.get(Number::Plural), role.get(Number::Singular), lexicon.kind_word(kind, Number::Plural)];
        Some(words.map(str::to_owned))
    });
    let asked_of: Vec<[String; 3]> = asked_of.collect();
    let (mut numbers, mut zeros, mut empty, mut made_of) = (0, 0, 0, 0);
    for [roles, role, kinds] in asked_of {
        let question = format!("show iri, number of {roles} of {kinds}");
        let Ok(answer) = ask_one(&mut session, &question) else {
            continue;
        };
        let Body::Table(table) = &answer.body else { panic!("{question}") };
        let cell = |at: usize, column: usize| table.rows[at].cells[column].values.first().map(|it| it.text.clone());
        let thing = |at: usize| match &table.rows[at].cells[0].values[0].term {
            Term::NamedNode(iri) => iri.as_str().to_owned(),
            other => panic!("{other}"),
        };
        let mut told = [BTreeSet::new(), BTreeSet::new(), BTreeSet::new()];
        for at in 0..table.rows.len() {
            let sort = match cell(at, 1).as_deref() {
                None => 2,
                Some("0") => 1,
                Some(_) => 0,
            };
            told[sort].insert(thing(at));
        }
        let [having, lacking] = ["have", "lack"].map(|verb| {
            let question = format!("which {kinds} {verb} a {role}");
            let answer = ask_one(&mut session, &question).unwrap_or_else(|it| panic!("{question}\n{it}"));
            things(&answer).into_iter().collect::<BTreeSet<String>>()
        });
        assert_eq!(told[0], having, "{question}");
        assert!(told[1].is_superset(&lacking), "{question}");
        // Unknown numbers are reported; the cell of a thing without records is empty.
        let doubtful: BTreeSet<&String> = told[1].iter().chain(&told[2]).filter(|it| !lacking.contains(*it)).collect();
        let is_told = answer.notes.iter().any(|it| it.starts_with(&format!("`number of {roles}`")));
        // There may be more than the one on record.
        assert!(is_told || doubtful.is_empty(), "{question}: {:?}", answer.notes);
        assert!(told[2].iter().all(|it| doubtful.contains(it)), "{question}");
        // Aggregates are made of the numbers that are there.
        let there: Vec<f64> = (0..table.rows.len()).filter_map(|at| cell(at, 1)?.parse().ok()).collect();
        for (aggregate, wanted) in [
            ("average", there.iter().sum::<f64>() / there.len() as f64),
            ("smallest", there.iter().copied().fold(f64::INFINITY, f64::min)),
        ] {
            let question = format!("show {aggregate} number of {roles} of {kinds}");
            let Ok(answer) = ask_one(&mut session, &question) else { continue };
            let Body::Table(table) = &answer.body else { panic!("{question}") };
            let made = table.rows.first().and_then(|row| row.cells[0].values.first()?.text.parse::<f64>().ok());
            let alike = made.map_or(there.is_empty(), |it| (it - wanted).abs() < 1e-6);
            assert!(alike, "{question}: {made:?}, {wanted}");
            made_of += usize::from(!told[2].is_empty());
        }
        numbers += told[0].len();
        zeros += told[1].len();
        empty += told[2].len();
    }
    assert!(numbers > 100 && zeros > 100 && empty > 20 && made_of > 4, "{numbers} {zeros} {empty} {made_of}");
}

/// In every form of question, what depends or is disputed is not a plain yes.
#[test]
fn every_form_reports_doubtful_answers() {
    let mut session = world::session("all");
    let lexicon = session.lexicon();
    let verbs = lexicon.all_outcome_words().iter().filter(|it| it.outcome != PhraseOutcome::Doubted);
    let verbs: Vec<[String; 2]> =
        verbs.map(|it| [Number::Plural, Number::Singular].map(|number| it.forms.get(number).to_owned())).collect();
    for (at, [_, singular]) in verbs.iter().enumerate() {
        ask_one(&mut session, &format!("define a v{at} vendor as a vendor that {singular}")).unwrap();
    }
    let vendors = things(&ask_one(&mut session, "which vendors").unwrap());
    let mut hanging = 0;
    for vendor in &vendors {
        for (at, [plural, singular]) in verbs.iter().enumerate() {
            let mut ask =
                |question: String| ask_one(&mut session, &question).unwrap_or_else(|it| panic!("{question}\n{it}"));
            let one = ask(format!("does <{vendor}> {plural}"));
            let Body::Verdict(verdict) = &one.body else { panic!("{plural}: {:?}", one.body) };
            let hangs = matches!(verdict.cell.verdict, Some(Verdict::Depends | Verdict::Disputed));
            for same in [
                format!("is <{vendor}> a vendor that {singular}"),
                format!("is <{vendor}> an agent that {singular}"),
                format!("does <{vendor}> have a name and {plural}"),
                format!("is <{vendor}> v{at}"),
            ] {
                let answer = ask(same.clone());
                // A certain answer may come without the cell.
                assert!(!hangs || answer.body == one.body, "{same}: {:?}", answer.body);
            }
            let next = &verbs[(at + 1) % verbs.len()];
            let both = ask(format!("does <{vendor}> {plural} and {}", next[0]));
            let cell = verdict.cell.whole();
            let is_told = matches!(&both.body, Body::Verdict(it) if it.cell.whole() == cell)
                || both.notes.iter().any(|it| it.contains(&verdict.sentence) && it.contains(&cell));
            assert!(is_told || !hangs, "{plural}: {:?} {:?}", both.body, both.notes);
            // Two doubtful answers joined by `and not` give a verdict, too.
            let mixed = format!("does <{vendor}> {plural} and not {}", next[0]);
            let other = ask(format!("does <{vendor}> {}", next[0]));
            if let (true, Body::Verdict(it)) = (hangs, other.body)
                && it.sentence != verdict.sentence
                && matches!(it.cell.verdict, Some(Verdict::Depends | Verdict::Disputed))
            {
                assert!(matches!(ask(mixed.clone()).body, Body::Verdict(_)), "{mixed}");
            }
            hanging += usize::from(hangs);
        }
    }
    assert!(hanging > 10, "{hanging}");
}

/// Behind a link, what depends or is disputed counts as a plain yes or no: where that decides, the answer names them.
#[test]
fn reports_doubtful_answers_behind_a_link() {
    let mut session = world::session("all");
    let verbs = session.lexicon().all_outcome_words().iter().filter(|it| it.outcome != PhraseOutcome::Doubted);
    let verbs: Vec<(String, bool)> =
        verbs.map(|it| (it.forms.singular.clone(), it.outcome == PhraseOutcome::Affirmed)).collect();
    let vendors = things(&ask_one(&mut session, "which vendors").unwrap());
    let (mut told, mut silent) = (0, 0);
    for (at, (verb, affirms)) in verbs.iter().enumerate() {
        let mut ask = |question: &str| ask_one(&mut session, question).unwrap_or_else(|it| panic!("{question}\n{it}"));
        let verdicts: BTreeMap<&String, Option<Verdict>> = vendors
            .iter()
            .map(|vendor| {
                let Body::Verdict(verdict) = ask(&format!("is <{vendor}> a vendor that {verb}")).body else {
                    panic!("{verb}")
                };
                (vendor, verdict.cell.verdict)
            })
            .collect();
        let open = |it: &Option<Verdict>| matches!(it, Some(Verdict::Depends | Verdict::Disputed));
        let plainly = |it: &Option<Verdict>| *it == Some(if *affirms { Verdict::Yes } else { Verdict::No });
        // An open answer on a denied offer is unknown.
        let offer = !*affirms
            && things(&ask(&format!("which vendors that {verb}"))).len()
                < verdicts.values().filter(|it| plainly(it) || open(it)).count();
        ask(&format!("define a w{at} vendor as a vendor that {verb}"));
        ask(&format!("let w{at}s be vendors that {verb}"));
        for vendor in &vendors {
            let engaged = things(&ask(&format!("which vendors are engaged by <{vendor}>")));
            let of = |is: &dyn Fn(&Option<Verdict>) -> bool| engaged.iter().filter(|it| is(&verdicts[it])).count();
            let hangs = of(&plainly) == 0 && of(&open) > 0 && !offer;
            let label = match ask(&format!("show name of <{vendor}>")).body {
                Body::Table(table) => table.rows[0].cells[0].values[0].text.clone(),
                other => panic!("{other:?}"),
            };
            for question in [
                format!("does <{vendor}> engage a vendor that {verb}"),
                format!("does <{vendor}> engage no vendor that {verb}"),
                format!("which vendors whose name is \"{label}\" engage a w{at} vendor"),
                format!("how many vendors whose name is \"{label}\" engage w{at}s"),
            ] {
                let answer = ask(&question);
                let of_it = |it: &&String| it.starts_with("depends on an answer") && it.contains(&*label);
                let told = answer.notes.iter().find(of_it);
                // With incomplete records, it is unknown whatever the answer.
                let is_unknown = answer.notes.iter().any(|it| it.starts_with("unknown"));
                assert!(told.is_some() == hangs || hangs && is_unknown, "{question}: {:?}", answer.notes);
                if let (true, Body::YesNo { truth, .. }) = (hangs, &answer.body) {
                    assert_eq!(*truth, Truth::Unknown, "{question}");
                }
                // The remark names whose answer it is, beside the things that it decides.
                let by_a_word = !question.contains(&**verb);
                let names_whose = told.is_none_or(|it| it.contains("(through the answer for "));
                assert!(by_a_word || names_whose, "{question}: {:?}", answer.notes);
            }
            told += usize::from(hangs);
            silent += usize::from(!hangs && !engaged.is_empty());
        }
    }
    assert!(told > 5 && silent > 5, "{told} {silent}");
}

/// An agent whose answer nobody looked up has neither yes nor no.
#[test]
fn agents_outside_the_comparison_have_no_answer() {
    let mut session = world::session("all");
    let verbs: Vec<String> = session.lexicon().all_outcome_words().iter().map(|it| it.forms.plural.clone()).collect();
    let vendors = things(&ask_one(&mut session, "which vendors").unwrap());
    let agents = things(&ask_one(&mut session, "which agents").unwrap()).len();
    let mut answers = 0;
    for verb in verbs {
        let Ok(not) = ask_one(&mut session, &format!("which agents do not {verb}")) else { continue };
        let so = ask_one(&mut session, &format!("which agents {verb}")).unwrap();
        for answer in [&not, &so] {
            assert!(things(answer).iter().all(|it| vendors.contains(it)), "{verb}");
        }
        let told = things(&not).len() + things(&so).len();
        // Of vendors, it may depend, too.
        let unknown = usize::try_from(not.unjudged.unwrap()).unwrap();
        assert!((agents - vendors.len()..=agents - told).contains(&unknown), "{verb}: {:?}", not.notes);
        answers += told;
    }
    assert!(answers > 20, "{answers}");
}

/// Texts that look like the wanted one, but have other characters, are reported as undecided; asked for as written,
/// they are found. The twins have plain characters.
#[test]
fn reports_look_alike_texts_as_undecided() {
    let head = "@prefix : <https://t.example/> . @prefix say: <https://w3id.org/caveat/say#> .\n\
                @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\
                :Note a rdfs:Class ; say:noun \"note\" .\n\
                :text a say:Attribute ; say:of :Note ; say:noun \"text\" ; say:type xsd:string .\n";
    let plain = "The vendor's café keeps zero-retention logs";
    let strange: [(&str, &str); 8] = [
        ("retention", "retent\u{456}on"),
        ("zero-", "zero\u{2011}"),
        ("zero-retention", "zero\u{2010}ret\u{ad}ention"),
        ("keeps zero", "keeps\u{a0}zero"),
        ("café", "cafe\u{301}"),
        ("vendor's", "vendor\u{2019}s"),
        ("retention logs", "retention\u{202f}logs"),
        ("logs", "lo\u{200b}gs"),
    ];
    let tests = ["contains", "is", "starts with", "ends with", "matches", "is not"];
    let mut numbers = Numbers(0xa11c);
    let mut told = 0;
    for (from, to) in strange {
        let written = plain.replace(from, to);
        assert_ne!(written, plain);
        for test in tests {
            let (start, end) = (plain.find(from).unwrap(), plain.find(from).unwrap() + from.len());
            let from_word = plain[..start].match_indices(' ').map(|it| it.0 + 1).chain([0]).collect::<Vec<_>>();
            let wanted = match test {
                "contains" | "matches" => &plain[*numbers.pick(&from_word)..],
                "starts with" => &plain[..end],
                "ends with" => &plain[start..],
                _ => plain,
            };
            let ask = |facts: &str, wanted: &str| {
                let quoted = if test == "matches" { format!("/{wanted}/") } else { format!("\"{wanted}\"") };
                let mut session =
                    of_text(&format!("{head}{facts}"), None).unwrap_or_else(|it| panic!("{}", messages(&it)));
                let question = format!("which notes whose text {test} {quoted}");
                ask_one(&mut session, &question).unwrap_or_else(|it| panic!("{question}\n{it}"))
            };
            let of = |text: &str| format!(":a a :Note ; :text \"{text}\" . :b a :Note ; :text \"other\" .\n");
            let is_told =
                |answer: &Answer| answer.notes.iter().any(|it| it.contains("depends on look-alike characters"));
            for (facts, asked_for) in [(of(&written), wanted.to_owned()), (of(plain), wanted.replace(from, to))] {
                let answer = ask(&facts, &asked_for);
                assert!(is_told(&answer), "{test} {asked_for:?}: {:?}", answer.notes);
                assert_eq!(answer.unjudged, Some(1), "{test} {asked_for:?}");
                told += 1;
            }
            for (facts, asked_for) in [(of(plain), wanted.to_owned()), (of(&written), wanted.replace(from, to))] {
                let answer = ask(&facts, &asked_for);
                assert!(!is_told(&answer), "{test} {asked_for:?}: {:?}", answer.notes);
                assert_eq!(answer.unjudged, Some(0), "{test} {asked_for:?}");
            }
        }
    }
    assert!(told > 60, "{told}");
}

/// Things whose answer depends or is disputed are reported, also where nobody knows whether another condition holds.
#[test]
fn reports_doubtful_answers_beside_unknown_ones() {
    let mut session = world::session("all");
    let vendors = things(&ask_one(&mut session, "which vendors").unwrap());
    let number = |answer: &Answer| {
        let told = "not among them, because the answer is not a plain yes or no: ";
        let told = answer.notes.iter().find(|it| it.starts_with(told));
        let Some(told) = told else { return 0 };
        let more = told.rsplit_once(" and ").and_then(|(_, it)| it.strip_suffix(" more")?.parse::<usize>().ok());
        told.matches(" (depends)").count() + told.matches(" (disputed)").count() + more.unwrap_or(0)
    };
    let mut met = [0; 3];
    for verb in ["do not train on customer data", "do not keep prompts"] {
        let one = format!("not {}", verb.trim_start_matches("do not "));
        for (second, of_one) in [
            ("have no sub-processor from the United States", "have no sub-processor from the United States"),
            ("are from the United States", "from the United States"),
            ("engage an agent from Ireland", "engage an agent from Ireland"),
            ("have a homepage", "have a homepage"),
        ] {
            let does = if second.starts_with("are") { "is" } else { "does" };
            let mut wanted = 0;
            for vendor in &vendors {
                let verdict = ask_one(&mut session, &format!("does <{vendor}> {one}")).unwrap();
                let Body::Verdict(verdict) = verdict.body else { panic!("{one}: {:?}", verdict.body) };
                if !matches!(verdict.cell.verdict, Some(Verdict::Depends | Verdict::Disputed)) {
                    continue;
                }
                let other = ask_one(&mut session, &format!("{does} <{vendor}> {of_one}")).unwrap();
                let Body::YesNo { truth, .. } = other.body else { panic!("{of_one}: {:?}", other.body) };
                wanted += usize::from(truth != Truth::No);
                met[match truth {
                    Truth::Yes => 0,
                    Truth::No => 1,
                    Truth::Unknown => 2,
                }] += 1;
            }
            let question = format!("which vendors {verb} and {second}");
            let answer = ask_one(&mut session, &question).unwrap_or_else(|it| panic!("{question}\n{it}"));
            assert_eq!(number(&answer), wanted, "{question}: {:?}", answer.notes);
        }
    }
    assert!(met.iter().all(|it| *it > 2), "{met:?}");
}
