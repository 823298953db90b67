//! Every limit on output, tested on both sides: one beyond it, the answer says how many more there are; at the limit,
//! it does not.

mod answers;
mod evidence;
mod input;
mod messages;
mod pictures;
mod reports;
mod why;

use std::collections::BTreeSet;
use std::fs;
use std::ops::RangeInclusive;
use std::panic;

use caveat::base::Limit;
use caveat::exec::Answer;
use caveat::render::{AnswerProvenance, Format, RenderContext, answer};
use caveat::session::Session;

use crate::world::{ask, of_text, root};

/// The output for a number of the things that a limit counts.
enum LimitCase {
    /// The text, and what it says where it is cut.
    Told { text: String, marker: &'static str },
    /// Why it is not tested.
    Not(&'static str),
}

fn limit_text(text: impl Into<String>, marker: &'static str) -> LimitCase {
    LimitCase::Told { text: text.into(), marker }
}

/// A new limit needs an arm here.
fn case_of(limit: Limit, many: usize) -> LimitCase {
    match limit {
        Limit::RowsOnTerminal => limit_text(answers::rows(many), "… 1 more row: files and pipes get all"),
        Limit::Remarks => LimitCase::Not("docs/answers.md shows it, and a test runs what stands there"),
        Limit::UnknownNames => limit_text(answers::unknown_names(many), " and 1 more)"),
        Limit::VerdictNames => limit_text(answers::verdict_names(many), "(depends) and 1 more"),
        Limit::DifferentCells => limit_text(answers::different_cells(many), " and 1 more"),
        Limit::Ties => limit_text(answers::ties(many), "of at least "),
        Limit::ConditionsLeftOut => {
            limit_text(answers::conditions(many), "the question has 13 conditions, too many to report which")
        }
        Limit::KindsInWelcome => limit_text(answers::welcome(many), " and 1 more kind"),
        Limit::OfferedValues => limit_text(answers::offers_of_values(many), "1 more value"),
        Limit::OfferedText => limit_text(answers::offers_of_text(many), "1 more value"),

        Limit::Facts => limit_text(why::facts(many), "1 more fact is not listed"),
        Limit::FactsOfWay => limit_text(why::facts_of_path(many), "1 more fact is not listed"),
        Limit::Linked => limit_text(why::linked_things(many), "1 more is not listed: `which all things used by l:a`"),
        Limit::LinkedFurther => limit_text(why::things_linked_further(many), "1 more is not listed"),
        Limit::LinkedDeeper => limit_text(why::things_linked_deeper(many), "1 more is not listed"),
        Limit::Values => limit_text(why::values(many), " and 1 more"),
        Limit::Fitting => {
            LimitCase::Not("named things are listed by `Cut::listed`, as the values of a reason are, which are tried")
        }
        Limit::SpokenOf => limit_text(why::sizes_in_a_reason(many), ", and 1 more"),
        Limit::Reasons => limit_text(why::reasons(many), "not explained further"),
        Limit::ReasonsDeep => limit_text(why::reasons_deep(many), "not explained further"),
        Limit::ValueText => limit_text(why::value_text(many), "…"),

        Limit::NearestOpposites => limit_text(evidence::nearest_opposites(many), "1 more is not listed"),
        Limit::Steps => limit_text(evidence::steps(many), "1 more step is not listed"),
        Limit::Opposites => limit_text(
            evidence::opposites(many),
            "1 more claim contradicts it and is not listed: `which claims contradict x:c0`",
        ),
        Limit::NamesInSentence => limit_text(evidence::dependencies(many), ", 1 more, "),
        Limit::HangsOn => limit_text(evidence::dependencies_in_json(many), "\"more_hangs_on\": 1"),
        Limit::Circle => limit_text(evidence::cycle_in_json(many), "\"more_circle\": 1"),
        Limit::OpposedNames => limit_text(evidence::names_in_opposition(many), " and 1 more"),
        Limit::Replacements => limit_text(evidence::replacements(many), "(1 more)"),

        Limit::Boxes => limit_text(pictures::boxes(many), "more than 300 boxes, so they are grouped"),
        Limit::Groups => limit_text(pictures::groups(many), "1 small group is drawn as `others`"),
        Limit::BoxRemarks => limit_text(pictures::box_remarks(many), "each box shows at most 2 values"),
        Limit::BoxText => limit_text(pictures::box_text(many), "…"),
        Limit::BoxLines => limit_text(pictures::box_lines(many), "…"),
        Limit::BoxRemarkLines => limit_text(pictures::box_remark_lines(many), "…"),
        Limit::LegendKinds => limit_text(pictures::legend_kinds(many), " and 1 more"),
        Limit::NoteLines => limit_text(pictures::note_lines(many), "… 1 more lines"),
        Limit::WeakNames => limit_text(pictures::weak_names(many), " and 1 more."),

        Limit::FindingBoxes => limit_text(reports::finding_boxes(many), "boxes, too many for this page"),
        Limit::BriefFindings => limit_text(reports::brief_findings(many), "and 1 open finding of other checks"),
        Limit::BriefOfCheck => limit_text(reports::brief_of_check(many), "and 1 more of this check"),
        Limit::BriefUnknown => limit_text(reports::brief_unknown(many), " and 1 more"),
        Limit::Addresses => limit_text(reports::addresses(many), "\"more_addresses\": 1"),
        Limit::LevelsFew => limit_text(reports::levels_few(many), "and 1 more line: `--detail full`"),
        Limit::LevelsSome => limit_text(reports::levels_some(many), "and 1 more line: `--detail full`"),
        Limit::LevelsForCi => limit_text(reports::levels_for_ci(many), "and 1 more line: `--format json`"),
        Limit::LevelsInMarkdown => limit_text(reports::levels_in_markdown(many), "and 1 more line: "),
        Limit::ExplainedBytes => {
            limit_text(reports::bytes_of_explanations(many), "the explanations of 1 finding are left out")
        }
        Limit::PictureBytes => limit_text(reports::picture_bytes(many), "is left out to keep this page small"),
        Limit::ChangedText => LimitCase::Not("a text is cut by `shortened`, as a value in a reason is, which is tried"),
        Limit::DigestText => {
            LimitCase::Not("a digest has 64 digits, all others are refused: each is cut, and ends with …")
        }

        Limit::Diagnostics => limit_text(messages::diagnostics(many), "and 1 more: fix those that are shown"),
        Limit::MessageText => limit_text(messages::message_text(many), "x…"),
        Limit::FaultsOfOneSort => limit_text(messages::faults_of_one_sort(many), "1 more like this"),
        Limit::Nearest => LimitCase::Not("names that could have been meant are a guess, and are called the nearest"),
        Limit::FindingsToWaive => limit_text(messages::findings_to_waive(many), " and 1 more"),
        Limit::AssurancesUnder => limit_text(messages::assurances_under(many), " and 1 more"),
        Limit::ChangedFiles => limit_text(messages::file_changes(many), " and 1 more;"),
        Limit::OpenText => limit_text(messages::open_text(many), "…`"),
        Limit::ImpossibleText => limit_text(messages::impossible_text(many), "…`"),
    }
}

/// Compares the output at each of these limits with the output one beyond it; returns how many are not tested.
fn check_limits(limits: RangeInclusive<Limit>) -> usize {
    let mut faults = Vec::new();
    let mut untried = 0;
    for limit in Limit::ALL.iter().filter(|it| limits.contains(it)) {
        let most = limit.most();
        let both = [most, most + 1].map(|many| panic::catch_unwind(|| case_of(*limit, many)));
        match both {
            [Ok(LimitCase::Told { text: at, marker }), Ok(LimitCase::Told { text: beyond, .. })] => {
                if at.contains(marker) {
                    faults.push(format!("{limit:?} at {most} says `{marker}`:\n{at}"));
                }
                if !beyond.contains(marker) {
                    faults.push(format!("{limit:?} beyond {most} does not say `{marker}`:\n{beyond}"));
                }
            }
            [Ok(LimitCase::Not(reason)), _] => {
                assert!(!reason.is_empty(), "{limit:?}");
                untried += 1;
            }
            _ => faults.push(format!("{limit:?} cannot be tried")),
        }
    }
    let faults: Vec<String> = faults.iter().map(|it| it.chars().take(2_000).collect()).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    untried
}

/// The limits, in the parts that are tested together.
const PARTS: [(RangeInclusive<Limit>, usize); 5] = [
    (Limit::RowsOnTerminal..=Limit::OfferedText, 1),
    (Limit::Facts..=Limit::ValueText, 1),
    (Limit::Boxes..=Limit::FindingBoxes, 0),
    (Limit::BriefFindings..=Limit::DigestText, 2),
    (Limit::Diagnostics..=Limit::ImpossibleText, 1),
];

fn check_part(at: usize) {
    let (limits, untried) = PARTS[at].clone();
    assert_eq!(check_limits(limits), untried);
}

#[test]
fn limits_of_answers_are_reported_when_exceeded() {
    check_part(0);
}

#[test]
fn limits_of_explanations_are_reported_when_exceeded() {
    check_part(1);
}

#[test]
fn limits_of_pictures_are_reported_when_exceeded() {
    check_part(2);
}

#[test]
fn limits_of_reports_are_reported_when_exceeded() {
    check_part(3);
}

#[test]
fn limits_of_messages_are_reported_when_exceeded() {
    check_part(4);
}

#[test]
fn every_limit_is_tested() {
    let parts_with = |limit: &Limit| PARTS.iter().filter(|(limits, _)| limits.contains(limit)).count();
    assert!(Limit::ALL.iter().all(|limit| parts_with(limit) == 1));
}

#[test]
fn every_limit_has_its_own_description() {
    let words: BTreeSet<&str> = Limit::ALL.iter().map(|it| it.what()).collect();
    assert_eq!(words.len(), Limit::ALL.len());
    assert!(Limit::ALL.iter().all(|it| !it.all().is_empty() && it.most() > 0));
}

/// `docs/limits.md` is written from the limits. `UPDATE=1` rewrites it.
#[test]
fn limits_page_is_up_to_date() {
    let rows = Limit::ALL.iter().map(|it| format!("| {} | {} | {} |\n", it.what(), it.most(), it.all()));
    let file = root().join("docs/limits.md");
    let page = fs::read_to_string(&file).unwrap();
    let (before, _) = page.split_once("| what is shown |").unwrap();
    let table =
        format!("| what is shown | at the most | where all of it is |\n|---|---|---|\n{}", rows.collect::<String>());
    let written = format!("{before}{table}");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, written).unwrap();
    } else {
        assert_eq!(page, written, "run this test with UPDATE=1");
    }
}

/// Words and facts for most limits: things that use things.
const THINGS: &str = r#"
@prefix l: <https://limits.example/> .
@prefix say: <https://w3id.org/caveat/say#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
rdfs:label a say:Naming .
l:Thing a rdfs:Class ; say:noun "thing" ; say:labelledBy ( "name" ) ; say:shows ( "name" ) .
l:name a say:Attribute ; say:of l:Thing ; say:path rdfs:label ; say:noun "name" .
l:size a say:Attribute ; say:of l:Thing ; say:noun "size" ; say:type xsd:integer .
l:colour a say:Attribute ; say:of l:Thing ; say:noun "colour" .
l:use a say:Relation ; say:from l:Thing ; say:to l:Thing ; say:open false ;
    say:forward [ say:verb "use" ] ; say:backward [ say:participle "used by" ] .
l:engage a say:Relation ; say:from l:Thing ; say:to l:Thing ; say:open true ;
    say:forward [ say:verb "engage" ] ; say:backward [ say:participle "engaged by" ] .
"#;

/// A session over things, with these facts.
fn things(facts: &str) -> Session {
    of_text(&format!("{THINGS}{facts}"), None).unwrap_or_else(|it| panic!("{}", crate::world::messages(&it)))
}

/// The last answer in a format, followed by its remarks.
fn answer_text(session: &mut Session, question: &str, format: Format) -> String {
    let found = ask(session, question).unwrap_or_else(|fault| panic!("{question}\n{fault}"));
    with_remarks(found.last().unwrap(), session, format, false)
}

fn with_remarks(found: &Answer, session: &Session, format: Format, terminal: bool) -> String {
    let about = AnswerProvenance { digest: "", facts: 0, today: "", revision: None, evaluator: "native" };
    let page = RenderContext {
        width: None,
        terminal,
        raw_records: false,
        about,
        lexicon: session.lexicon(),
        dataset: session.dataset(),
    };
    let text = answer(found, "", format, page).unwrap();
    format!("{text}{}", found.notes.join("\n"))
}

/// A line for each number from 1.
fn each(many: usize, of: impl Fn(usize) -> String) -> String {
    (1..=many).map(of).collect()
}
