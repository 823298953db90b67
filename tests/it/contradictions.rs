//! Contradictions, compared with a slow and obvious comparison of every two claims, field by field.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use caveat::graph::{Apart, GraphAnalyses, OppositionVerdict, bind_lexicon};
use caveat::store::{Dataset, Id, Input, MAX_FILE, load};
use caveat::words::Lexicon;
use oxigraph::model::NamedNode;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const VOCABULARY: &str = r#"
@prefix a: <https://a.example/> .
@prefix say: <https://w3id.org/caveat/say#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
a:Post a rdfs:Class ; say:noun "post" ; say:leavesOut a:deleted .
a:Place a rdfs:Class ; say:noun "place" .
a:about a say:Relation ; say:from a:Post ; say:to a:Place ; say:forward [ say:preposition "about" ; say:role "place" ] .
a:praise a say:Relation ; say:from a:Post ; say:to a:Place ; say:forward [ say:verb "praise" ] ;
    say:path ( a:praises [ sh:zeroOrMorePath a:entails ] ) .
a:blame a say:Relation ; say:from a:Post ; say:to a:Place ; say:forward [ say:verb "blame" ] ;
    say:path ( a:blames [ sh:zeroOrMorePath [ sh:inversePath a:entails ] ] ) .
a:room a say:Relation ; say:from a:Post ; say:to a:Place ; say:forward [ say:role "room" ] .
a:colour a say:Relation ; say:from a:Post ; say:to a:Place ; say:forward [ say:role "colour" ] .
a:inside a say:Relation ; say:from a:Place ; say:to a:Place ; say:forward [ say:preposition "in" ] .
a:edits a say:Relation ; say:from a:Post ; say:to a:Post ; say:reachesAll true ; say:forward [ say:verb "edit" ] .
a:amends a say:Relation ; say:from a:Post ; say:to a:Post ; say:reachesAll true ; say:forward [ say:verb "amend" ] .
a:state a say:Attribute ; say:of a:Post ; say:noun "state" ; say:oneOf ( a:kept a:deleted ) .
a:kept say:adjective "kept" . a:deleted say:adjective "deleted" .
a:limit a say:Attribute ; say:of a:Post ; say:noun "limit" .
a:start a say:Attribute ; say:of a:Post ; say:noun "start" ; say:type xsd:date .
a:end a say:Attribute ; say:of a:Post ; say:noun "end" ; say:type xsd:date .
a:opposed a say:Relation ; say:from a:Post ; say:to a:Post ; say:structure say:contradiction ;
    say:forward [ say:verb "oppose" ] ; say:backward [ say:participle "opposed by" ] .
a:opposition a say:Opposition ; say:of a:Post ; say:things a:about ; say:yes a:praise ; say:no a:blame ;
    say:subjects a:room ; say:within a:inside ; say:confines a:colour ; say:wider a:shadeOf ;
    say:scope "limit" ; say:begins "start" ; say:ends "end" ; say:settles a:edits, a:amends .
"#;

const TAGS: u8 = 4;
const LIMITS: [&str; 4] = ["by night", "By  Night", "by day", " by day"];

#[derive(Debug, Clone, Default)]
struct Post {
    things: Vec<u8>,
    praises: Vec<u8>,
    blames: Vec<u8>,
    rooms: Vec<u8>,
    colours: Vec<u8>,
    limits: Vec<u8>,
    starts: Vec<u8>,
    ends: Vec<u8>,
    deleted: bool,
    edits: Vec<u8>,
    amends: Vec<u8>,
}

#[derive(Debug, Clone)]
struct World {
    posts: Vec<Post>,
    /// Tags, of which the first entails the second.
    entails: Vec<(u8, u8)>,
    inside: Vec<(u8, u8)>,
    shades: Vec<(u8, u8)>,
}

struct LoadedWorld {
    dataset: Arc<Dataset>,
    lexicon: Lexicon,
    evidence: Arc<GraphAnalyses>,
}

fn load_world(text: &str) -> LoadedWorld {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("facts.ttl");
    std::fs::write(&file, text).unwrap();
    let dataset = load(&[Input::Path(file)], Some(folder.path()), MAX_FILE).unwrap();
    let lexicon = caveat::words::read(&dataset).unwrap();
    let (dataset, evidence) = bind_lexicon(&lexicon, dataset, crate::world::TODAY.parse().unwrap());
    LoadedWorld { dataset, lexicon, evidence }
}

impl LoadedWorld {
    fn post(&self, number: usize) -> Id {
        self.id(&format!("p{number}"))
    }

    fn id(&self, name: &str) -> Id {
        let iri = NamedNode::new(format!("https://a.example/{name}")).unwrap();
        self.dataset.iri_id(iri.as_ref()).unwrap()
    }

    fn ids(&self, letter: char, numbers: &[u8]) -> Vec<Id> {
        let ids: BTreeSet<Id> = numbers.iter().map(|it| self.id(&format!("{letter}{it}"))).collect();
        ids.into_iter().collect()
    }

    fn pairs(&self) -> BTreeSet<[Id; 2]> {
        self.lexicon.analyses()[0].pairs().iter().copied().collect()
    }
}

impl World {
    fn text(&self) -> String {
        let mut text = VOCABULARY.to_owned();
        for (tag, entailed) in &self.entails {
            writeln!(text, "a:g{tag} a:entails a:g{entailed} .").unwrap();
        }
        for (part, whole) in &self.inside {
            writeln!(text, "a:r{part} a a:Place ; a:inside a:r{whole} .").unwrap();
        }
        for (shade, colour) in &self.shades {
            writeln!(text, "a:c{shade} a:shadeOf a:c{colour} .").unwrap();
        }
        for (number, post) in self.posts.iter().enumerate() {
            let p = format!("a:p{number}");
            writeln!(text, "{p} a a:Post .").unwrap();
            for (property, letter, ends) in [
                ("about", 't', &post.things),
                ("praises", 'g', &post.praises),
                ("blames", 'g', &post.blames),
                ("room", 'r', &post.rooms),
                ("colour", 'c', &post.colours),
            ] {
                for end in ends {
                    writeln!(text, "{p} a:{property} a:{letter}{end} .").unwrap();
                }
            }
            for it in &post.limits {
                writeln!(text, "{p} a:limit \"{}\" .", LIMITS[usize::from(*it)]).unwrap();
            }
            for (property, days) in [("start", &post.starts), ("end", &post.ends)] {
                for day in days {
                    let day = format!("\"2026-01-0{}\"^^xsd:date", day + 1);
                    writeln!(text, "{p} a:{property} {day} .").unwrap();
                }
            }
            let state = if post.deleted { "deleted" } else { "kept" };
            writeln!(text, "{p} a:state a:{state} .").unwrap();
            for (property, others) in [("edits", &post.edits), ("amends", &post.amends)] {
                for other in others {
                    let other = usize::from(*other) % self.posts.len();
                    writeln!(text, "{p} a:{property} a:p{other} .").unwrap();
                }
            }
        }
        text
    }

    /// The slow comparison of two posts.
    fn contradict(&self, one: usize, other: usize) -> bool {
        let (a, b) = (&self.posts[one], &self.posts[other]);
        one != other
            && !a.deleted
            && !b.deleted
            && self.opposite(a, b)
            && overlap(&a.rooms, &b.rooms, &self.inside)
            && overlap(&a.colours, &b.colours, &self.shades)
            && limits_overlap(a, b)
            && !ended_before(a, b)
            && !ended_before(b, a)
            && !self.replaces(one, other)
            && !self.replaces(other, one)
    }

    fn opposite(&self, a: &Post, b: &Post) -> bool {
        a.things.iter().any(|it| b.things.contains(it))
            && !(self.tags_in_dispute(a, b).is_empty() && self.tags_in_dispute(b, a).is_empty())
    }

    /// The tags that one praises and the other blames.
    fn tags_in_dispute(&self, one: &Post, other: &Post) -> BTreeSet<u8> {
        let entails = |tag: u8, entailed: u8| tag == entailed || reaches(&self.entails, tag, entailed);
        let praised = |tag: u8| one.praises.iter().any(|it| entails(*it, tag));
        let blamed = |tag: u8| other.blames.iter().any(|it| entails(tag, *it));
        (0..TAGS).filter(|tag| praised(*tag) && blamed(*tag)).collect()
    }

    fn replaces(&self, newer: usize, older: usize) -> bool {
        let links = self.posts.iter().enumerate().flat_map(|(from, post)| {
            let others = post.edits.iter().chain(&post.amends);
            let count = self.posts.len();
            others.map(move |to| (from as u8, (usize::from(*to) % count) as u8))
        });
        reaches(&links.collect::<Vec<_>>(), newer as u8, older as u8)
    }
}

/// True when one has no end, both share one, or an end of one is above an end of the other.
fn overlap(ones: &[u8], others: &[u8], above: &[(u8, u8)]) -> bool {
    let mut pairs = ones.iter().flat_map(|x| others.iter().map(move |y| (*x, *y)));
    ones.is_empty() || others.is_empty() || pairs.any(|(x, y)| x == y || reaches(above, x, y) || reaches(above, y, x))
}

fn limits_overlap(a: &Post, b: &Post) -> bool {
    let read = |it: &u8| LIMITS[usize::from(*it)].trim().to_lowercase().replace("  ", " ");
    a.limits.is_empty() || b.limits.is_empty() || a.limits.iter().any(|x| b.limits.iter().any(|y| read(x) == read(y)))
}

/// True when every end of one is before every start of the other.
fn ended_before(a: &Post, b: &Post) -> bool {
    !a.ends.is_empty() && !b.starts.is_empty() && a.ends.iter().all(|end| b.starts.iter().all(|start| end < start))
}

fn reaches(links: &[(u8, u8)], from: u8, to: u8) -> bool {
    let mut known: BTreeSet<u8> = BTreeSet::new();
    loop {
        let next = links.iter().find(|(a, b)| (*a == from || known.contains(a)) && !known.contains(b));
        match next {
            Some((_, b)) => known.insert(*b),
            None => return known.contains(&to),
        };
    }
}

fn any_world() -> impl Strategy<Value = World> {
    let some = |below: u8, most: usize| proptest::collection::vec(0..below, 0..=most);
    let pairs = |below: u8, most: usize| proptest::collection::vec((0..below, 0..below), 0..most);
    let deleted = proptest::bool::weighted(0.15);
    let what = (proptest::collection::vec(0..2_u8, 1..=2), some(TAGS, 2), some(TAGS, 2), deleted);
    let limited = (some(6, 2), some(5, 1), some(4, 1), some(5, 1), some(5, 1));
    let older = (some(8, 1), proptest::collection::vec(0..8_u8, 0..=1));
    let post = (what, limited, older, 0..6_u8).prop_map(
        |((things, praises, blames, deleted), (rooms, colours, limits, starts, ends), older, quiet)| Post {
            things,
            praises,
            blames,
            rooms,
            colours,
            limits,
            starts,
            ends,
            deleted,
            // Most posts replace none, so that enough pairs remain.
            edits: if quiet == 0 { older.0 } else { Vec::new() },
            amends: if quiet == 1 { older.1 } else { Vec::new() },
        },
    );
    (proptest::collection::vec(post, 2..9), pairs(TAGS, 4), pairs(6, 5), pairs(5, 4))
        .prop_map(|(posts, entails, inside, shades)| World { posts, entails, inside, shades })
}

#[test]
fn contradictions_match_a_slow_symmetrical_comparison() {
    let config = Config { cases: 2_000, failure_persistence: None, ..Config::default() };
    let seed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, seed);
    let seen = std::cell::Cell::new([0_usize; 6]);
    let outcome = runner.run(&any_world(), |world| {
        let known = load_world(&world.text());
        let found = known.pairs();
        for one in 0..world.posts.len() {
            let mut opposites: BTreeSet<Id> = BTreeSet::new();
            for other in 0..world.posts.len() {
                let ids = [known.post(one), known.post(other)];
                let verdict = known.evidence.verdict(ids[0], ids[1]);
                let mirrored = known.evidence.verdict(ids[1], ids[0]).mirror();
                prop_assert_eq!(&verdict, &mirrored);
                let slow = world.contradict(one, other);
                prop_assert_eq!(found.contains(&ids), slow, "{} and {}", one, other);
                prop_assert_eq!(matches!(verdict, OppositionVerdict::Contradict(_)), slow);
                let (a, b) = (&world.posts[one], &world.posts[other]);
                let opposite = one != other && world.opposite(a, b);
                prop_assert_eq!(verdict.is_opposite(), opposite);
                check_reasons(&known, &world, [one, other], &verdict)?;
                if opposite {
                    opposites.insert(ids[1]);
                }
                let mut counts = seen.get();
                let said = a.praises.iter().any(|it| b.blames.contains(it));
                let said_back = b.praises.iter().any(|it| a.blames.contains(it));
                counts[4] += usize::from(slow && !said && !said_back);
                let only_colours =
                    [Apart::Confined { confinement: 1, sides: [&a.colours, &b.colours].map(|it| known.ids('c', it)) }];
                counts[5] += usize::from(verdict == OppositionVerdict::Apart(only_colours.to_vec()));
                match verdict {
                    OppositionVerdict::Contradict(_) => counts[0] += 1,
                    OppositionVerdict::Settled(..) => counts[1] += 1,
                    OppositionVerdict::Past(..) => counts[2] += 1,
                    OppositionVerdict::Apart(_) => counts[3] += 1,
                    OppositionVerdict::Same | OppositionVerdict::Unspoken => {}
                }
                seen.set(counts);
            }
            let told = known.evidence.opposites(known.post(one));
            let told: BTreeSet<Id> = told.into_iter().map(|(id, _)| id).collect();
            prop_assert_eq!(told, opposites);
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    // Each verdict, entailments and colours have occurred often enough to mean something.
    assert!(seen.get().iter().all(|count| *count > 100), "{:?}", seen.get());
}

/// Each reason why two posts are apart is valid, and none is missing.
fn check_reasons(
    known: &LoadedWorld,
    world: &World,
    [one, other]: [usize; 2],
    verdict: &OppositionVerdict,
) -> Result<(), TestCaseError> {
    let (a, b) = (&world.posts[one], &world.posts[other]);
    let told = |wanted: fn(&Apart) -> bool| match verdict {
        OppositionVerdict::Apart(reasons) => reasons.iter().any(wanted),
        _ => false,
    };
    if one == other {
        prop_assert_eq!(verdict, &OppositionVerdict::Same);
        return Ok(());
    }
    let shared = |x: &[u8], y: &[u8]| x.iter().any(|it| y.contains(it));
    prop_assert_eq!(told(|it| matches!(it, Apart::Things(_))), !shared(&a.things, &b.things));
    let disputed = [world.tags_in_dispute(a, b), world.tags_in_dispute(b, a)];
    prop_assert_eq!(told(|it| matches!(it, Apart::Stances(_))), disputed.iter().all(BTreeSet::is_empty));
    let rooms = told(|it| matches!(it, Apart::Confined { confinement: 0, .. }));
    prop_assert_eq!(rooms, !overlap(&a.rooms, &b.rooms, &world.inside));
    let colours = told(|it| matches!(it, Apart::Confined { confinement: 1, .. }));
    prop_assert_eq!(colours, !overlap(&a.colours, &b.colours, &world.shades));
    prop_assert_eq!(told(|it| matches!(it, Apart::Scopes(_))), !limits_overlap(a, b));
    let apart = ended_before(a, b) || ended_before(b, a);
    prop_assert_eq!(told(|it| matches!(it, Apart::Times { .. })), apart);
    if let OppositionVerdict::Contradict(common)
    | OppositionVerdict::Settled(common, _)
    | OppositionVerdict::Past(common, _) = verdict
    {
        let disputed = disputed.map(|tags| known.ids('g', &tags.into_iter().collect::<Vec<u8>>()));
        prop_assert_eq!(&common.affirmed, &disputed);
    }
    if let OppositionVerdict::Settled(_, way) = verdict {
        prop_assert!(world.replaces(one, other) || world.replaces(other, one));
        prop_assert!(way.len() >= 2);
    }
    if let OppositionVerdict::Past(..) = verdict {
        prop_assert!(a.deleted || b.deleted);
    }
    Ok(())
}

#[test]
fn handles_long_replacement_cycles_and_many_claims() {
    let posts: usize = 100_000;
    let mut text = VOCABULARY.to_owned();
    for number in 0..posts {
        // Each pair is opposed on one thing; the first half replaces one another in a cycle.
        let stance = if number % 2 == 0 { "praises" } else { "blames" };
        let thing = number / 2;
        write!(text, "a:p{number} a a:Post ; a:about a:t{thing} ; a:{stance} a:g").unwrap();
        if number < posts / 2 {
            let next = (number + 1) % (posts / 2);
            write!(text, " ; a:edits a:p{next}, a:p{number}").unwrap();
        }
        text.push_str(" .\n");
    }
    let known = load_world(&text);
    assert_eq!(known.pairs().len(), posts / 2);
    let [last, before] = [known.post(posts - 1), known.post(posts - 2)];
    assert!(known.pairs().contains(&[last, before]));
    let settled = known.evidence.opposites(known.post(0));
    assert!(matches!(settled[..], [(_, OppositionVerdict::Settled(..))]));
}
