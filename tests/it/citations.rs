//! Invalid citations are reported when the facts are read, with file and line; valid ones are not.

use caveat::passage::Anchor;
use proptest::prelude::*;
use proptest::sample::select;

use crate::world::open_with_shipped;

const PREFIXES: &str = "@prefix cv: <https://w3id.org/caveat/ns#> . @prefix vendor: <https://w3id.org/caveat/id/vendor/> .\n\
    @prefix topic: <https://w3id.org/caveat/id/topic/> . @prefix acme: <https://w3id.org/caveat/id/acme/> .\n\
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n";

/// The services of two vendors: a whole, a part of it, a part of that, one beside it, and one of another vendor.
const SERVICES: &str = "vendor:acme a cv:Vendor ; cv:name \"Acme\" . vendor:other a cv:Vendor ; cv:name \"Other\" .\n\
    acme:api a cv:Service ; cv:name \"API\" ; cv:offeredBy vendor:acme . acme:plan a cv:Service ; cv:name \"Plan\" ; cv:partOf acme:api .\n\
    acme:mode a cv:Service ; cv:name \"Mode\" ; cv:partOf acme:plan . acme:chat a cv:Service ; cv:name \"Chat\" ; cv:offeredBy vendor:acme .\n\
    acme:strange a cv:Service ; cv:name \"Strange\" ; cv:offeredBy vendor:other .\n";

/// The service itself and all that contain it.
fn enclosing_services(service: &str) -> &'static [&'static str] {
    match service {
        "acme:api" => &["acme:api", "vendor:acme"],
        "acme:plan" => &["acme:plan", "acme:api", "vendor:acme"],
        "acme:mode" => &["acme:mode", "acme:plan", "acme:api", "vendor:acme"],
        "acme:chat" => &["acme:chat", "vendor:acme"],
        _ => &["vendor:acme"],
    }
}

/// The messages of reading the facts; none where they load.
fn load_errors(facts: &str) -> Option<String> {
    open_with_shipped(&format!("{PREFIXES}{SERVICES}{facts}")).err()
}

fn has_location(told: &str) -> bool {
    told.contains("facts.ttl:")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// A digest is 64 lower-case hexadecimal digits, with its length; all else is refused.
    #[test]
    fn reports_invalid_digests_and_lengths(
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
        match load_errors(&facts) {
            None => prop_assert!(is_sound, "{}", facts),
            Some(told) => prop_assert!(!is_sound && has_location(&told), "{}\n{}", facts, told),
        }
    }

    /// A quote must have the digest beside it.
    #[test]
    fn quotes_must_match_their_digest(
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
        match load_errors(&facts) {
            None => prop_assert!(other.is_empty(), "{}", facts),
            Some(told) => {
                prop_assert!(!other.is_empty() && told.contains("error[quote-against-digest]") && has_location(&told), "{}", told);
            }
        }
    }

    /// No day on record is after today.
    #[test]
    fn refuses_days_in_the_future(
        property in select(vec!["versionDay", "firstSeen", "lastSeen", "retrieved", "asOf"]),
        days in -400_i32..400,
    ) {
        let day = days_after_today(days);
        let class = match property {
            "versionDay" => "Copy",
            "asOf" => "Claim",
            _ => "Citation",
        };
        let facts = format!("acme:x a cv:{class} ; cv:{property} \"{day}\"^^xsd:date .\n");
        match load_errors(&facts) {
            None => prop_assert!(days <= 0, "{}", facts),
            Some(told) => prop_assert!(days > 0 && told.contains("error[day-to-come]") && has_location(&told), "{}", told),
        }
    }

    /// A document that says whom it is for is cited for that, and its parts; a document that does not, for all.
    #[test]
    fn cited_documents_must_cover_the_claimed_service(
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
            false => services.iter().all(|it| is_for(enclosing_services(it))),
        };
        let is_sound = whom.is_empty() || fits;
        match load_errors(&facts) {
            None => prop_assert!(is_sound, "{}", facts),
            Some(told) => {
                let is_told = told.contains("error[document-for-another]") && has_location(&told);
                prop_assert!(!is_sound && is_told, "{}\n{}", facts, told);
            }
        }
    }
}

/// The vendor's own document is published by the vendor of the claim, not by another vendor or by nobody.
#[test]
fn own_documents_belong_to_the_claims_vendor() {
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
    let mut session = open_with_shipped(&facts).unwrap_or_else(|told| panic!("{told}"));
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

/// A misspelled source leaves a claim without one.
#[test]
fn a_misspelled_source_verifies_nothing() {
    let mut told = Vec::new();
    for source in ["acme:terms", "acme:trems"] {
        let facts = format!(
            "{PREFIXES}{SERVICES}acme:terms a cv:Source ; cv:label \"terms\" ; cv:publisher vendor:acme .\n\
             acme:x a cv:Claim ; cv:statement \"x\" ; cv:vendor vendor:acme ; cv:denies topic:no-training ; cv:status cv:standing ; \
             cv:assertedBy vendor:acme ; cv:citation acme:c . acme:c a cv:Citation ; cv:source {source} ; cv:state cv:verified .\n"
        );
        let mut session = open_with_shipped(&facts).unwrap_or_else(|told| panic!("{told}"));
        let answers = crate::world::ask(&mut session, "does vendor:acme train on customer data").unwrap();
        let caveat::exec::Body::Verdict(verdict) = &answers[0].body else { panic!("a verdict is expected") };
        told.push(format!("{verdict:?}"));
    }
    assert!(told[0].contains("verified") && !told[1].contains("verified"), "{told:#?}");
    assert!(told[1].contains("unsourced"), "{told:#?}");
}

/// The day that many days after the day that tests call today.
fn days_after_today(days: i32) -> String {
    let today: oxsdatatypes::DateTime = format!("{}T00:00:00Z", crate::world::TODAY).parse().unwrap();
    let duration = oxsdatatypes::DayTimeDuration::new(i64::from(days) * 86_400);
    today.checked_add_day_time_duration(duration).unwrap().to_string()[..10].to_owned()
}
