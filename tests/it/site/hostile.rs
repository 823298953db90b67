//! Hostile names and addresses.

use caveat::base::is_hostile;

use crate::site::{elements, files, pages, parse, select_all, words_of};
use crate::world::{of_text, root};

const FACTS: &str = r#"
@prefix cv: <https://w3id.org/caveat/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix e: <https://example.org/> .
<https://example.org/../../etc/passwd> a cv:Vendor ; cv:name "<script>alert(1)</script>" ; cv:homepage "javascript:alert(2)" .
<https://example.org/a/../../etc/passwd> a cv:Vendor ; cv:name "\u202Eevil\u200B\u0007" ; cv:alias "\"onload='x'" .
e:ETC-passwd a cv:Vendor ; cv:name "</script></title><!--" .
<https://example.org/%2e%2e%2f%00> a cv:Vendor ; cv:name "  " .
<https://example.org/topic?q> a cv:Topic ; skos:prefLabel "<img src=x onerror=alert(3)>" .
e:t a cv:Assurance ; skos:prefLabel "]]>&lt;b&gt;" ; cv:sentence "<u>\u202E</u>" ; cv:pageSection e:s .
e:plan a cv:Service ; cv:name "<i>plan</i>\u202E" ; cv:offeredBy e:ETC-passwd .
e:badge a cv:Claim ; cv:statement "a badge" ; cv:vendor e:ETC-passwd ; cv:about <https://example.org/topic?q> ; cv:hints e:t ; cv:statusWord "<s>\u202E" ; cv:status cv:standing .
e:s a cv:PageSection ; <http://www.w3.org/2000/01/rdf-schema#label> "<h1>\u202E" ; cv:order "first" .
e:c a cv:Claim ; cv:statement "<a href=\"javascript:alert(4)\">x</a></script><script>alert(5)</script>\u2028" ;
    cv:vendor e:ETC-passwd ; cv:affirms e:t ; cv:status cv:standing ; cv:restsOn e:c ; cv:service e:plan ;
    cv:citation e:c1 , e:c2 ; cv:scope "\u202Dleft" ; cv:note "data:text/html,<script>" ; cv:passage e:p .
e:c1 a cv:Citation ; cv:source e:s1 ; cv:quote "</blockquote>" ; cv:state cv:candidate .
e:c2 a cv:Citation .
e:s1 a cv:Source ; cv:label "javascript:alert(6)" ; cv:access cv:public ;
    cv:url "javascript:alert(7)" , "JavaScript://x/%0aalert(8)" , "data:text/html,x" , "https://ok.example/'\"><script>" , "HTTPS://ok.example/\u202E" , "https://ok.example/fine" .
e:p a cv:Passage ; cv:exact "\u202E</p>" ; cv:line 4 ; cv:profile e:doc .
e:doc a cv:Profile ; cv:profileTitle "" ; cv:address "javascript:alert(9)" ; cv:file "../../../etc/passwd" .
e:lost a cv:Claim ; cv:statement "names no vendor" ; cv:status cv:draft .
"#;

fn site() -> crate::site::Files {
    let vocabulary = root().join("data/vocabulary.ttl");
    let session = of_text(FACTS, Some(&vocabulary));
    files(&session.unwrap_or_else(|faults| panic!("{}", crate::world::messages(&faults))))
}

#[test]
fn file_names_are_plain_and_distinct() {
    let files = site();
    let vendors = files.keys().filter(|it| it.starts_with("vendor-") && it.ends_with(".html"));
    assert_eq!(vendors.count(), 4);
    for name in files.keys() {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let (stem, ending) = name.split_once('.').unwrap();
        assert!(stem.chars().all(plain) && ["html", "ttl", "jsonld", "css", "js"].contains(&ending), "{name}");
        assert!(name.len() < 120, "{name}");
    }
}

#[test]
fn markup_and_scripts_in_facts_are_plain_text() {
    let files = site();
    for (name, text) in pages(&files) {
        let page = parse(text);
        assert!(page.errors.is_empty(), "{name}: {:?}", page.errors);
        for element in elements(&page) {
            let tag = element.value().name();
            assert!(!["img", "b", "i", "u", "s"].contains(&tag), "{name}: {tag}");
            for (attribute, value) in element.value().attrs() {
                assert!(!attribute.starts_with("on"), "{name}: {attribute}={value}");
                let leads = ["href", "src"].contains(&attribute);
                assert!(
                    !leads || !value.to_lowercase().contains("script:") && !value.starts_with("data:"),
                    "{name}: {value}"
                );
            }
        }
        let scripts = if name == "search.html" { 2 } else { 1 };
        assert_eq!(select_all(&page, "script").len(), scripts, "{name}");
        assert_eq!(select_all(&page, "h1").len(), 1, "{name}");
    }
    let page = parse(&files["source-example-org-s1.html"]);
    let links = select_all(&page, "main a.web");
    let links: Vec<&str> = links.iter().filter_map(|it| it.value().attr("href")).collect();
    assert_eq!(links, ["https://ok.example/fine"]);
    let told = words_of(&page, "main");
    assert!(told.contains("javascript:alert(7)") && told.contains("HTTPS://ok.example/\\u{202e}"), "{told}");
    let index = words_of(&parse(&files["index.html"]), "main");
    assert!(index.contains("<script>alert(1)</script>") && index.contains("</script></title><!--"), "{index}");
}

#[test]
fn has_no_bidirectional_or_invisible_characters() {
    for (name, text) in site() {
        let found: Vec<char> = text.chars().filter(|c| is_hostile(*c) && !matches!(c, '\n' | '\t')).collect();
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

#[test]
fn records_without_a_vendor_have_a_page() {
    let files = site();
    let told = words_of(&parse(&files["without-vendor.html"]), "main");
    assert!(told.contains("names no vendor") && told.contains("../../../etc/passwd"), "{told}");
}
