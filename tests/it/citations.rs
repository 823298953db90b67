//! Citations that cannot be held against their documents are told when the facts are read, with file and line, whatever of them
//! is wrong; sound ones are not.

use caveat::passage::Anchor;
use proptest::prelude::*;
use proptest::sample::select;

use crate::world::of_shipped_and;

const PREFIXES: &str = "@prefix cv: <https://w3id.org/caveat/ns#> . @prefix vendor: <https://w3id.org/caveat/id/vendor/> .\n\
    @prefix topic: <https://w3id.org/caveat/id/topic/> . @prefix acme: <https://w3id.org/caveat/id/acme/> .\n\
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n";

/// The services of two vendors: a whole, a part of it, a part of that, one beside it, and one of somebody else.
const SERVICES: &str = "vendor:acme a cv:Vendor ; cv:name \"Acme\" . vendor:other a cv:Vendor ; cv:name \"Other\" .\n\
    acme:api a cv:Service ; cv:name \"API\" ; cv:offeredBy vendor:acme . acme:plan a cv:Service ; cv:name \"Plan\" ; cv:partOf acme:api .\n\
    acme:mode a cv:Service ; cv:name \"Mode\" ; cv:partOf acme:plan . acme:chat a cv:Service ; cv:name \"Chat\" ; cv:offeredBy vendor:acme .\n\
    acme:strange a cv:Service ; cv:name \"Strange\" ; cv:offeredBy vendor:other .\n";

/// What each service lies in, itself among it.
fn wholes(service: &str) -> &'static [&'static str] {
    match service {
        "acme:api" => &["acme:api", "vendor:acme"],
        "acme:plan" => &["acme:plan", "acme:api", "vendor:acme"],
        "acme:mode" => &["acme:mode", "acme:plan", "acme:api", "vendor:acme"],
        "acme:chat" => &["acme:chat", "vendor:acme"],
        _ => &["vendor:acme"],
    }
}

/// What reading the facts tells, none where they are read.
fn told(facts: &str) -> Option<String> {
    of_shipped_and(&format!("{PREFIXES}{SERVICES}{facts}")).err()
}

fn line_of(told: &str) -> bool {
    told.contains("facts.ttl:")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// A digest is 64 hexadecimal digits in lower case, with its length; every other text is told.
    #[test]
    fn a_digest_is_one_and_has_its_length(
        digits in "[0-9a-f]{64}",
        cut in select(vec!["", "shorter", "longer", "capital", "other sign"]),
        at in 0_usize..64,
        length in select(vec![None, Some("172"), Some("0"), Some("3"), Some("-5"), Some("1.5"), Some("1e3")]),
    ) {
        let mut text = digits.clone();
        match cut {
            "shorter" => text.truncate(at),
            "longer" => text.push_str(&digits[..=at]),
            "capital" => text.replace_range(at..=at, "F"),
            "other sign" => text.replace_range(at..=at, "z"),
            _ => {}
        }
        let length_said = length.map_or_else(String::new, |it| format!(" ; cv:passageLength {it}"));
        let facts = format!("acme:c a cv:Citation ; cv:passageDigest \"{text}\"{length_said} .\n");
        let is_sound = cut.is_empty() && length == Some("172");
        match told(&facts) {
            None => prop_assert!(is_sound, "{}", facts),
            Some(told) => prop_assert!(!is_sound && line_of(&told), "{}\n{}", facts, told),
        }
    }

    /// A quote beside a digest is the passage of that digest.
    #[test]
    fn a_quote_agrees_with_its_digest(
        words in proptest::collection::vec(select(vec!["Logs", "are", "**kept**", "for", "30", "days", "数据", "ﬁles"]), 2..8),
        other in select(vec!["", "word", "length"]),
    ) {
        let quote = words.join(" ");
        let mut anchor = Anchor::of(&quote);
        match other {
            "word" => anchor = Anchor::of(&format!("{quote} not")),
            "length" => anchor.length += 1,
            _ => {}
        }
        prop_assume!(anchor.length >= 4);
        let facts = format!(
            "acme:c a cv:Citation ; cv:quote \"{quote}\" ; cv:passageDigest \"{}\" ; cv:passageLength {} .\n",
            anchor.digest, anchor.length
        );
        match told(&facts) {
            None => prop_assert!(other.is_empty(), "{}", facts),
            Some(told) => {
                prop_assert!(!other.is_empty() && told.contains("error[quote-against-digest]") && line_of(&told), "{}", told);
            }
        }
    }

    /// Nothing was seen after today.
    #[test]
    fn no_day_is_to_come(
        property in select(vec!["versionDay", "firstSeen", "lastSeen", "retrieved", "asOf"]),
        days in -400_i32..400,
    ) {
        let day = later(days);
        let class = match property {
            "versionDay" => "Copy",
            "asOf" => "Claim",
            _ => "Citation",
        };
        let facts = format!("acme:x a cv:{class} ; cv:{property} \"{day}\"^^xsd:date .\n");
        match told(&facts) {
            None => prop_assert!(days <= 0, "{}", facts),
            Some(told) => prop_assert!(days > 0 && told.contains("error[day-to-come]") && line_of(&told), "{}", told),
        }
    }

    /// A document is cited for what it is for, and for what lies in that; a document that does not say for whom it is, for all.
    #[test]
    fn a_document_speaks_for_what_is_claimed(
        whom in proptest::collection::btree_set(
            select(vec!["acme:api", "acme:plan", "acme:mode", "acme:chat", "acme:strange", "vendor:acme", "vendor:other"]), 0..3),
        services in proptest::collection::btree_set(select(vec!["acme:api", "acme:plan", "acme:mode", "acme:chat"]), 0..3),
        through_caveat in any::<bool>(),
    ) {
        let list = |items: &std::collections::BTreeSet<&str>| items.iter().copied().collect::<Vec<_>>().join(", ");
        let mut facts = "acme:terms a cv:Source ; cv:label \"terms\" .\n".to_owned();
        if !whom.is_empty() {
            facts += &format!("acme:terms cv:speaksFor {} .\n", list(&whom));
        }
        facts += "acme:x a cv:Claim ; cv:statement \"x\" ; cv:vendor vendor:acme ; cv:about topic:training ; cv:status cv:standing .\n";
        if !services.is_empty() {
            facts += &format!("acme:x cv:service {} .\n", list(&services));
        }
        let citing = if through_caveat { "acme:fine" } else { "acme:x" };
        facts += &format!("{citing} cv:citation acme:c . acme:c a cv:Citation ; cv:source acme:terms ; cv:state cv:verified .\n");
        facts += "acme:fine a cv:Caveat ; cv:text \"fine print\" ; cv:limits acme:x .\n";
        let is_for = |of: &[&str]| of.iter().any(|it| whom.contains(it));
        let fits = match services.is_empty() {
            true => is_for(&["vendor:acme"]),
            false => services.iter().all(|it| is_for(wholes(it))),
        };
        let is_sound = whom.is_empty() || fits;
        match told(&facts) {
            None => prop_assert!(is_sound, "{}", facts),
            Some(told) => {
                let is_told = told.contains("error[document-for-another]") && line_of(&told);
                prop_assert!(!is_sound && is_told, "{}\n{}", facts, told);
            }
        }
    }
}

/// What a claim cites of another vendor's documents does not stand in the vendor's own; what it cites of nobody's own is cited there.
#[test]
fn the_vendors_own_document_is_that_of_the_vendor_of_the_claim() {
    let claim = |id: &str, vendor: &str, source: &str| {
        format!(
            "acme:{id} a cv:Claim ; cv:statement \"{id}\" ; cv:vendor vendor:{vendor} ; cv:about topic:training ; cv:status cv:standing ; \
             cv:citation acme:{id}-c1 . acme:{id}-c1 a cv:Citation ; cv:source acme:{source} ; cv:state cv:verified .\n"
        )
    };
    let facts = format!(
        "{PREFIXES}{SERVICES}acme:terms a cv:Source ; cv:label \"terms\" ; cv:publisher vendor:acme .\n\
         acme:list a cv:Source ; cv:label \"list\" ; cv:publisher acme:desk . acme:desk a cv:Agent ; cv:name \"Desk\" .\n{}{}{}",
        claim("own", "acme", "terms"),
        claim("strange", "other", "terms"),
        claim("listed", "other", "list"),
    );
    let mut session = of_shipped_and(&facts).unwrap_or_else(|told| panic!("{told}"));
    let mut found = |question: &str| {
        let answers = crate::world::ask(&mut session, question).unwrap();
        let caveat::exec::Body::Table(table) = &answers[0].body else { panic!("{question}") };
        table.subjects.iter().flatten().map(|it| it.as_str().rsplit('/').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("which claims cited in the vendor's own document"), ["own"]);
    let mut not = found("which claims that are not cited in a vendor's own document");
    not.sort();
    assert_eq!(not, ["listed", "strange"]);
    assert_eq!(found("which claims cited in \"list\""), ["listed"]);
    assert_eq!(found("which claims that cite \"terms\" and are of vendor:other"), ["strange"]);
}

/// A slip of the pen in the name of a source leaves a claim without one.
#[test]
fn what_leads_nowhere_backs_nothing() {
    let mut told = Vec::new();
    for source in ["acme:terms", "acme:trems"] {
        let facts = format!(
            "{PREFIXES}{SERVICES}acme:terms a cv:Source ; cv:label \"terms\" ; cv:publisher vendor:acme .\n\
             acme:x a cv:Claim ; cv:statement \"x\" ; cv:vendor vendor:acme ; cv:denies topic:no-training ; cv:status cv:standing ; \
             cv:assertedBy vendor:acme ; cv:citation acme:c . acme:c a cv:Citation ; cv:source {source} ; cv:state cv:verified .\n"
        );
        let mut session = of_shipped_and(&facts).unwrap_or_else(|told| panic!("{told}"));
        let answers = crate::world::ask(&mut session, "does vendor:acme train on customer data").unwrap();
        let caveat::exec::Body::Verdict(verdict) = &answers[0].body else { panic!("a verdict is expected") };
        told.push(format!("{verdict:?}"));
    }
    assert!(told[0].contains("verified") && !told[1].contains("verified"), "{told:#?}");
    assert!(told[1].contains("unsourced"), "{told:#?}");
}

/// So many days after the day that tests call today.
fn later(days: i32) -> String {
    let today: oxsdatatypes::DateTime = format!("{}T00:00:00Z", crate::world::TODAY).parse().unwrap();
    let duration = oxsdatatypes::DayTimeDuration::new(i64::from(days) * 86_400);
    today.checked_add_day_time_duration(duration).unwrap().to_string()[..10].to_owned()
}
