//! The report at a terminal: every check in a line, findings below, the numbers last, where a person
//! looks first. Colour only repeats what words say.

mod finding;
mod paper;

use anstyle::{AnsiColor, Effects, Style};
use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};

use crate::audit::{Check, Coverage, Outcome, Report};
use crate::base::visible;
use crate::render::report::tree::groups;
use crate::render::report::words::{
    answer, causes, compared, counted, examined, exit, findings, open_and_waived, outcome, sentence,
};
use crate::render::report::{Detail, ReportOptions};
use paper::Paper;

/// Columns that an outcome takes, with the blanks after it.
const OUTCOME: usize = 9;
/// A rule under the headings, nothing else.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// As much as the options want to know.
pub(super) fn write(report: &Report, options: ReportOptions) -> String {
    let mut paper = Paper::new(options);
    if options.detail >= Detail::Overview {
        overview(report, &mut paper);
    }
    if options.detail >= Detail::Findings {
        for check in &report.checks {
            finding::of_check(check, options.detail == Detail::Full, &mut paper);
        }
    }
    broken(report, &mut paper);
    differences(report, &mut paper);
    if options.detail == Detail::Full {
        if let Some(coverage) = &report.coverage {
            table(coverage, options, &mut paper);
        }
        rests_on(report, &mut paper);
    }
    if options.detail >= Detail::Overview {
        for note in &report.notes {
            paper.line(0, &format!("note: {note}"));
        }
        if !report.notes.is_empty() {
            paper.gap();
        }
    }
    summary(report, &mut paper);
    paper.text()
}

/// The style in which an outcome's word stands.
fn style(outcome: Outcome) -> Style {
    let colour = match outcome {
        Outcome::Pass => AnsiColor::Green,
        Outcome::Waived => AnsiColor::Cyan,
        Outcome::Fail => AnsiColor::Red,
        Outcome::Unknown => AnsiColor::Yellow,
        Outcome::Error => AnsiColor::Magenta,
    };
    colour.on_default() | Effects::BOLD
}

fn overview(report: &Report, paper: &mut Paper) {
    for group in groups(report) {
        paper.marked(0, style(group.outcome()), group.outcome().word(), OUTCOME, group.title);
        for part in &group.parts {
            let mut depth = 2;
            if !part.title.is_empty() {
                let word = part.outcome().word();
                paper.marked(2, style(part.outcome()), word, OUTCOME, part.title);
                depth = 4;
            }
            for check in &part.checks {
                let text = in_one_line(check);
                paper.marked(depth, style(check.outcome), check.outcome.word(), OUTCOME, &text);
            }
            if part.not_run > 0 {
                paper.line(depth, &format!("{} not run", counted(part.not_run, "check")));
            }
        }
        paper.gap();
    }
}

/// `evidence/no-public-source · 2 findings, 1 waived · high · 31 claims examined`
fn in_one_line(check: &Check) -> String {
    let (open, waived) = findings(std::slice::from_ref(check));
    let mut parts = vec![check.about.id.clone()];
    match (open + waived, waived) {
        (0, _) if check.outcome == Outcome::Pass => {}
        (0, _) => parts.push(check.reason.clone()),
        (found, 0) => parts.push(counted(found, "finding")),
        (found, waived) => parts.push(format!("{}, {waived} waived", counted(found, "finding"))),
    }
    if check.outcome != Outcome::Pass {
        parts.push(check.about.severity.word().to_owned());
    }
    parts.push(examined(check));
    if let Some(milliseconds) = check.milliseconds {
        parts.push(format!("{milliseconds} ms"));
    }
    parts.join(" · ")
}

fn broken(report: &Report, paper: &mut Paper) {
    for script in &report.broken {
        let text = format!("{} is at fault: what cannot be understood was not run", script.name);
        paper.marked(0, style(Outcome::Error), Outcome::Error.word(), OUTCOME, &text);
        for message in &script.messages {
            paper.drawn(2, &message.drawn);
        }
        paper.gap();
    }
}

fn differences(report: &Report, paper: &mut Paper) {
    let Some(comparison) = &report.comparison else {
        return;
    };
    paper.heading(&format!("compared with {} of {}", comparison.against, comparison.today));
    paper.line(2, &compared(comparison, &report.today));
    for change in &comparison.outcomes {
        let (before, now) = (outcome(change.before), outcome(change.now));
        paper.line(2, &format!("{}: {before} → {now}", change.check));
    }
    for fixed in &comparison.fixed {
        let cause = causes(&fixed.causes);
        paper.line(2, &format!("fixed: {} · {} ({cause})", fixed.check, fixed.message));
    }
    paper.gap();
}

/// The coverage as a table: topics down, things across.
fn table(coverage: &Coverage, options: ReportOptions, paper: &mut Paper) {
    paper.heading("coverage");
    let mut drawn = Table::new();
    drawn.load_style(STYLE);
    match options.width {
        Some(width) => {
            drawn.set_content_arrangement(ContentArrangement::Dynamic);
            drawn.set_width(width);
        }
        None => {
            drawn.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
    let label = |text: &str| visible(text).into_owned();
    let things = coverage.things.iter().map(|thing| label(&thing.label));
    drawn.set_header(std::iter::once(label(&coverage.topic)).chain(things));
    for row in &coverage.rows {
        let answers = row.answers.iter().map(answer);
        drawn.add_row(std::iter::once(label(&row.topic.label)).chain(answers));
    }
    for column in drawn.column_iter_mut() {
        column.set_padding((0, 2));
    }
    for line in drawn.lines() {
        paper.raw(line.trim_end());
    }
    let mut answers = coverage.rows.iter().flat_map(|row| &row.answers);
    if answers.any(|answer| answer.limited) {
        paper.line(0, "* limited by fine print");
    }
    paper.gap();
}

/// What was read, with its hashes.
fn rests_on(report: &Report, paper: &mut Paper) {
    paper.heading("read");
    let data = &report.data;
    paper.line(2, &format!("{} facts, digest {}", data.facts, data.digest));
    let files = data.files.iter().map(|it| (&it.name, &it.digest));
    let scripts = report.scripts.iter().map(|it| (&it.name, &it.digest));
    let waivers = report.waivers.iter().map(|it| (&it.name, &it.digest));
    for (name, digest) in files.chain(scripts).chain(waivers) {
        paper.line(2, &format!("{name} {digest}"));
    }
    for (name, value) in &report.parameters {
        paper.line(2, &format!("{name} = {value}"));
    }
    paper.gap();
}

fn summary(report: &Report, paper: &mut Paper) {
    let word = report.outcome.word();
    paper.marked(0, style(report.outcome), word, word.len() + 2, &sentence(report));
    let (open, waived) = findings(&report.checks);
    let mut numbers = open_and_waived(open, waived);
    if open > 0 {
        let by = report.findings_by_severity.iter().filter(|(_, count)| **count > 0);
        let mut by: Vec<(&str, usize)> = by.map(|(word, count)| (*word, *count)).collect();
        by.sort_by_key(|(word, _)| finding::rank(word));
        let by: Vec<String> = by.iter().map(|(word, count)| format!("{count} {word}")).collect();
        numbers.push_str(&format!(" ({})", by.join(", ")));
    }
    paper.line(0, &numbers);
    let at = report.revision.iter().map(|it| format!(" at {it}")).collect::<String>();
    let facts = report.data.facts;
    paper.line(0, &format!("{facts} facts{at}, today is {}, {}", report.today, report.program));
    paper.line(0, &exit(report));
    if let Some(milliseconds) = report.milliseconds {
        paper.line(0, &format!("{milliseconds} ms"));
    }
}
