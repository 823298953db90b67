//! Questions that would take for ever, or all memory, and the facts for them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Books of the generated library, and how many of them each continues.
const BOOKS: usize = 2_000;
const PREQUELS: usize = 40;

/// A question with its name.
pub(crate) struct EvilQuestion {
    pub(crate) name: &'static str,
    /// Statements, the last of which is the question.
    pub(crate) text: String,
    /// True where no machine answers within a second.
    pub(crate) never_ends: bool,
}

/// Writes the words and the facts into a folder, and returns their paths.
pub(crate) fn write_library(folder: &Path) -> Vec<PathBuf> {
    let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/worlds/library/vocabulary.ttl");
    let mut facts =
        String::from("@prefix lib: <https://library.example/ns#> .\n@prefix b: <https://evil.example/> .\n");
    for book in 0..BOOKS {
        let _ = write!(facts, "b:b{book} a lib:Book ; lib:title \"Book {book}\" ; lib:pages {} ;", book % 700);
        let _ = write!(facts, " lib:author b:a{} ; lib:genre b:g{} ; lib:sequelOf ", book % 300, book % 50);
        let before = (1..=PREQUELS).map(|step| format!("b:b{}", (book + step * step * 7) % BOOKS));
        facts += &before.collect::<Vec<_>>().join(", ");
        facts += " .\n";
    }
    for author in 0..300 {
        let _ = writeln!(
            facts,
            "b:a{author} a lib:Author ; <http://www.w3.org/2000/01/rdf-schema#label> \"Author {author}\" ."
        );
    }
    for genre in 0..50 {
        let _ = writeln!(
            facts,
            "b:g{genre} a lib:Genre ; <http://www.w3.org/2000/01/rdf-schema#label> \"Genre {genre}\" ; lib:under b:g{} .",
            (genre + 1) % 50
        );
    }
    let file = folder.join("facts.ttl");
    fs::write(&file, facts).expect("the folder can be written");
    vec![words, file]
}

/// All questions.
pub(crate) fn questions() -> Vec<EvilQuestion> {
    let mut all = long_questions();
    all.extend(doubling_questions());
    all.extend(deep_questions());
    all.extend(raw_questions());
    all
}

fn evil(name: &'static str, text: impl Into<String>) -> EvilQuestion {
    EvilQuestion { name, text: text.into(), never_ends: false }
}

fn endless(name: &'static str, text: impl Into<String>) -> EvilQuestion {
    EvilQuestion { never_ends: true, ..evil(name, text) }
}

/// Statements of the greatest length allowed.
fn long_questions() -> Vec<EvilQuestion> {
    let filled = |before: &str, again: &str, after: &str| {
        let room = 60_000 - before.len() - after.len();
        format!("{before}{}{after}", again.repeat(room / again.len()))
    };
    let names: String = (0..2_000).map(|it| format!(" or \"Author {it}\"")).collect();
    vec![
        evil("a chain of operators", filled("which books whose pages", " + 1", " > 3")),
        evil("a chain of products", filled("which books whose pages", " * 2", " > 3")),
        evil(
            "operators in parentheses",
            format!("which books whose {}pages{} > 3", "(".repeat(20_000), ")".repeat(20_000)),
        ),
        evil("`and` without end", filled("which books lack an author", " and lack an author", "")),
        evil("`or` without end", filled("which books lack an author", " or lack an author", "")),
        evil("`or` of different values", {
            let values: String = (0..3_000).map(|it| format!(" or have {it} prequels")).collect();
            format!("which books lack an author{values}")
        }),
        evil("`that` without end", filled("which books", " that continue a book", "")),
        evil("`with` without end", filled("which books", " with a loan", "")),
        evil("parentheses without end", filled("which books that ", "(", "")),
        evil("words that nobody knows", filled("which books", " blah", "")),
        evil("words that are nearly known", filled("which books", " bok authr gnre", "")),
        evil("one long quote", filled("which books written by \"", "x", "\"")),
        evil("names without end", format!("which books written by \"Author 0\"{names}")),
        evil("columns without end", filled("which books showing title", ", title", "")),
        evil("a pattern that unfolds", "which books whose title matches \"((a{1,99}){1,99}){1,99}\""),
    ]
}

/// Each definition uses the one before twice.
fn doubling_questions() -> Vec<EvilQuestion> {
    let chain = |first: &str, next: fn(usize) -> String, last: &str| {
        let steps: String = (1..=40).map(next).collect();
        format!("{first};\n{steps}{last}")
    };
    let lets = |last: &str| {
        chain(
            "let s0 be books that lack an author",
            |it| format!("let s{it} be books that are s{0} or continue a book that is s{0};\n", it - 1),
            last,
        )
    };
    let same =
        chain("let s0 be books", |it| format!("let s{it} be books that are s{0} or are s{0};\n", it - 1), "which s40");
    let defines = |last: &str| {
        chain(
            "define an a0 book as a book that lacks an author",
            |it| format!("define an a{it} book as a book that is a{0} or continues a book that is a{0};\n", it - 1),
            last,
        )
    };
    vec![
        evil("a named set that doubles", lets("which s40")),
        evil("one that says the same twice", same),
        evil("one that is denied", lets("which books are not s40")),
        evil("one behind a link", lets("which authors write a book that is s40")),
        evil("a definition that doubles", defines("which a40 books")),
        evil("one that is denied, behind a link", defines("which authors write only books that are not a40")),
        evil("why of one that doubles", defines("why is \"Book 3\" not a40")),
    ]
}

/// Chains of links in a dense graph.
fn deep_questions() -> Vec<EvilQuestion> {
    let behind = |times: usize| " that continue a book".repeat(times);
    let only = " that continue only books".repeat(40);
    vec![
        evil("links behind links", format!("which books{}", behind(60))),
        evil("`only` behind `only`", format!("which books{only}")),
        evil("columns behind links", "which books showing title, prequel.prequel.prequel.title"),
        evil("groups behind links", "show count, total pages of books by prequel.prequel.prequel.title"),
        evil(
            "named things that are compared",
            "which books that continue a book as one that continues a book as two that continues a book as three whose pages > one.pages + two.pages",
        ),
        evil("why behind links", format!("why does \"Book 3\" continue a book{}", behind(40))),
    ]
}

/// What Oxigraph's evaluator does without checking whether it should stop.
fn raw_questions() -> Vec<EvilQuestion> {
    let triples = |number: usize| -> String { (0..number).map(|it| format!("?a{it} ?b{it} ?c{it} . ")).collect() };
    let grown: String = (1..40).map(|it| format!("BIND(CONCAT(?t{0}, ?t{0}) AS ?t{it}) ", it - 1)).collect();
    let optional: String = (0..12).map(|it| format!("OPTIONAL {{ ?a ?p{it} ?o{it} }} ")).collect();
    vec![
        endless("a product that is counted", format!("sparql SELECT (COUNT(*) AS ?n) {{ {} }}", triples(4))),
        endless("a product in order", format!("sparql SELECT * {{ {} }} ORDER BY ?c0 ?a1 ?b2", triples(3))),
        endless(
            "a product without doubles",
            format!("sparql SELECT DISTINCT ?a0 ?a1 ?a2 ?b0 ?c1 {{ {} }}", triples(3)),
        ),
        evil(
            "a path that comes round",
            "sparql PREFIX lib: <https://library.example/ns#> SELECT (COUNT(*) AS ?n) { ?a (lib:sequelOf|^lib:sequelOf)+ ?b . ?b lib:sequelOf* ?c }",
        ),
        evil("texts that grow", format!("sparql SELECT (STRLEN(?t39) AS ?n) {{ BIND(\"aaaaaaaa\" AS ?t0) {grown} }}")),
        endless(
            "all texts in one",
            "sparql SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?t) { ?a ?b ?c . ?d ?e ?f }",
        ),
        endless("options without end", format!("sparql SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c {optional} }}")),
        endless(
            "what is not there",
            "sparql SELECT ?a { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f . ?g ?h ?i FILTER(?d = ?g && STR(?f) = CONCAT(STR(?i), \"x\")) } }",
        ),
    ]
}
