//! Workbook cells are read as displayed; a workbook that would take all memory is refused.

use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::import::fault_kinds::{draft_table, mapping, open_reasons, property_values, statements};

const PLAIN: &str = "[columns]\nquestion = \"Question\"\nanswer = \"Answer\"\nevidence = \"Evidence\"\n";

fn zip_of(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The rows of a sheet as XML, under the headings, and the links of its cells.
struct Sheet<'a> {
    name: &'a str,
    state: &'a str,
    rows: String,
    links: &'a str,
}

fn escape_xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn text_cell(cell: &str, text: &str) -> String {
    format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escape_xml(text))
}

fn heading_row(row: usize) -> String {
    let cells = [("A", "Question"), ("B", "Answer"), ("C", "Evidence")];
    let cells: String = cells.iter().map(|(column, text)| text_cell(&format!("{column}{row}"), text)).collect();
    format!("<row r=\"{row}\">{cells}</row>")
}

/// A workbook with a second style: a number format, and a font struck out or not.
fn xlsx(sheets: &[Sheet<'_>], format: &str, struck: bool, since_1904: bool, strings: &str) -> Vec<u8> {
    let (mut listed, mut linked) = (String::new(), String::new());
    let mut parts: Vec<(String, String)> = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let id = at + 1;
        listed +=
            &format!("<sheet name=\"{}\" sheetId=\"{id}\" r:id=\"r{id}\" state=\"{}\"/>", sheet.name, sheet.state);
        linked += &format!("<Relationship Id=\"r{id}\" Type=\"x/worksheet\" Target=\"worksheets/s{id}.xml\"/>");
        let mark = if sheet.links.is_empty() {
            String::new()
        } else {
            let rels = format!(
                "<Relationships><Relationship Id=\"h\" Type=\"x/hyperlink\" TargetMode=\"External\" Target=\"{}\"/></Relationships>",
                sheet.links
            );
            parts.push((format!("xl/worksheets/_rels/s{id}.xml.rels"), rels));
            "<hyperlinks><hyperlink ref=\"C2\" r:id=\"h\"/></hyperlinks>".to_owned()
        };
        // Columns come before the rows.
        let end = sheet.rows.find("</cols>").map_or(0, |it| it + "</cols>".len());
        let (columns, rows) = sheet.rows.split_at(end);
        let xml = format!("<worksheet xmlns:r=\"r\">{columns}<sheetData>{rows}</sheetData>{mark}</worksheet>");
        parts.push((format!("xl/worksheets/s{id}.xml"), xml));
    }
    linked += "<Relationship Id=\"st\" Type=\"x/styles\" Target=\"/xl/styles.xml\"/><Relationship Id=\"ss\" Type=\"x/sharedStrings\" Target=\"sharedStrings.xml\"/>";
    let strike = if struck { "<font><strike/></font>" } else { "<font/>" };
    parts.extend([
        ("_rels/.rels".to_owned(), "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>".to_owned()),
        ("xl/workbook.xml".to_owned(), format!("<workbook xmlns:r=\"r\"><workbookPr date1904=\"{}\"/><sheets>{listed}</sheets></workbook>", u8::from(since_1904))),
        ("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships>{linked}</Relationships>")),
        ("xl/styles.xml".to_owned(), format!("<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"{}\"/></numFmts><fonts><font/>{strike}</fonts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"{}\" fontId=\"1\"/></cellXfs></styleSheet>", escape_xml(format), if format.len() < 3 && format.parse::<u32>().is_ok() { format } else { "164" })),
        ("xl/sharedStrings.xml".to_owned(), format!("<sst uniqueCount=\"99999999999\">{strings}</sst>")),
    ]);
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    zip_of(&parts)
}

/// A workbook with one question and its answer as a cell.
fn one_answer_workbook(answer: &str, format: &str, since_1904: bool) -> Vec<u8> {
    let rows = format!("{}<row r=\"2\">{}{answer}</row>", heading_row(1), text_cell("A2", "How much?"));
    let sheet = Sheet { name: "Answers", state: "visible", rows, links: "" };
    xlsx(&[sheet], format, false, since_1904, "")
}

fn read_answers(bytes: Vec<u8>) -> Vec<String> {
    let drafted = draft_table("q.xlsx", bytes, &mapping(PLAIN)).unwrap();
    statements(&drafted).into_iter().map(|it| it.trim_start_matches("How much?").trim().to_owned()).collect()
}

/// A number, its format, and what a spreadsheet program displays.
const SHOWN: [(&str, &str, &str); 46] = [
    ("0.1666666666666667", "h:mm", "4:00"),
    ("0.1666666666666667", "hh:mm", "04:00"),
    ("0.1666666666666667", "20", "4:00"),
    ("0.1666666666666667", "h:mm AM/PM", "4:00 AM"),
    ("0.7291666666666666", "18", "5:30 PM"),
    ("0.5", "hh:mm:ss", "12:00:00"),
    ("0.0104166666666667", "mm:ss", "15:00"),
    ("1.5", "[h]:mm", "36:00"),
    ("1.5", "[h]:mm:ss", "36:00:00"),
    ("2", "[h] \"hours\"", "48 hours"),
    ("0.0625", "[mm]", "90"),
    ("45720", "yyyy-mm-dd", "2025-03-04"),
    ("45720", "14", "2025-03-04"),
    ("45720", "dd/mm/yyyy", "04/03/2025"),
    ("45720", "dd.mm.yyyy", "04.03.2025"),
    ("45720", "d mmmm yyyy", "4 March 2025"),
    ("45720", "15", "4-Mar-25"),
    ("45720", "mmm yyyy", "Mar 2025"),
    ("45720", "[$-F800]dddd, mmmm dd, yyyy", "2025-03-04"),
    ("45720.6875", "yyyy-mm-dd hh:mm", "2025-03-04 16:30"),
    ("45720.6875", "22", "2025-03-04 16:30"),
    ("0.999", "0.0%", "99.9%"),
    ("0.999", "10", "99.90%"),
    ("0.9995", "0.00%", "99.95%"),
    ("1", "9", "100%"),
    ("0.5", "0 %", "50 %"),
    ("1234.5", "#,##0.00", "1,234.50"),
    ("1234567", "#,##0", "1,234,567"),
    ("1234.5", "[$€-407] #,##0.00", "€ 1,234.50"),
    ("1234.5", "#,##0.00 [$€-1]", "1,234.50 €"),
    ("1000", "[$£-809]#,##0", "£1,000"),
    ("1000", "\"$\"#,##0", "$1,000"),
    ("1000", "44", "$1,000.00"),
    ("1000", "[$CHF] #,##0", "CHF 1,000"),
    ("-5", "0;(0)", "(5)"),
    ("30", "0 \"days\"", "30 days"),
    ("7", "00000", "00007"),
    ("1", "\"Yes\";;\"No\"", "Yes"),
    ("0", "\"Yes\";;\"No\"", "No"),
    ("0.5", "# ?/?", "1/2"),
    ("12000000", "0.0,,\"M\"", "12.0M"),
    ("1.2E3", "0.00E+00", "1.20E+03"),
    ("42", "General", "42"),
    ("0.30000000000000004", "General", "0.3"),
    ("123456789012", "General", "123456789012"),
    ("2.5", "@", "2.5"),
];

#[test]
fn reads_numbers_as_displayed() {
    for (number, format, wanted) in SHOWN {
        let cell = format!("<c r=\"B2\" s=\"1\"><v>{number}</v></c>");
        assert_eq!(read_answers(one_answer_workbook(&cell, format, false)), [wanted], "{number} in {format}");
    }
    // Days are counted from 1904 in some workbooks.
    let cell = "<c r=\"B2\" s=\"1\"><v>44258</v></c>";
    assert_eq!(read_answers(one_answer_workbook(cell, "yyyy-mm-dd", true)), ["2025-03-04"]);
    assert_eq!(read_answers(one_answer_workbook(cell, "yyyy-mm-dd", false)), ["2021-03-03"]);
}

#[test]
fn reads_other_cells_as_displayed() {
    let cells = [
        ("<c r=\"B2\" t=\"b\"><v>1</v></c>", "TRUE"),
        ("<c r=\"B2\" t=\"b\"><v>0</v></c>", "FALSE"),
        ("<c r=\"B2\" t=\"d\"><v>2025-03-04</v></c>", "2025-03-04"),
        ("<c r=\"B2\" t=\"str\"><f>1</f><v>so &amp; so</v></c>", "so & so"),
        ("<c r=\"B2\" t=\"s\"><v>0</v></c>", "first second"),
        (
            "<c r=\"B2\" t=\"inlineStr\"><is><r><t>30 </t></r><r><t xml:space=\"preserve\">days</t></r></is></c>",
            "30 days",
        ),
        ("<c r=\"B2\" t=\"inlineStr\"><is><t>line_x000D_\nbreak</t></is></c>", "line break"),
    ];
    for (cell, wanted) in cells {
        let rows = format!("{}<row r=\"2\">{}{cell}</row>", heading_row(1), text_cell("A2", "How much?"));
        let sheet = Sheet { name: "Answers", state: "visible", rows, links: "" };
        let strings =
            "<si><r><t xml:space=\"preserve\">first </t></r><r><t>second</t></r><rPh><t>spoken</t></rPh></si>";
        assert_eq!(read_answers(xlsx(&[sheet], "0", false, false, strings)), [wanted], "{cell}");
    }
}

/// An error, a formula never computed, or a number whose format cannot be read is not an answer.
#[test]
fn cells_that_display_nothing_are_not_answers() {
    let errors = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#BUSY!"];
    let cells = errors.iter().map(|it| format!("<c r=\"B2\" t=\"e\"><f>VLOOKUP(1,A1:B2,2)</f><v>{it}</v></c>"));
    let cells = cells.chain(["<c r=\"B2\"><f>A1+1</f></c>".to_owned(), "<c r=\"B2\" s=\"1\"><v>-3</v></c>".to_owned()]);
    for cell in cells {
        let drafted = draft_table("q.xlsx", one_answer_workbook(&cell, "yyyy-mm-dd", false), &mapping(PLAIN)).unwrap();
        assert_eq!(statements(&drafted), Vec::<String>::new(), "{cell}");
        assert!(!drafted.open.is_empty(), "{cell}");
    }
    assert_eq!(read_answers(one_answer_workbook("<c r=\"B2\" t=\"e\"><v>#N/A</v></c>", "0", false)).len(), 0);
    for (number, hiding, showing) in
        [("1", ";;;", "0;;;"), ("1", ";0;0", "0;;"), ("-3", "0;;0", ";0;"), ("0", "0;0;", ";;0"), ("5", ";;", "0")]
    {
        let cell = format!("<c r=\"B2\" s=\"1\"><v>{number}</v></c>");
        assert_eq!(
            read_answers(one_answer_workbook(&cell, hiding, false)),
            Vec::<String>::new(),
            "{number} as {hiding}"
        );
        assert_eq!(read_answers(one_answer_workbook(&cell, showing, false)).len(), 1, "{number} as {showing}");
    }
    assert_eq!(
        read_answers(one_answer_workbook("<c r=\"B2\" t=\"str\"><v>N/A-free</v></c>", "0", false)),
        ["N/A-free"]
    );
}

#[test]
fn drops_and_reports_struck_out_text() {
    let rich = "<c r=\"B2\" t=\"inlineStr\"><is><r><t>For </t></r><r><rPr>STRIKE</rPr><t>30 days</t></r><r><t xml:space=\"preserve\"> 60 days.</t></r></is></c>";
    let whole = "<c r=\"B2\" s=\"1\" t=\"inlineStr\"><is><t>For 30 days.</t></is></c>";
    for (cell, struck, wanted) in [
        (rich.replace("STRIKE", "<strike/>"), false, vec!["How much? For 60 days."]),
        (rich.replace("STRIKE", "<strike val=\"0\"/>"), false, vec!["How much? For 30 days 60 days."]),
        (whole.to_owned(), true, vec![]),
        (whole.to_owned(), false, vec!["How much? For 30 days."]),
    ] {
        let rows = format!("{}<row r=\"2\">{}{cell}</row>", heading_row(1), text_cell("A2", "How much?"));
        let sheet = Sheet { name: "Answers", state: "visible", rows, links: "" };
        let bytes = xlsx(&[sheet], "0", struck, false, "");
        let drafted = draft_table("q.xlsx", bytes, &mapping(PLAIN)).unwrap();
        assert_eq!(statements(&drafted), wanted);
        let told = open_reasons(&drafted).contains("is struck out");
        assert_eq!(told, struck || cell.contains("<strike/>"), "{}", open_reasons(&drafted));
    }
}

#[test]
fn cites_the_address_of_a_hyperlink() {
    let evidence = [
        (text_cell("C2", "list of sub-processors"), "https://acme.example/subprocessors", "list of sub-processors"),
        ("<c r=\"C2\" t=\"str\"><f>HYPERLINK(\"https://acme.example/subprocessors\",\"the list\")</f><v>the list</v></c>".to_owned(), "", "the list"),
        ("<c r=\"C2\"><f>HYPERLINK(\"https://acme.example/subprocessors\",\"the list\")</f></c>".to_owned(), "", "the list"),
    ];
    for (cell, links, label) in evidence {
        let rows = format!(
            "{}<row r=\"2\">{}{}{cell}</row>",
            heading_row(1),
            text_cell("A2", "Is there a list?"),
            text_cell("B2", "Yes")
        );
        let sheet = Sheet { name: "Answers", state: "visible", rows, links };
        let drafted = draft_table("q.xlsx", xlsx(&[sheet], "0", false, false, ""), &mapping(PLAIN)).unwrap();
        assert_eq!(property_values(&drafted, "url"), ["https://acme.example/subprocessors"], "{cell}");
        assert_eq!(property_values(&drafted, "label"), [label]);
        assert!(!open_reasons(&drafted).contains("no address"), "{}", open_reasons(&drafted));
    }
}

/// Each sheet with the columns is read, below a title or not; the others are reported by name.
#[test]
fn reports_sheets_that_are_not_read() {
    let answers = |row: usize, question: &str| {
        format!(
            "{}<row r=\"{}\">{}{}</row>",
            heading_row(row),
            row + 1,
            text_cell(&format!("A{}", row + 1), question),
            text_cell(&format!("B{}", row + 1), "Yes")
        )
    };
    let title = format!("<row r=\"1\">{}</row>", text_cell("A1", "Supplier questionnaire 2025"));
    let other = format!("<row r=\"1\">{}</row>", text_cell("A1", "Read me"));
    let sheet = |name, state, rows| Sheet { name, state, rows, links: "" };
    let all = [
        sheet("Read me", "visible", other),
        sheet("Security", "visible", answers(1, "Is data encrypted?")),
        sheet("Privacy", "visible", title.clone() + &answers(12, "Is data sold?")),
        sheet("Lookups", "hidden", answers(1, "Is this hidden?")),
    ];
    let bytes = xlsx(&all, "0", false, false, "");
    let drafted = draft_table("q.xlsx", bytes.clone(), &mapping(PLAIN)).unwrap();
    assert_eq!(statements(&drafted), ["Is data encrypted? Yes", "Is data sold? Yes"]);
    let told = drafted.remarks.join("\n");
    for name in ["`Read me`", "`Lookups`: it is hidden", "Supplier questionnaire 2025"] {
        assert!(told.contains(name), "{told}");
    }
    let named = mapping(&format!("sheet = \"Lookups\"\n{PLAIN}"));
    assert_eq!(statements(&draft_table("q.xlsx", bytes, &named).unwrap()), ["Is this hidden? Yes"]);
}

/// Hidden parts of a sheet are read, too, and reported.
#[test]
fn reports_hidden_rows_and_columns() {
    let line = |hidden: &str| {
        format!("<row r=\"2\" {hidden}>{}{}</row>", text_cell("A2", "Is data encrypted?"), text_cell("B2", "Yes"))
    };
    let remark = |name: &str, bytes: Vec<u8>| {
        let drafted = draft_table(name, bytes, &mapping(PLAIN)).unwrap();
        assert_eq!(statements(&drafted), ["Is data encrypted? Yes"]);
        drafted.remarks.into_iter().find(|it| it.contains("hidden")).unwrap_or_default()
    };
    let columns = |from: usize, until: usize, hidden: &str| {
        format!("<cols><col min=\"{from}\" max=\"{until}\" {hidden}/></cols>")
    };
    for (before, row, told) in [
        (String::new(), "", ""),
        (String::new(), "hidden=\"1\"", "hidden rows were also read: 2"),
        (String::new(), "hidden=\"0\"", ""),
        (columns(2, 2, "hidden=\"1\""), "", "hidden columns were also read: B"),
        (columns(2, 16384, "hidden=\"true\""), "", "hidden columns were also read: B, C"),
        (columns(2, 3, "hidden=\"0\""), "", ""),
        // Empty columns are not read.
        (columns(4, 9, "hidden=\"1\""), "", ""),
    ] {
        let rows = format!("{before}{}{}", heading_row(1), line(row));
        let sheet = Sheet { name: "Answers", state: "visible", rows, links: "" };
        let found = remark("q.xlsx", xlsx(&[sheet], "0", false, false, ""));
        assert!(found.contains(told) && found.is_empty() == told.is_empty(), "{before}{row}: {found}");
    }
    let open_document = |columns: &str, row: &str| {
        let cells = |texts: &[&str]| -> String {
            texts.iter().map(|it| format!("<table:table-cell><text:p>{it}</text:p></table:table-cell>")).collect()
        };
        let xml = format!(
            "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>\
             <table:table table:name=\"Answers\">{columns}<table:table-row>{}</table:table-row><table:table-row {row}>{}\
             </table:table-row></table:table></office:spreadsheet></office:body></office:document-content>",
            cells(&["Question", "Answer", "Evidence"]),
            cells(&["Is data encrypted?", "Yes"]),
        );
        zip_of(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &xml)])
    };
    let wide =
        "<table:table-column/><table:table-column table:number-columns-repeated=\"2\" table:visibility=\"collapse\"/>";
    for (columns, row, told) in [
        ("<table:table-column table:number-columns-repeated=\"3\"/>", "", ""),
        (wide, "", "hidden columns were also read: B, C"),
        ("", "table:visibility=\"filter\"", "hidden rows were also read: 2"),
        ("", "table:visibility=\"visible\"", ""),
    ] {
        let found = remark("q.ods", open_document(columns, row));
        assert!(found.contains(told) && found.is_empty() == told.is_empty(), "{columns}{row}: {found}");
    }
}

/// An ODS cell with its value and its text.
fn ods(cell: &str, styles: &str) -> Vec<u8> {
    let cells = |texts: &[&str]| -> String {
        let cell = |it: &&str| format!("<table:table-cell><text:p>{it}</text:p></table:table-cell>");
        texts.iter().map(cell).collect()
    };
    let xml = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\" xmlns:xlink=\"l\">\
         <office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet><table:table table:name=\"Answers\">\
         <table:table-row>{}</table:table-row><table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>\
         <table:table-row>{}{cell}</table:table-row><table:table-row table:number-rows-repeated=\"1048571\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
         </table:table></office:spreadsheet></office:body></office:document-content>",
        cells(&["Question", "Answer", "Evidence"]),
        cells(&["How much?"]),
    );
    zip_of(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &xml)])
}

#[test]
fn reads_open_document_cells_as_displayed() {
    let strike =
        "<style:style style:name=\"T1\"><style:text-properties style:text-line-through-style=\"solid\"/></style:style>";
    let cells = [
        ("office:value-type=\"time\" office:time-value=\"PT04H00M00S\"", "<text:p>04:00</text:p>", Some("04:00")),
        ("office:value-type=\"percentage\" office:value=\"0.999\"", "<text:p>99.9%</text:p>", Some("99.9%")),
        ("office:value-type=\"percentage\" office:value=\"0.999\"", "", Some("99.9%")),
        ("office:value-type=\"currency\" office:value=\"5\"", "<text:p>5,00 €</text:p>", Some("5,00 €")),
        (
            "office:value-type=\"date\" office:date-value=\"2025-03-04\"",
            "<text:p>4. März 2025</text:p>",
            Some("4. März 2025"),
        ),
        ("office:value-type=\"date\" office:date-value=\"2025-03-04\"", "", Some("2025-03-04")),
        ("office:value-type=\"boolean\" office:boolean-value=\"true\"", "<text:p>TRUE</text:p>", Some("TRUE")),
        ("office:value-type=\"float\" office:value=\"30\"", "<text:p>30 days</text:p>", Some("30 days")),
        (
            "office:value-type=\"string\"",
            "<text:p>one<text:line-break/>two</text:p><text:p>three<text:s/>four</text:p>",
            Some("one two three four"),
        ),
        (
            "office:value-type=\"string\"",
            "<text:p>For <text:span text:style-name=\"T1\">30 days</text:span> 60 days.</text:p>",
            Some("For 60 days."),
        ),
        (
            "office:value-type=\"string\"",
            "<office:annotation><text:p>a comment</text:p></office:annotation><text:p>Yes</text:p>",
            Some("Yes"),
        ),
        ("calcext:value-type=\"error\" xmlns:calcext=\"c\"", "<text:p>#N/A</text:p>", None),
        ("office:value-type=\"float\" office:value=\"0\"", "<text:p>Err:502</text:p>", None),
    ];
    for (attributes, inside, wanted) in cells {
        let cell = format!("<table:table-cell {attributes}>{inside}</table:table-cell>");
        let drafted = draft_table("q.ods", ods(&cell, strike), &mapping(PLAIN)).unwrap();
        let wanted: Vec<String> = wanted.into_iter().map(|it| format!("How much? {it}")).collect();
        assert_eq!(statements(&drafted), wanted, "{cell}");
    }
    let linked = "<table:table-cell><text:p>Yes</text:p></table:table-cell><table:table-cell><text:p><text:a xlink:href=\"https://acme.example/list\">the list</text:a></text:p></table:table-cell>";
    let drafted = draft_table("q.ods", ods(linked, ""), &mapping(PLAIN)).unwrap();
    assert_eq!(
        (property_values(&drafted, "url"), property_values(&drafted, "label")),
        (vec!["https://acme.example/list".to_owned()], vec!["the list".to_owned()])
    );
}

/// A workbook of two kilobytes with more cells than allowed.
pub(in crate::import) fn too_many_cells() -> Vec<u8> {
    let cell = "<table:table-cell table:number-columns-repeated=\"900000\"><text:p>Yes</text:p></table:table-cell>";
    ods(cell, "")
}

/// Claimed dimensions and counts, and packed bytes, do not take memory by themselves.
#[test]
fn reads_sparse_workbooks_and_refuses_huge_ones() {
    let begun = Instant::now();
    // A cell in the last column of the last row.
    let far = format!(
        "{}<row r=\"2\">{}{}</row><row r=\"1048576\">{}</row>",
        heading_row(1),
        text_cell("A2", "Is it so?"),
        text_cell("B2", "Yes"),
        text_cell("XFD1048576", "far out")
    );
    let sheet = |rows| Sheet { name: "Answers", state: "visible", rows, links: "" };
    let drafted = draft_table("q.xlsx", xlsx(&[sheet(far)], "0", false, false, ""), &mapping(PLAIN)).unwrap();
    assert_eq!(statements(&drafted), ["Is it so? Yes"]);
    assert!(drafted.remarks.concat().contains("column 16384"), "{:?}", drafted.remarks);
    // Text that unpacks to a hundred times its size.
    let bomb = format!("{}<row r=\"2\">{}</row>", heading_row(1), text_cell("A2", &"a".repeat(70 * 1024 * 1024)));
    let bytes = xlsx(&[sheet(bomb)], "0", false, false, "");
    assert!(bytes.len() < 200_000);
    let fault = draft_table("q.xlsx", bytes, &mapping(PLAIN)).unwrap_err();
    assert_eq!(fault.code.as_str(), "workbook-too-large", "{fault:?}");
    assert!(fault.message.contains("64 MiB"), "{fault:?}");
    // As many cells, repeated by a number.
    let cell = "<table:table-cell table:number-columns-repeated=\"16384\"><text:p>Yes</text:p></table:table-cell>";
    assert!(draft_table("q.ods", ods(cell, ""), &mapping(PLAIN)).is_ok());
    assert_eq!(
        draft_table("q.ods", too_many_cells(), &mapping(PLAIN)).unwrap_err().code.as_str(),
        "workbook-too-large"
    );
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn reports_files_that_are_not_workbooks() {
    let old = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 600]].concat();
    let fault = draft_table("q.xls", old, &mapping(PLAIN)).unwrap_err();
    assert!(fault.message.contains("old format") && fault.help.concat().contains(".xlsx"), "{fault:?}");
    let whole = one_answer_workbook("<c r=\"B2\"><v>1</v></c>", "0", false);
    for end in (0..whole.len()).step_by(97) {
        assert_eq!(draft_table("q.xlsx", &whole[..end], &mapping(PLAIN)).unwrap_err().code.as_str(), "no-table");
    }
    for parts in [
        vec![],
        vec![("_rels/.rels", "<a>")],
        vec![("content.xml", "<a/>")],
        vec![("content.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")],
    ] {
        assert_eq!(draft_table("q.xlsx", zip_of(&parts), &mapping(PLAIN)).unwrap_err().code.as_str(), "no-table");
    }
}
