//! Values between separators: no row is swallowed, no column misread, nothing left out without a word.

use proptest::prelude::*;
use proptest::sample::select;

use crate::import::kinds::{mapping, row, statements, table, values};

const PLAIN: &str =
    "[columns]\nquestion = \"Question\"\nanswer = \"Answer\"\nevidence = \"Evidence\"\nnote = \"Note\"\n";
const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];
const CELLS: [&str; 9] = [
    "Yes",
    "Yes, with SCCs; on request",
    "a\tb | c",
    "it is \"so\" called",
    "over\ntwo lines",
    "19\" racks",
    "“curly”",
    "ends with a quote\"",
    "plain",
];

fn sheet(separator: char, answers: &[&str]) -> String {
    let mut text = row(&["Question", "Answer", "Evidence", "Note"], separator);
    for (number, answer) in answers.iter().enumerate() {
        text += &row(&[&format!("Question {number}?"), answer, "", ""], separator);
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Every row comes out as it went in, whatever the separator and the cells; without one of its quotes the table is
    /// refused with a line, or the loss is told.
    #[test]
    fn rows_come_out_as_they_went_in_or_the_table_is_refused(
        separator in select(SEPARATORS.to_vec()),
        answers in proptest::collection::vec(select(CELLS.to_vec()), 1..5),
        at in any::<proptest::sample::Index>(),
    ) {
        let text = sheet(separator, &answers);
        let drafted = table("q.csv", text.as_str(), &mapping(PLAIN)).unwrap();
        let even = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ");
        let wanted: Vec<String> =
            answers.iter().enumerate().map(|(number, it)| even(&format!("Question {number}? {it}"))).collect();
        prop_assert_eq!(statements(&drafted), wanted.clone());
        let quotes: Vec<usize> = text.match_indices('"').map(|it| it.0).collect();
        let mut faulty = text.clone();
        faulty.remove(quotes[at.index(quotes.len())]);
        match table("q.csv", faulty.as_str(), &mapping(PLAIN)) {
            Err(fault) => prop_assert!(["no-table", "no-column"].contains(&fault.code), "{:?}", fault),
            // A quote that is lost in the middle of a cell may leave a table of as many rows and columns.
            Ok(drafted) => prop_assert_eq!(statements(&drafted).len(), wanted.len(), "{}", faulty),
        }
    }

    /// Separators inside of quoted headings and cells are none of the table's.
    #[test]
    fn a_separator_in_a_quoted_heading_is_no_separator(
        separator in select(SEPARATORS.to_vec()),
        other in select(SEPARATORS.to_vec()),
        times in 2_usize..9,
        title in any::<bool>(),
    ) {
        let heading = format!("Question (scope{})", format!("{other} tier").repeat(times));
        let columns = format!("[columns]\nquestion = '''{heading}'''\nanswer = \"Answer\"\n");
        let above = if title { row(&["Supplier questionnaire; 2025, v2"], separator) + "\n" } else { String::new() };
        let text = above + &row(&[&heading, "Answer"], separator) + &row(&["Is data encrypted?", "Yes"], separator);
        let drafted = table("q.csv", text, &mapping(&columns)).unwrap();
        prop_assert_eq!(statements(&drafted), ["Is data encrypted? Yes"]);
        prop_assert_eq!(drafted.remarks.iter().any(|it| it.contains("above the headings")), title);
    }
}

#[test]
fn a_quote_that_is_never_closed_is_told_with_its_line() {
    for separator in SEPARATORS {
        for rows in 1..4 {
            let before = row(&["Is it so?", "Yes", "", ""], separator).repeat(rows);
            let head = row(&["Question", "Answer", "Evidence", "Note"], separator);
            let open = format!("Do you sign a DPA?{separator}\"Yes, with SCCs{separator}{separator}\n");
            let after = format!("Do you train?{separator}No{separator}{separator}\n");
            let fault = table("q.csv", format!("{head}{before}{open}{after}"), &mapping(PLAIN)).unwrap_err();
            assert!(fault.message.contains(&format!("line {}: ", rows + 2)), "{fault:?}");
            let closed = open.replace("SCCs", "SCCs\"");
            let drafted = table("q.csv", format!("{head}{before}{closed}{after}"), &mapping(PLAIN)).unwrap();
            assert_eq!(statements(&drafted).len(), rows + 2);
        }
    }
}

#[test]
fn rows_that_a_quote_has_made_one_are_told() {
    let text = "Question,Answer,Evidence,Note\nQ1?,\"Yes, so,,\nQ2?,No,,\nQ3?,Yes and so\",,\n";
    let drafted = table("q.csv", text, &mapping(PLAIN)).unwrap();
    assert!(drafted.remarks.concat().contains("line 2: a cell goes over 3 lines"), "{:?}", drafted.remarks);
    let twin = "Question,Answer,Evidence,Note\nQ1?,\"Yes\nso\",,\n";
    assert!(table("q.csv", twin, &mapping(PLAIN)).unwrap().remarks.is_empty());
}

#[test]
fn a_row_with_more_or_fewer_cells_than_headings_is_no_riddle() {
    let head = "Question,Answer,Evidence,Note\n";
    let fault = table("q.csv", format!("{head}Do you sign?,Yes, with SCCs,https://a.example,x\n"), &mapping(PLAIN))
        .unwrap_err();
    assert!(fault.message.contains("line 2: 5 cells under 4 headings"), "{fault:?}");
    let drafted = table("q.csv", format!("{head}Do you sign?,Yes\nwith SCCs,so\n"), &mapping(PLAIN)).unwrap();
    assert!(
        drafted.remarks.concat().contains("fewer cells than there are headings: line 2, line 3"),
        "{:?}",
        drafted.remarks
    );
    // Separators at the end of each line are no cells.
    let drafted = table("q.csv", "Question,Answer,,\nDo you sign?,Yes,,\n", &mapping(PLAIN)).unwrap();
    assert_eq!(statements(&drafted), ["Do you sign? Yes"]);
}

/// What the mapping names and the file lacks, and what the file has and nothing reads, is told.
#[test]
fn columns_that_are_misspelt_or_left_over_are_told() {
    for (named, there) in [("Evidence link", "Evidence URL"), ("Remark", "Remarks"), ("Notes", "Note")] {
        for slot in ["evidence", "note", "date", "service", "row"] {
            let columns = format!("[columns]\nquestion = \"Question\"\nanswer = \"Answer\"\n{slot} = \"{named}\"\n");
            let text = |heading: &str| {
                row(&["Question", "Answer", heading], ',') + &row(&["Is it so?", "Yes", "2026-01-01"], ',')
            };
            let told = table("q.csv", text(there), &mapping(&columns)).unwrap().remarks.join("\n");
            assert!(told.contains(&format!("no column `{named}`")), "{told}");
            assert!(told.contains(&format!("columns that nothing reads: `{there}`")), "{told}");
            assert!(table("q.csv", text(named), &mapping(&columns)).unwrap().remarks.is_empty());
            // Letter case, marks and blanks at the ends do not matter.
            let dressed = format!(" {}: ", named.to_uppercase());
            assert!(table("q.csv", text(&dressed), &mapping(&columns)).unwrap().remarks.is_empty());
        }
    }
}

/// Addresses in one cell, joined in any way and with any stop behind them, are each cited to their end.
#[test]
fn addresses_in_a_cell_are_told_apart() {
    let all = ["https://acme.example/dpa", "https://acme.example/a_(2025)", "http://b.example/x?y=1,2;z#f"];
    for joint in [";", "; ", ",", ", ", " ", "\n", "|", " | ", " and ", ";\n"] {
        for (open, close) in [("", ""), ("See ", "."), ("(", ")"), ("<", ">"), ("", ","), ("cf. ", ";")] {
            let cell = format!("{open}{}{close}", all.join(joint));
            let text =
                row(&["Question", "Answer", "Evidence", "Note"], ',') + &row(&["Is it so?", "Yes", &cell, ""], ',');
            let drafted = table("q.csv", text, &mapping(PLAIN)).unwrap();
            assert_eq!(values(&drafted, "url"), all, "{cell}");
        }
    }
}
