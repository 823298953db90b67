//! A value that a spreadsheet would run as a formula gets an apostrophe, which makes it text. The rule is OWASP's for
//! CSV injection, read strictly: a program may split cells again at `;`, tabs or line breaks, so what follows one of
//! these counts as the beginning of a cell, too.

/// The value with an apostrophe wherever a cell could begin with a formula.
#[must_use]
pub fn disarm(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 1);
    if value.starts_with(['\t', '\r', '\n']) {
        out.push('\'');
    }
    for cell in value.split_inclusive([';', '\t', '\r', '\n']) {
        let begins = cell.trim_start();
        let (blanks, text) = cell.split_at(cell.len() - begins.len());
        out.push_str(blanks);
        if is_formula(text) {
            out.push('\'');
        }
        out.push_str(text);
    }
    out
}

/// True for a formula. East Asian spreadsheets also accept the wide signs.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && !is_number(cell)
}

/// True for what every program reads as a number: `-5`, `+1.50`, `-2e10`.
fn is_number(cell: &str) -> bool {
    let digits = cell.trim_end_matches([';', '\t', '\r', '\n', ' ']);
    let digits = digits.strip_prefix(['+', '-']).unwrap_or(digits);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.parse::<f64>().is_ok()
}
