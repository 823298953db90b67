//! Workbooks → tables of what their cells show: XLSX and ODS. Sizes are checked while unpacking, and empty cells take
//! no memory, however far out the others are.

mod cell_format;
mod ods;
mod package;
mod sheet;
mod xlsx;

use crate::base::{Blame, Code, Diagnostic};
use crate::profile::workbook::sheet::bad_workbook;
use package::Package;
pub(super) use sheet::Sheet;

/// The sheets of a workbook, in its order.
///
/// # Errors
/// If it is not a workbook, has the old format or a password, has no sheet, or is too large.
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

/// Error for a workbook of Excel 97, or one with a password.
fn old_format(name: &str) -> Diagnostic {
    let message = format!("`{name}` is a workbook in the old format (.xls), or has a password");
    Diagnostic::new(Blame::Data, Code::NoTable, message).help("open it, and save it as .xlsx without a password")
}
