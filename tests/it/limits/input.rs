//! Limits on input, tested on both sides: at the limit it is accepted, one beyond gives a message.

use std::fs;

use caveat::base::Source;
use caveat::lang::{MAX_NESTING, MAX_SCRIPT, MAX_STATEMENT, parse};
use caveat::store::{Input, load};
use oxigraph::io::RdfFormat;

use crate::cli::{caveat, run_command};
use crate::limits::{THINGS, things};
use crate::world::{TODAY, ask};

/// The code of the message for a text; none if it parses.
fn fault_code(text: &str) -> Option<&'static str> {
    parse(&Source::new("question", text)).err().map(|it| it.code.as_str())
}

#[test]
fn limits_parentheses_to_depth_64() {
    let nested = |depth| format!("which things {}{}{}", "that (".repeat(depth), "use a thing", ")".repeat(depth));
    assert_eq!(MAX_NESTING, 64);
    assert_eq!(fault_code(&nested(64)), None);
    assert_eq!(fault_code(&nested(65)), Some("too-deep"));
    let mut session = things("l:a a l:Thing .\n");
    let negated = |depth| format!("which things {}use a thing{}", "that do not (".repeat(depth), ")".repeat(depth));
    let fault = ask(&mut session, &negated(65)).unwrap_err();
    assert!(fault.contains("more than 64"), "{fault}");
}

#[test]
fn limits_statements_to_64_kibibytes() {
    let statement = |bytes: usize| {
        let (before, after) = ("which things are \"", "\"");
        format!("{before}{}{after}", "x".repeat(bytes - before.len() - after.len()))
    };
    assert_eq!(MAX_STATEMENT, 64 * 1024);
    assert_eq!(fault_code(&statement(64 * 1024)), None);
    assert_eq!(fault_code(&statement(64 * 1024 + 1)), Some("too-large"));
}

#[test]
fn limits_scripts_to_4_mebibytes() {
    let whole = |bytes: usize| format!("--{}\nwhich things\n", " ".repeat(bytes - 16));
    assert_eq!(MAX_SCRIPT, 4 * 1024 * 1024);
    assert_eq!(whole(64).len(), 64);
    assert_eq!(fault_code(&whole(MAX_SCRIPT)), None);
    assert_eq!(fault_code(&whole(MAX_SCRIPT + 1)), Some("too-large"));
}

#[test]
fn limits_includes_to_depth_16() {
    let included = |depth: usize| {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("data")).unwrap();
        fs::create_dir_all(folder.path().join("queries")).unwrap();
        fs::write(folder.path().join("data/facts.ttl"), format!("{THINGS}l:a a l:Thing ; l:size 1 .\n")).unwrap();
        for at in 1..=depth {
            let script = if at == depth {
                "define a large thing as a thing whose size > 0\n".to_owned()
            } else {
                format!("include \"s{}.cav\"\n", at + 1)
            };
            let check = "check sized\n  title \"Things are large\"\n  severity low\n  expect none\n  which things that are not large\n";
            let script = if at == 1 { format!("{script}{check}") } else { script };
            fs::write(folder.path().join(format!("queries/s{at}.cav")), script).unwrap();
        }
        run_command(caveat(folder.path()).args(["audit", "queries/s1.cav", "--today", TODAY]))
    };
    let at = included(16);
    assert_eq!(at.code, 0, "{}{}", at.out, at.err);
    let beyond = included(17);
    let told = format!("{}{}", beyond.out, beyond.err);
    assert!(beyond.code == 2 && told.contains("includes are nested more than 16 deep"), "{told}");
}

/// The code of the message for facts; none if they load.
fn load_fault(text: String, most: u64) -> Option<&'static str> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("facts.ttl");
    fs::write(&file, text).unwrap();
    load(&[Input::Path(file)], Some(folder.path()), most).err().map(|it| it[0].code.as_str())
}

#[test]
fn limits_literals_to_1_mebibyte() {
    let literal = |bytes: usize| format!("<https://x.example/a> <https://x.example/b> \"{}\" .\n", "x".repeat(bytes));
    assert_eq!(load_fault(literal(1024 * 1024), u64::MAX), None);
    assert_eq!(load_fault(literal(1024 * 1024 + 1), u64::MAX), Some("literal-too-large"));
}

/// The default is only compared: writing a file of 256 MiB would show nothing more.
#[test]
fn limits_files_to_the_given_size() {
    assert_eq!(caveat::store::MAX_FILE, 256 * 1024 * 1024);
    let text = |bytes: usize| {
        let fact = "<https://x.example/a> <https://x.example/b> \"c\" .\n";
        format!("{fact}{}", " ".repeat(bytes - fact.len()))
    };
    assert_eq!(load_fault(text(10_000), 10_000), None);
    assert_eq!(load_fault(text(10_001), 10_000), Some("file-too-large"));
    let typed = Input::Stdin(text(100).into_bytes(), RdfFormat::Turtle);
    assert!(load(&[typed], None, 100).is_ok());
}
