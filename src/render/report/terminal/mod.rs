//! The report at a terminal, in brief or with every check in a line, findings below and the numbers last. Colour only
//! repeats what words say.

mod brief;
mod finding;
mod paper;

use anstyle::{AnsiColor, Effects, Style};
use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};

use crate::audit::{AuditOutcome, CheckResult, Report};
use crate::base::visible;
use crate::exec::{ComparisonTable, verdict_words};
use crate::render::comparison::{cells_of_thing, footnotes, is_legible, title};
use crate::render::report::tree::groups;
use crate::render::report::words::{
    causes, exit, findings, format_comparison, format_count, format_examined, open_and_waived, outcome, sentence,
};
use crate::render::report::{Detail, ReportOptions};
use crate::words::Verdict;
use paper::Paper;

/// Columns that an outcome takes, with the blanks after it.
const OUTCOME: usize = 9;
/// A rule under the headings, nothing else.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// As much as the options want to know.
pub(super) fn write(report: &Report, options: ReportOptions) -> String {
    let mut paper = Paper::new(options);
    if options.detail == Detail::Brief {
        brief::write(report, &mut paper);
        return paper.text();
    }
    if options.detail >= Detail::Overview {
        overview(report, &mut paper);
    }
    if options.detail >= Detail::Findings {
        for check in &report.checks {
            finding::write_check(check, options.detail == Detail::Full, &mut paper);
        }
    }
    script_errors(report, &mut paper);
    differences(report, &mut paper);
    if options.detail == Detail::Full {
        if let Some(coverage) = &report.coverage {
            table(coverage, options, &mut paper);
        }
        inputs(report, &mut paper);
    }
    if options.detail >= Detail::Overview {
        notes(report, &mut paper);
    }
    verdict(report, &mut paper);
    numbers(report, &mut paper);
    paper.text()
}

/// The style in which an outcome's word stands.
fn style(outcome: AuditOutcome) -> Style {
    let colour = match outcome {
        AuditOutcome::Pass => AnsiColor::Green,
        AuditOutcome::Waived => AnsiColor::Cyan,
        AuditOutcome::Fail => AnsiColor::Red,
        AuditOutcome::Unknown => AnsiColor::Yellow,
        AuditOutcome::Error => AnsiColor::Magenta,
    };
    colour.on_default() | Effects::BOLD
}

fn overview(report: &Report, paper: &mut Paper) {
    for group in groups(report) {
        paper.line_with_label(0, style(group.outcome()), group.outcome().word(), OUTCOME, group.title);
        for part in &group.parts {
            let mut depth = 2;
            if !part.title.is_empty() {
                let word = part.outcome().word();
                paper.line_with_label(2, style(part.outcome()), word, OUTCOME, part.title);
                depth = 4;
            }
            for check in &part.checks {
                let text = in_one_line(check);
                paper.line_with_label(depth, style(check.outcome), check.outcome.word(), OUTCOME, &text);
            }
            if part.not_run > 0 {
                paper.line(depth, &format!("{} not run", format_count(part.not_run, "check")));
            }
        }
        paper.gap();
    }
}

/// `Every claim has a public source (evidence/no-public-source) · 2 findings, 1 waived · high · 31 claims examined`
fn in_one_line(check: &CheckResult) -> String {
    let (open, waived) = findings(std::slice::from_ref(check));
    let about = &check.about;
    let mut parts =
        vec![if about.title == about.id { about.id.clone() } else { format!("{} ({})", about.title, about.id) }];
    match (open + waived, waived) {
        (0, _) if check.outcome == AuditOutcome::Pass => {}
        (0, _) => parts.push(check.reason.clone()),
        (found, 0) => parts.push(format_count(found, "finding")),
        (found, waived) => parts.push(format!("{}, {waived} waived", format_count(found, "finding"))),
    }
    if check.outcome != AuditOutcome::Pass {
        parts.push(check.about.severity.word().to_owned());
    }
    parts.push(format_examined(check));
    if let Some(milliseconds) = check.milliseconds {
        parts.push(format!("{milliseconds} ms"));
    }
    parts.join(" · ")
}

fn notes(report: &Report, paper: &mut Paper) {
    for note in &report.notes {
        paper.line(0, &format!("note: {note}"));
    }
    if !report.notes.is_empty() {
        paper.gap();
    }
}

fn script_errors(report: &Report, paper: &mut Paper) {
    for script in &report.broken {
        let text = format!("{} is at fault: what cannot be understood was not run", script.name);
        paper.line_with_label(0, style(AuditOutcome::Error), AuditOutcome::Error.word(), OUTCOME, &text);
        for message in &script.messages {
            paper.verbatim(2, &message.drawn);
        }
        paper.gap();
    }
}

fn differences(report: &Report, paper: &mut Paper) {
    let Some(comparison) = &report.comparison else {
        return;
    };
    paper.heading(&format!("compared with {} of {}", comparison.against, comparison.today));
    paper.line(2, &format_comparison(comparison, &report.today));
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

/// The coverage: topics down and things across where that is legible, else a block for each thing.
fn table(coverage: &ComparisonTable, options: ReportOptions, paper: &mut Paper) {
    paper.heading("coverage");
    if is_legible(coverage.things.len(), options.width) {
        across(coverage, options, paper);
    } else {
        for (at, thing) in coverage.things.iter().enumerate() {
            paper.line(2, &thing.name);
            let (told, silent) = cells_of_thing(coverage, at);
            for (title, cell) in told {
                paper.line(4, &format!("{title}: {}", cell.whole()));
            }
            if !silent.is_empty() {
                paper.line(4, &format!("{}: {}", verdict_words(Verdict::NotOnRecord), silent.join(", ")));
            }
        }
    }
    for line in footnotes(coverage) {
        paper.line(0, &line);
    }
    paper.gap();
}

fn across(coverage: &ComparisonTable, options: ReportOptions, paper: &mut Paper) {
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
    let things = coverage.things.iter().map(|thing| label(&thing.name));
    drawn.set_header(std::iter::once(label(&coverage.topic)).chain(things));
    for row in &coverage.rows {
        let cells = row.cells.iter().map(|it| it.as_ref().map_or_else(String::new, |it| label(&it.whole())));
        drawn.add_row(std::iter::once(label(&title(row))).chain(cells));
    }
    for column in drawn.column_iter_mut() {
        column.set_padding((0, 2));
    }
    for line in drawn.lines() {
        paper.raw(line.trim_end());
    }
}

/// What was read, with its hashes.
fn inputs(report: &Report, paper: &mut Paper) {
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

fn verdict(report: &Report, paper: &mut Paper) {
    let word = report.outcome.word();
    paper.line_with_label(0, style(report.outcome), word, word.len() + 2, &sentence(report));
}

fn numbers(report: &Report, paper: &mut Paper) {
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
