//! A number of a workbook → what its cell shows, by its format.

use oxsdatatypes::Date;
use ssfmt::options::DateSystem;
use ssfmt::{FormatOptions, NumberFormat};

use crate::profile::grid::GridCell;

/// The built-in formats, without a code in the file. Those that follow the reader's country show a day as `2026-11-23`.
pub(super) fn builtin_format(id: u32) -> Option<&'static str> {
    Some(match id {
        5 | 6 => "\"$\"#,##0_);(\"$\"#,##0)",
        7 | 8 => "\"$\"#,##0.00_);(\"$\"#,##0.00)",
        14 | 27..=31 | 34..=36 | 50..=54 | 57 | 58 => DAY,
        22 => "yyyy-mm-dd h:mm",
        32 | 33 | 55 | 56 => "h:mm:ss",
        41 => "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)",
        42 => "_(\"$\"* #,##0_);_(\"$\"* (#,##0);_(\"$\"* \"-\"_);_(@_)",
        43 => "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)",
        44 => "_(\"$\"* #,##0.00_);_(\"$\"* (#,##0.00);_(\"$\"* \"-\"??_);_(@_)",
        _ => return ssfmt::builtin_formats::format_code_from_id(id),
    })
}

const DAY: &str = "yyyy-mm-dd";
/// Whole numbers below this are shown in full.
const WHOLE: f64 = 1e15;

/// The format of a cell.
#[derive(Debug, Clone)]
pub(super) struct CellFormat {
    code: String,
    read: Option<NumberFormat>,
}

impl CellFormat {
    pub(super) fn of(code: &str) -> Self {
        let code = match code {
            it if it.starts_with("[$-F800]") || it.contains("[$-x-sysdate]") => DAY,
            it if it.starts_with("[$-F400]") || it.contains("[$-x-systime]") => "h:mm:ss",
            it => it,
        };
        Self { code: code.to_owned(), read: NumberFormat::parse(code).ok() }
    }

    /// The cell that a number shows.
    pub(super) fn number(&self, number: f64, since_1904: bool) -> GridCell {
        if matches!(self.code.as_str(), "General" | "" | "@") {
            return GridCell::of(&general(number));
        }
        if self.hides(number) {
            return GridCell::default();
        }
        let date_system = if since_1904 { DateSystem::Date1904 } else { DateSystem::Date1900 };
        let options = FormatOptions { date_system, ..FormatOptions::default() };
        let Some(read) = &self.read else {
            let remark = format!("the cell contains {number}, but its number format `{}` is not understood", self.code);
            return GridCell { remarks: vec![remark], ..GridCell::default() };
        };
        // A number that is not a date, such as one before 1900, fills its cell with `#`.
        let text = read.try_format(number, &options).unwrap_or_else(|_| "########".to_owned());
        let day = (read.is_date_format() && number >= 1.0 && has_day(&self.code))
            .then(|| ssfmt::date_serial::serial_to_date(number, date_system))
            .flatten()
            .and_then(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}").parse::<Date>().ok());
        GridCell { text: collapse_whitespace(&text), day, ..GridCell::default() }
    }

    /// True if the format has an empty section for this number, as in `;;;`: the cell shows nothing.
    fn hides(&self, number: f64) -> bool {
        let sections: Vec<&str> = self.code.split(';').collect();
        let at = match number {
            it if it < 0.0 => 1,
            0.0 => 2,
            _ => 0,
        };
        // A number without a section of its own uses the first.
        let section = sections.get(at).unwrap_or(&sections[0]);
        sections.len() > 1 && section.is_empty() && !self.code.contains('"')
    }

    /// The text that words show: some formats hide them, or add other words.
    pub(super) fn words(&self, words: &str) -> String {
        match &self.read {
            Some(read) if self.code != "@" && self.code.matches(';').count() >= 3 => {
                let shown = read.format_text(words, &FormatOptions::default());
                shown.trim_end_matches(' ').to_owned()
            }
            _ => words.to_owned(),
        }
    }
}

/// A number in the format `General`.
fn general(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < WHOLE {
        return format!("{number:.0}");
    }
    let general = NumberFormat::parse("General").map(|it| it.format(number, &FormatOptions::default()));
    general.unwrap_or_else(|_| number.to_string())
}

/// The text without blanks that only align a column.
fn collapse_whitespace(shown: &str) -> String {
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True if a code shows a day or a year, outside of quotes and brackets.
fn has_day(code: &str) -> bool {
    let (mut quoted, mut bracket) = (false, false);
    code.chars().any(|c| {
        match c {
            '"' => quoted = !quoted,
            '[' => bracket = true,
            ']' => bracket = false,
            _ => {}
        }
        !quoted && !bracket && matches!(c.to_ascii_lowercase(), 'd' | 'y')
    })
}
