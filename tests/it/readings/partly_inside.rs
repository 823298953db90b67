//! `not in` finds what is wholly outside: what is partly inside, such as a union that the place is a member of, is
//! neither; without records, nobody knows.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use caveat::exec::{Body, Truth};
use caveat::session::Session;

use crate::readings::{Numbers, ask_one, things};
use crate::world;

const REGIONS: usize = 9;
const VENDORS: usize = 8;

struct World {
    text: String,
    /// The regions that each region is in, itself with them.
    above: Vec<BTreeSet<usize>>,
    countries: Vec<BTreeSet<usize>>,
}

fn generate_world(numbers: &mut Numbers) -> World {
    let mut text = r#"@prefix cv: <https://w3id.org/caveat/ns#> . @prefix : <https://e.example/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"#
    .to_owned();
    let mut above: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); REGIONS];
    // A region is in regions with larger numbers.
    for region in (0..REGIONS).rev() {
        writeln!(text, ":r{region} a cv:Region ; skos:prefLabel \"Region {region}\" .").unwrap();
        let mut within = BTreeSet::from([region]);
        for _ in 0..numbers.below(3) {
            if region + 1 < REGIONS {
                let larger = region + 1 + numbers.below(REGIONS - region - 1);
                let how = *numbers.pick(&["cv:within", "cv:memberOf"]);
                writeln!(text, ":r{region} {how} :r{larger} .").unwrap();
                within.extend(&above[larger]);
            }
        }
        above[region] = within;
    }
    let mut countries = Vec::new();
    for vendor in 0..VENDORS {
        writeln!(text, ":v{vendor} a cv:Vendor ; cv:name \"Vendor {vendor}\" .").unwrap();
        let own: BTreeSet<usize> = (0..numbers.below(3)).map(|_| numbers.below(REGIONS)).collect();
        for country in &own {
            writeln!(text, ":v{vendor} cv:country :r{country} .").unwrap();
        }
        countries.push(own);
    }
    World { text, above, countries }
}

fn local_names(found: Vec<String>) -> Vec<String> {
    found.into_iter().filter_map(|it| it.strip_prefix("https://e.example/").map(str::to_owned)).collect()
}

#[test]
fn partly_inside_is_neither_in_nor_out() {
    let mut numbers = Numbers(0x9a47);
    let (mut outside, mut unknown_vendors) = (0, 0);
    for _ in 0..4 {
        let World { text, above, countries } = generate_world(&mut numbers);
        let mut session = world::open_with_shipped(&text).unwrap();
        for place in 0..REGIONS {
            let within = |region: usize| above[region].contains(&place);
            // A region with a part of its own in the place, or itself.
            let partly = |region: usize| (0..REGIONS).any(|part| above[part].contains(&region) && within(part));
            let named = |sort: &str, all: Vec<usize>| all.iter().map(|it| format!("{sort}{it}")).collect::<Vec<_>>();
            let mut ask =
                |question: String| ask_one(&mut session, &question).unwrap_or_else(|it| panic!("{question}\n{it}"));

            let not_in = ask(format!("which regions are not in \"Region {place}\""));
            assert_eq!(
                local_names(things(&not_in)),
                named("r", (0..REGIONS).filter(|it| !partly(*it)).collect()),
                "{text}"
            );
            let between = (0..REGIONS).any(|it| partly(it) && !within(it));
            assert_eq!(not_in.notes.iter().any(|it| it.contains("partly inside")), between, "{:?}", not_in.notes);
            let inside = ask(format!("which regions are in \"Region {place}\""));
            assert_eq!(local_names(things(&inside)), named("r", (0..REGIONS).filter(|it| within(*it)).collect()));

            let certain = |vendor: usize| countries[vendor].iter().any(|it| within(*it));
            let perhaps =
                |vendor: usize| countries[vendor].is_empty() || countries[vendor].iter().any(|it| partly(*it));
            let not_from = ask(format!("which vendors are not from \"Region {place}\""));
            let wanted: Vec<usize> = (0..VENDORS).filter(|it| !perhaps(*it)).collect();
            outside += wanted.len();
            assert_eq!(local_names(things(&not_from)), named("v", wanted), "{place}\n{text}");
            let from = ask(format!("which vendors are from \"Region {place}\""));
            assert_eq!(local_names(things(&from)), named("v", (0..VENDORS).filter(|it| certain(*it)).collect()));
            let unknown = (0..VENDORS).filter(|it| perhaps(*it) && !certain(*it)).count() as u64;
            unknown_vendors += unknown;
            assert_eq!(not_from.unjudged, Some(unknown), "{place}: {:?}\n{text}", not_from.notes);
            assert_eq!(from.unjudged, Some(unknown), "{place}: {:?}", from.notes);

            // Unions with a member in the place are not outside of it.
            let member = ask(format!("which regions have a membership that is not in \"Region {place}\""));
            let found = local_names(things(&member));
            for region in found {
                let region: usize = region[1..].parse().unwrap();
                assert!(above[region].iter().any(|it| !partly(*it)), "{region} of {place}\n{text}");
            }
        }
    }
    assert!(outside > 40 && unknown_vendors > 40, "{outside} outside, {unknown_vendors} unknown");
}

#[test]
fn an_overlapping_union_is_not_outside() {
    let text = r#"@prefix cv: <https://w3id.org/caveat/ns#> . @prefix : <https://e.example/> .
@prefix region: <https://w3id.org/caveat/id/region/> .
:nowhere a cv:Vendor ; cv:name "Nowhere" . :eea a cv:Vendor ; cv:name "Eea" ; cv:country region:eea .
:eu a cv:Vendor ; cv:name "Eu" ; cv:country region:eu . :fr a cv:Vendor ; cv:name "Fr" ; cv:country region:france .
:no a cv:Vendor ; cv:name "No" ; cv:country region:norway . :us a cv:Vendor ; cv:name "Us" ; cv:country region:united-states ."#;
    let mut session = world::open_with_shipped(text).unwrap();
    let mut found = |question: &str| local_names(things(&ask_one(&mut session, question).unwrap()));
    assert_eq!(found("which vendors are not in the EU"), ["no", "us"]);
    assert_eq!(found("which vendors are in the EU"), ["eu", "fr"]);
    assert_eq!(found("which vendors are from a region that is not in the EU"), ["no", "us"]);
    assert_eq!(found("which vendors whose country is not in the EU"), ["no", "us"]);
    assert_eq!(found("which vendors whose country has a membership that is not in the EU"), [""; 0]);
    let answer = ask_one(&mut session, "which vendors are not in the EU").unwrap();
    assert_eq!(answer.unjudged, Some(2), "{:?}", answer.notes);
}

#[test]
fn unknown_engagements_leave_reach_undecided() {
    let mut numbers = Numbers(0x5eac);
    let mut met = [0; 3];
    let mut listed = [0; 3];
    for _ in 0..8 {
        let World { mut text, above, mut countries } = generate_world(&mut numbers);
        let mut engaged: Vec<BTreeSet<usize>> = Vec::new();
        for (vendor, countries) in countries.iter_mut().enumerate() {
            if countries.is_empty() && numbers.below(12) > 0 {
                let country = numbers.below(REGIONS);
                writeln!(text, ":v{vendor} cv:country :r{country} .").unwrap();
                countries.insert(country);
            }
            let many = if numbers.below(20) == 0 { 0 } else { 1 + numbers.below(2) };
            let own: BTreeSet<usize> = (0..many).map(|_| numbers.below(VENDORS)).collect();
            for other in &own {
                writeln!(
                    text,
                    ":c{vendor}-{other} a cv:Claim ; cv:statement \"{vendor} engages {other}.\" ; cv:vendor :v{vendor} ;
    cv:namesEngaged :v{other} ."
                )
                .unwrap();
            }
            engaged.push(own);
        }
        let mut session = world::open_with_shipped(&text).unwrap();
        // The vendor, and all whom it ultimately engages.
        let reached = |vendor: usize| {
            let (mut found, mut waiting) = (BTreeSet::from([vendor]), vec![vendor]);
            while let Some(next) = waiting.pop() {
                waiting.extend(engaged[next].iter().filter(|it| found.insert(**it)));
            }
            found
        };
        let is_known =
            |vendor: usize| reached(vendor).iter().all(|it| !engaged[*it].is_empty() && !countries[*it].is_empty());
        let places = |vendor: usize| -> BTreeSet<usize> {
            reached(vendor).iter().flat_map(|it| countries[*it].iter().copied()).collect()
        };
        for place in 0..REGIONS {
            let within = |region: &usize| above[*region].contains(&place);
            let partly = |region: &usize| (0..REGIONS).any(|part| above[part].contains(region) && within(&part));
            for vendor in 0..VENDORS {
                let question = format!("does \"Vendor {vendor}\" reach \"Region {place}\"");
                let answer = ask_one(&mut session, &question).unwrap_or_else(|it| panic!("{question}\n{it}"));
                let Body::YesNo { truth, .. } = answer.body else { panic!("{question}: {:?}", answer.body) };
                let wanted = match (places(vendor), is_known(vendor)) {
                    (places, _) if places.iter().any(within) => Truth::Yes,
                    (places, true) if !places.iter().any(partly) => Truth::No,
                    _ => Truth::Unknown,
                };
                assert_eq!(truth, wanted, "{question}\n{text}");
                met[wanted as usize] += 1;
            }
            let named = |is: &dyn Fn(usize) -> bool| -> Vec<String> {
                (0..VENDORS).filter(|it| is(*it)).map(|it| format!("v{it}")).collect()
            };
            let only = |it: usize| is_known(it) && places(it).iter().all(within);
            let beyond = |it: usize| places(it).iter().any(|region| !partly(region));
            let sorts: [(&str, &dyn Fn(usize) -> bool); 3] =
                [("only regions that are in", &only), ("a region that is not in", &beyond), ("only", &only)];
            for (at, (words, is)) in sorts.into_iter().enumerate() {
                let question = format!("which vendors reach {words} \"Region {place}\"");
                let answer = ask_one(&mut session, &question).unwrap_or_else(|it| panic!("{question}\n{it}"));
                assert_eq!(local_names(things(&answer)), named(is), "{question}\n{text}");
                listed[at] += named(is).len();
            }
        }
    }
    assert!(met.iter().all(|it| *it > 10) && listed.iter().all(|it| *it > 5), "{met:?} {listed:?}");
}

/// Vendors with a record of whom they engage, and perhaps not of all: claims count others, give an open list, or name
/// somebody without records. What needs the whole list is unknown; a twin has the whole list.
#[test]
fn incomplete_lists_prove_nothing_by_omission() {
    let country = "region:germany";
    let known = |name: &str| format!(":{name} a cv:Vendor ; cv:name \"{name}\" ; cv:country {country} .\n");
    let claim = |id: &str, rest: &str| {
        format!(":{id} a cv:Claim ; cv:statement \"{id}\" ; cv:status cv:standing ; cv:vendor {rest} .\n")
    };
    let head = "@prefix : <https://x.example/> . @prefix cv: <https://w3id.org/caveat/ns#> .\n\
                @prefix region: <https://w3id.org/caveat/id/region/> .\n";
    // Nobody engages further: each says so.
    let ends = ["one", "two"].map(|it| known(it) + &claim(&format!("c-{it}"), &format!(":{it} ; cv:engagedNumber 0")));
    let whole = format!("{head}{}{}{}", known("acme"), ends.concat(), claim("c", ":acme ; cv:namesEngaged :one"));
    let more = [
        claim("d", ":acme ; cv:engagedNumber 60"),
        claim("d", ":acme ; cv:namesEngaged :two ; cv:openList true"),
        claim("d", ":acme ; cv:namesEngaged :nowhere"),
        claim("d", ":acme ; cv:namesEngaged :stav")
            + ":stav a cv:Agent ; cv:name \"Stav\" ; cv:country region:germany .\n",
    ];
    // What holds of the whole list, and depends on its being whole; the last two also on those beyond it.
    let hanging = [
        "does \"acme\" engage \"two\"",
        "does \"acme\" engage no agent from China",
        "does \"acme\" engage only agents from region:germany",
        "does \"acme\" engage at most 2 agents",
        "does \"acme\" engage an agent from China",
        "does \"acme\" ultimately engage an agent from China",
        "does \"acme\" reach region:china",
    ];
    let truth = |session: &mut Session, question: &str| {
        let answer = ask_one(session, question).unwrap_or_else(|it| panic!("{question}\n{it}"));
        let Body::YesNo { truth, .. } = answer.body else { panic!("{question}: {:?}", answer.body) };
        (truth, answer.notes)
    };
    let open = |text: &str| world::open_with_shipped(text).unwrap_or_else(|it| panic!("{it}"));
    // A claim on one service, kind of data or part of the offer does not say that nobody is engaged at all.
    let in_part = |rest: &str| {
        let two = claim("c-two", ":two ; cv:engagedNumber 0");
        let of_part = claim("c-two", &format!(":two ; cv:engagedNumber 0 ; {rest}"));
        whole.replace(&two, &of_part).replace("cv:namesEngaged :one", "cv:namesEngaged :two")
    };
    for rest in ["cv:service :s", "cv:data <https://w3id.org/caveat/id/data/content>", "cv:scope \"the free plan\""] {
        let text = in_part(rest) + ":s a cv:Service ; cv:name \"S\" ; cv:offeredBy :two .\n";
        let (of_all, _) = truth(&mut open(&in_part("cv:openList false")), "does \"acme\" reach region:china");
        let (of_part, _) = truth(&mut open(&text), "does \"acme\" reach region:china");
        assert_eq!((of_all, of_part), (Truth::No, Truth::Unknown), "{rest}");
    }
    let mut twin = open(&whole);
    let of_twin: Vec<Truth> = hanging.iter().map(|it| truth(&mut twin, it).0).collect();
    assert!(of_twin.iter().all(|it| *it != Truth::Unknown), "{of_twin:?}");
    for (at, more) in more.iter().enumerate() {
        let mut session = open(&format!("{whole}{more}"));
        for (number, question) in hanging.iter().enumerate() {
            let (found, notes) = truth(&mut session, question);
            // Two who are named are engaged; an agent with a description ends no chain, and makes no list longer.
            let wanted = match (at, number) {
                (1, 0) => Truth::Yes,
                (3, 0..=4) => of_twin[number],
                _ => Truth::Unknown,
            };
            assert_eq!(found, wanted, "{more}{question}: {notes:?}");
            let is_told = notes.iter().any(|it| it.contains("not everything is on record about which"));
            assert!(is_told || found != Truth::Unknown, "{more}{question}: {notes:?}");
        }
        // Asked from the other end, the list of the named one is incomplete.
        let notes = ask_one(&mut session, "which agents are engaged by \"acme\"").unwrap().notes;
        let [whole, partly] = ["nothing on record says which agents", "not everything is on record about which agents"]
            .map(|it| notes.iter().any(|note| note.contains(it)));
        assert_eq!((whole, partly), (false, at != 3), "{more}{notes:?}");
        // What is on record holds, whatever else does.
        assert_eq!(truth(&mut session, "does \"acme\" engage \"one\"").0, Truth::Yes);
        let whom = things(&ask_one(&mut session, "which vendors engage no agent from China").unwrap());
        assert!(at == 3 || !whom.iter().any(|it| it.ends_with("acme")), "{more}");
    }
}
