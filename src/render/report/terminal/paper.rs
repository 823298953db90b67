//! Lines of a report at a terminal: indented, wrapped to the width, hostile characters escaped.

use anstyle::Style;
use textwrap::{Options, WordSplitter};

use crate::base::visible;
use crate::render::report::options::ReportOptions;

/// Narrower than this, wrapping helps nobody.
const NARROWEST: usize = 20;

/// What has been written so far.
pub(super) struct TerminalWriter {
    text: String,
    width: usize,
    colour: bool,
}

impl TerminalWriter {
    pub(super) fn new(options: ReportOptions) -> Self {
        Self {
            text: String::new(),
            width: options.width.map_or(usize::MAX, |width| usize::from(width).max(NARROWEST)),
            colour: options.colour,
        }
    }

    pub(super) fn text(self) -> String {
        self.text
    }

    /// Writes a line; what does not fit continues below, indented a little more.
    pub(super) fn line(&mut self, indent: usize, text: &str) {
        self.write_wrapped(&" ".repeat(indent), indent + 2, text);
    }

    /// Writes a line that begins with a styled word; what does not fit continues below the text.
    pub(super) fn line_with_label(&mut self, indent: usize, style: Style, word: &str, columns: usize, text: &str) {
        let blanks = " ".repeat(columns.saturating_sub(word.len()));
        let first = format!("{}{}{blanks}", " ".repeat(indent), self.apply_style(style, word));
        self.write_wrapped(&first, indent + columns, text);
    }

    /// Writes a bold line above what belongs to it.
    pub(super) fn heading(&mut self, text: &str) {
        let start = self.text.len();
        self.line(0, text);
        let line = self.text.split_off(start);
        let line = line.trim_end();
        let styled = self.apply_style(Style::new().bold(), line);
        self.text.push_str(&styled);
        self.text.push('\n');
    }

    /// Writes preformatted lines, never wrapped.
    pub(super) fn verbatim(&mut self, indent: usize, text: &str) {
        for line in text.lines() {
            let line = format!("{}{}", " ".repeat(indent), visible(line));
            self.raw(line.trim_end());
        }
    }

    /// Writes a line as it is.
    pub(super) fn raw(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Writes an empty line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    fn apply_style(&self, style: Style, text: &str) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn write_wrapped(&mut self, first: &str, rest: usize, text: &str) {
        // Deep lines keep some room for their words.
        let rest = rest.min(self.width / 2);
        let rest = " ".repeat(rest);
        let options = Options::new(self.width)
            .initial_indent(first)
            .subsequent_indent(&rest)
            .word_splitter(WordSplitter::NoHyphenation);
        for line in textwrap::wrap(&visible(text), options) {
            self.raw(line.trim_end());
        }
    }
}
