//! Workbooks → tables of what their cells show: XLSX and ODS. What is packed in them is measured while it is unpacked, and
//! cells are kept where they are, however far out they lie.

mod cell_format;
mod ods;
mod package;
mod sheet;
mod xlsx;

use crate::base::{Blame, Diagnostic};
use crate::profile::workbook::sheet::bad_workbook;
use package::Package;
pub(super) use sheet::Sheet;

/// The sheets of a workbook, in its order.
///
/// # Errors
/// When it is no workbook, one of the old format or with a password, or too large.
pub(super) fn sheets(name: &str, bytes: Vec<u8>) -> Result<Vec<Sheet>, Diagnostic> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(old_format(name));
    }
    let mut package = Package::open(name, bytes)?;
    let sheets = match package.has("content.xml") {
        true => ods::sheets(&mut package)?,
        false => xlsx::sheets(&mut package)?,
    };
    match sheets.is_empty() {
        true => Err(bad_workbook(name, "it has no sheet")),
        false => Ok(sheets),
    }
}

/// a workbook of Excel 97, or one with a password
fn old_format(name: &str) -> Diagnostic {
    let message = format!("`{name}` is a workbook of the old format (.xls), or has a password");
    Diagnostic::new(Blame::Data, "no-table", message)
        .help("open it, and save it as .xlsx without a password: what its numbers show cannot be read else")
}
