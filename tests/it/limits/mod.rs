//! Every limit on what is shown, tried on both sides: one beyond it the answer says how many more there are, at the
//! limit it does not.

mod answers;
mod costs;
mod evidence;
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

/// What is written of so many of what a limit limits.
enum Tried {
    /// The text, and what it says where it holds not all.
    Told { text: String, marker: &'static str },
    /// Why it is not tried.
    Not(&'static str),
}

fn told(text: impl Into<String>, marker: &'static str) -> Tried {
    Tried::Told { text: text.into(), marker }
}

/// There is no other way out: a new limit needs an arm here.
fn tried(limit: Limit, many: usize) -> Tried {
    match limit {
        Limit::RowsOnTerminal => told(answers::rows(many), "… 1 more row: files and pipes get all"),
        Limit::Remarks => Tried::Not("docs/answers.md shows it, and a test runs what stands there"),
        Limit::UnknownNames => told(answers::unknown_names(many), " and 1 more)"),
        Limit::VerdictNames => told(answers::verdict_names(many), "(depends) and 1 more"),
        Limit::DifferentCells => told(answers::different_cells(many), " and 1 more"),
        Limit::Ties => told(answers::ties(many), "of at least "),
        Limit::ConditionsLeftOut => {
            told(answers::conditions(many), "which of its 13 conditions finds nothing is not looked for")
        }
        Limit::KindsInWelcome => told(answers::welcome(many), " and 1 more kind"),
        Limit::OfferedValues => told(answers::offered_values(many), "1 more value"),
        Limit::OfferedText => told(answers::offered_text(many), "1 more value"),

        Limit::Facts => told(why::facts(many), "1 more fact is not listed"),
        Limit::FactsOfWay => told(why::facts_of_way(many), "1 more fact is not listed"),
        Limit::Linked => told(why::linked(many), "1 more is not listed: `which all things used by l:a`"),
        Limit::LinkedFurther => told(why::linked_further(many), "1 more is not listed"),
        Limit::LinkedDeeper => told(why::linked_deeper(many), "1 more is not listed"),
        Limit::Values => told(why::values(many), " and 1 more"),
        Limit::Fitting => {
            Tried::Not("named things are listed by `Cut::listed`, as the values of a reason are, which are tried")
        }
        Limit::SpokenOf => told(why::spoken_of(many), ", and 1 more"),
        Limit::Reasons => told(why::reasons(many), "not explained any further"),
        Limit::ReasonsDeep => told(why::reasons_deep(many), "not explained any further"),
        Limit::ValueText => told(why::value_text(many), "…"),

        Limit::NearestOpposites => told(evidence::nearest_opposites(many), "1 more is not listed"),
        Limit::Steps => told(evidence::steps(many), "1 more step is not listed"),
        Limit::Opposites => told(
            evidence::opposites(many),
            "1 more claim contradicts it and is not listed: `which claims contradict x:c0`",
        ),
        Limit::NamesInSentence => told(evidence::hangs_on(many), ", 1 more, "),
        Limit::HangsOn => told(evidence::hangs_on_in_json(many), "\"more_hangs_on\": 1"),
        Limit::Circle => told(evidence::circle_in_json(many), "\"more_circle\": 1"),
        Limit::OpposedNames => told(evidence::opposed_names(many), " and 1 more"),
        Limit::Replacements => told(evidence::replacements(many), "(1 more)"),

        Limit::Boxes => told(pictures::boxes(many), "more than 300 boxes: they are grouped"),
        Limit::Groups => told(pictures::groups(many), "1 small group is drawn as `others`"),
        Limit::BoxRemarks => told(pictures::box_remarks(many), "no more than 2 values are told of a thing"),
        Limit::BoxText => told(pictures::box_text(many), "…"),
        Limit::BoxLines => told(pictures::box_lines(many), "…"),
        Limit::BoxRemarkLines => told(pictures::box_remark_lines(many), "…"),
        Limit::LegendKinds => told(pictures::legend_kinds(many), " and 1 more"),
        Limit::NoteLines => told(pictures::note_lines(many), "… 1 more lines"),
        Limit::WeakNames => told(pictures::weak_names(many), " and 1 more."),

        Limit::FindingBoxes => told(reports::finding_boxes(many), "boxes, which are too many here"),
        Limit::BriefFindings => told(reports::brief_findings(many), "and 1 open finding of further checks"),
        Limit::BriefOfCheck => told(reports::brief_of_check(many), "and 1 more of this check"),
        Limit::BriefUnknown => told(reports::brief_unknown(many), " and 1 more"),
        Limit::Addresses => told(reports::addresses(many), "\"more_addresses\": 1"),
        Limit::LevelsFew => told(reports::levels_few(many), "and 1 more line: `--detail full`"),
        Limit::LevelsSome => told(reports::levels_some(many), "and 1 more line: `--detail full`"),
        Limit::LevelsForCi => told(reports::levels_for_ci(many), "and 1 more line: `--format json`"),
        Limit::LevelsInMarkdown => told(reports::levels_in_markdown(many), "and 1 more line: "),
        Limit::ExplainedBytes => {
            told(reports::explained_bytes(many), "The explanations of 1 finding are left out here")
        }
        Limit::PictureBytes => told(reports::picture_bytes(many), "is left out, so that this page stays small"),
        Limit::ChangedText => Tried::Not("a text is cut by `shortened`, as a value in a reason is, which is tried"),
        Limit::DigestText => Tried::Not("a digest has 64 digits, all others are refused: each is cut, and ends with …"),

        Limit::Diagnostics => told(messages::diagnostics(many), "and 1 more: mend those that are shown"),
        Limit::MessageText => told(messages::message_text(many), "x…"),
        Limit::FaultsOfOneSort => told(messages::faults_of_one_sort(many), "1 more of this sort"),
        Limit::Nearest => Tried::Not("names that could have been meant are a guess, and are called the nearest"),
        Limit::FindingsToWaive => told(messages::findings_to_waive(many), " and 1 more"),
        Limit::AssurancesUnder => told(messages::assurances_under(many), " and 1 more"),
        Limit::ChangedFiles => told(messages::changed_files(many), " and 1 more;"),
        Limit::OpenText => told(messages::open_text(many), "…`"),
        Limit::ImpossibleText => told(messages::impossible_text(many), "…`"),
    }
}

/// Holds what is said at each of these limits against what is said one beyond it; gives how many are not tried.
fn hold(limits: RangeInclusive<Limit>) -> usize {
    let mut faults = Vec::new();
    let mut untried = 0;
    for limit in Limit::ALL.iter().filter(|it| limits.contains(it)) {
        let most = limit.most();
        let both = [most, most + 1].map(|many| panic::catch_unwind(|| tried(*limit, many)));
        match both {
            [Ok(Tried::Told { text: at, marker }), Ok(Tried::Told { text: beyond, .. })] => {
                if at.contains(marker) {
                    faults.push(format!("{limit:?} at {most} says `{marker}`:\n{at}"));
                }
                if !beyond.contains(marker) {
                    faults.push(format!("{limit:?} beyond {most} does not say `{marker}`:\n{beyond}"));
                }
            }
            [Ok(Tried::Not(reason)), _] => {
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

/// The limits, in the parts in which they are tried.
const PARTS: [(RangeInclusive<Limit>, usize); 5] = [
    (Limit::RowsOnTerminal..=Limit::OfferedText, 1),
    (Limit::Facts..=Limit::ValueText, 1),
    (Limit::Boxes..=Limit::FindingBoxes, 0),
    (Limit::BriefFindings..=Limit::DigestText, 2),
    (Limit::Diagnostics..=Limit::ImpossibleText, 1),
];

fn hold_part(at: usize) {
    let (limits, untried) = PARTS[at].clone();
    assert_eq!(hold(limits), untried);
}

#[test]
fn each_limit_of_answers_speaks_beyond_it_and_is_silent_at_it() {
    hold_part(0);
}

#[test]
fn each_limit_of_explanations_speaks_beyond_it_and_is_silent_at_it() {
    hold_part(1);
}

#[test]
fn each_limit_of_pictures_speaks_beyond_it_and_is_silent_at_it() {
    hold_part(2);
}

#[test]
fn each_limit_of_reports_speaks_beyond_it_and_is_silent_at_it() {
    hold_part(3);
}

#[test]
fn each_limit_of_messages_speaks_beyond_it_and_is_silent_at_it() {
    hold_part(4);
}

#[test]
fn every_limit_is_tried() {
    let tried = |limit: &Limit| PARTS.iter().filter(|(limits, _)| limits.contains(limit)).count();
    assert!(Limit::ALL.iter().all(|limit| tried(limit) == 1));
}

#[test]
fn each_limit_has_words_of_its_own_and_says_where_all_is() {
    let words: BTreeSet<&str> = Limit::ALL.iter().map(|it| it.what()).collect();
    assert_eq!(words.len(), Limit::ALL.len());
    assert!(Limit::ALL.iter().all(|it| !it.all().is_empty() && it.most() > 0));
}

/// `docs/limits.md` is written from the limits. `UPDATE=1` writes it anew.
#[test]
fn the_page_of_limits_names_them_all() {
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

/// Words and facts that most limits are tried with: things that use things.
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

/// The last answer in a format, with the remarks behind it.
fn written(session: &mut Session, question: &str, format: Format) -> String {
    let found = ask(session, question).unwrap_or_else(|fault| panic!("{question}\n{fault}"));
    with_remarks(found.last().unwrap(), session, format, false)
}

fn with_remarks(found: &Answer, session: &Session, format: Format, terminal: bool) -> String {
    let about = AnswerProvenance { digest: "", facts: 0, today: "", revision: None, evaluator: "native" };
    let page = RenderContext { width: None, terminal, raw_records: false, about, session };
    let text = answer(found, "", format, page).unwrap();
    format!("{text}{}", found.notes.join("\n"))
}

/// A line for each number from 1.
fn each(many: usize, of: impl Fn(usize) -> String) -> String {
    (1..=many).map(of).collect()
}
