//! The sheets of an XLSX file.

use std::collections::HashMap;

use roxmltree::{Document, Node};

use crate::base::Diagnostic;
use crate::profile::grid::{Grid, GridCell, GridRow};
use crate::profile::workbook::cell_format::{CellFormat, builtin_format};
use crate::profile::workbook::package::Package;
use crate::profile::workbook::sheet::{HiddenRanges, MAX_CELLS, Sheet, bad_workbook, too_large};

/// What the cells of a workbook refer to.
struct Book {
    strings: Vec<RichText>,
    styles: Vec<CellStyle>,
    since_1904: bool,
}

/// A text, and its struck-out parts.
#[derive(Debug, Clone, Default)]
struct RichText {
    text: String,
    struck: Vec<String>,
}

/// How a cell is shown.
struct CellStyle {
    format: CellFormat,
    struck: bool,
}

pub(super) fn sheets(package: &mut Package) -> Result<Vec<Sheet>, Diagnostic> {
    let roots = relationships(package, "_rels/.rels", "")?;
    let main = roots.iter().find(|it| it.kind.ends_with("/officeDocument")).map(|it| it.target.clone());
    let main = main.ok_or_else(|| bad_workbook(&package.name, "it does not name its workbook"))?;
    let text = package.part(&main)?.ok_or_else(|| bad_workbook(&package.name, "its workbook is missing"))?;
    let tree = package.tree(&main, &text)?;
    let links = relationships(package, &relationships_path(&main), folder(&main))?;
    let kind = |wanted: &str| links.iter().find(|it| it.kind.ends_with(wanted)).map(|it| it.target.clone());
    let book = Book {
        strings: match kind("/sharedStrings") {
            Some(part) => strings(package, &part)?,
            None => Vec::new(),
        },
        styles: match kind("/styles") {
            Some(part) => styles(package, &part)?,
            None => Vec::new(),
        },
        since_1904: elements_named(&tree, "workbookPr").any(|it| is_true(it.attribute("date1904"))),
    };
    let mut sheets = Vec::new();
    let mut cells = 0;
    for sheet in elements_named(&tree, "sheet") {
        let id = sheet.attributes().find(|it| it.name() == "id").map(|it| it.value());
        let Some(link) = links.iter().find(|it| Some(it.id.as_str()) == id) else {
            return Err(bad_workbook(&package.name, "it names a sheet that does not exist"));
        };
        // A chart sheet has no cells.
        if !link.kind.ends_with("/worksheet") {
            continue;
        }
        let mut grid = grid(package, &link.target, &book, &mut cells)?;
        grid.name = sheet.attribute("name").map(str::to_owned);
        let hidden = sheet.attribute("state").is_some_and(|it| it != "visible");
        sheets.push(Sheet { grid, hidden });
    }
    Ok(sheets)
}

/// A link of a part to another, or to the web.
struct Relationship {
    id: String,
    kind: String,
    target: String,
}

fn relationships(package: &mut Package, part: &str, folder: &str) -> Result<Vec<Relationship>, Diagnostic> {
    let Some(text) = package.part(part)? else {
        return Ok(Vec::new());
    };
    let tree = package.tree(part, &text)?;
    let read = |node: Node<'_, '_>| {
        let target = node.attribute("Target")?;
        let outside = node.attribute("TargetMode") == Some("External");
        Some(Relationship {
            id: node.attribute("Id")?.to_owned(),
            kind: node.attribute("Type")?.to_owned(),
            target: if outside { target.to_owned() } else { join_path(folder, target) },
        })
    };
    Ok(elements_named(&tree, "Relationship").filter_map(read).collect())
}

fn folder(part: &str) -> &str {
    part.rsplit_once('/').map_or("", |it| it.0)
}

/// The path of a part's relationships.
fn relationships_path(part: &str) -> String {
    let name = part.rsplit('/').next().unwrap_or(part);
    join_path(folder(part), &format!("_rels/{name}.rels"))
}

fn join_path(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            ".." => drop(parts.pop()),
            "." | "" => {}
            step => parts.push(step),
        }
    }
    parts.retain(|it| !it.is_empty());
    parts.join("/")
}

/// The elements with this name, whatever their namespace.
fn elements_named<'a, 'i: 'a>(tree: &'a Document<'i>, name: &'a str) -> impl Iterator<Item = Node<'a, 'i>> {
    tree.descendants().filter(move |it| it.is_element() && it.tag_name().name() == name)
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|it| it.is_element() && it.tag_name().name() == name)
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |it| it.is_element() && it.tag_name().name() == name)
}

fn is_true(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true" | "on"))
}

fn strings(package: &mut Package, part: &str) -> Result<Vec<RichText>, Diagnostic> {
    let Some(text) = package.part(part)? else {
        return Ok(Vec::new());
    };
    let tree = package.tree(part, &text)?;
    Ok(elements_named(&tree, "si").map(words).collect())
}

/// The words of a text in runs, without phonetic hints.
fn words(node: Node<'_, '_>) -> RichText {
    let mut words = RichText::default();
    for part in node.children().filter(Node::is_element) {
        let text = match part.tag_name().name() {
            "t" => part.text(),
            "r" => child(part, "t").and_then(|it| it.text()),
            _ => None,
        };
        let text = unescape(text.unwrap_or_default());
        let struck = child(part, "rPr").and_then(|it| child(it, "strike"));
        match struck.is_some_and(|it| is_true(it.attribute("val").or(Some("1")))) {
            true => words.struck.push(text),
            false => words.text.push_str(&text),
        }
    }
    words
}

/// Decodes characters that XML cannot contain, such as `_x000D_`.
fn unescape(text: &str) -> String {
    let mut rest = text;
    let mut whole = String::new();
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest.get(at + 6..at + 7) == Some("_"));
        match code.and_then(|it| u32::from_str_radix(it, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                whole.push_str(&rest[..at]);
                whole.push(c);
                rest = &rest[at + 7..];
            }
            None => {
                whole.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
            }
        }
    }
    whole.push_str(rest);
    whole
}

fn styles(package: &mut Package, part: &str) -> Result<Vec<CellStyle>, Diagnostic> {
    let Some(text) = package.part(part)? else {
        return Ok(Vec::new());
    };
    let tree = package.tree(part, &text)?;
    let own: HashMap<u32, &str> = elements_named(&tree, "numFmt")
        .filter_map(|it| Some((it.attribute("numFmtId")?.parse().ok()?, it.attribute("formatCode")?)))
        .collect();
    let fonts = elements_named(&tree, "fonts").next();
    let struck: Vec<bool> = fonts.map_or_else(Vec::new, |it| {
        let strike = |font| child(font, "strike").is_some_and(|it| is_true(it.attribute("val").or(Some("1"))));
        children(it, "font").map(strike).collect()
    });
    let number = |node: Node<'_, '_>, name: &str| node.attribute(name).and_then(|it| it.parse::<u32>().ok());
    let style = |xf: Node<'_, '_>| {
        let id = number(xf, "numFmtId").unwrap_or(0);
        let code = own.get(&id).copied().or_else(|| builtin_format(id)).unwrap_or("General");
        let font = number(xf, "fontId").unwrap_or(0) as usize;
        CellStyle { format: CellFormat::of(code), struck: struck.get(font).copied().unwrap_or(false) }
    };
    let all = elements_named(&tree, "cellXfs").next();
    Ok(all.map_or_else(Vec::new, |it| children(it, "xf").map(style).collect()))
}

/// The cells of a sheet; `cells` counts those of the workbook.
fn grid(package: &mut Package, part: &str, book: &Book, cells: &mut usize) -> Result<Grid, Diagnostic> {
    let text = package.part(part)?.ok_or_else(|| bad_workbook(&package.name, "a sheet is missing"))?;
    let tree = package.tree(part, &text)?;
    let mut grid = Grid::default();
    let mut hidden = HiddenRanges::default();
    for node in elements_named(&tree, "col").filter(|it| is_true(it.attribute("hidden"))) {
        let [from, until] = ["min", "max"].map(|it| node.attribute(it).and_then(|it| it.parse::<usize>().ok()));
        hidden.columns.extend(from.zip(until).map(|(from, until)| from.saturating_sub(1)..until));
    }
    let mut number = 0;
    for row in elements_named(&tree, "row") {
        number = row.attribute("r").and_then(|it| it.parse().ok()).unwrap_or(number + 1);
        let mut read = GridRow { number, ..GridRow::default() };
        let mut column = 0;
        for node in children(row, "c") {
            column = node.attribute("r").and_then(column_of).unwrap_or(column);
            if let Some(cell) = cell(node, book) {
                read.cells.push((column, cell));
                *cells += 1;
            }
            column += 1;
        }
        if *cells > MAX_CELLS {
            return Err(too_large(&package.name, &format!("it has more than {MAX_CELLS} cells")));
        }
        if read.cells.is_empty() {
            continue;
        }
        if is_true(row.attribute("hidden")) {
            hidden.rows.push(number);
        }
        read.cells.sort_by_key(|(column, _)| *column);
        grid.rows.push(read);
    }
    grid.rows.sort_by_key(|row| row.number);
    hidden.add_remarks(&mut grid);
    link(package, part, &tree, &mut grid)?;
    Ok(grid)
}

/// Adds the addresses of links to the cells.
fn link(package: &mut Package, part: &str, tree: &Document<'_>, grid: &mut Grid) -> Result<(), Diagnostic> {
    let links = relationships(package, &relationships_path(part), folder(part))?;
    if links.iter().any(|it| it.kind.ends_with("/comments") || it.kind.ends_with("/threadedComment")) {
        grid.remarks.push("the comments beside its cells are not read".to_owned());
    }
    let targets: HashMap<&str, &str> = links.iter().map(|it| (it.id.as_str(), it.target.as_str())).collect();
    let mut looked_at = 0;
    for node in elements_named(tree, "hyperlink") {
        let id = node.attributes().find(|it| it.name() == "id").map(|it| it.value());
        let Some(target) = id.and_then(|it| targets.get(it)) else {
            continue;
        };
        let place = node.attribute("location").map_or_else(String::new, |it| format!("#{it}"));
        let address = format!("{target}{place}");
        let Some((from, until)) = node.attribute("ref").and_then(area) else {
            continue;
        };
        let first = grid.rows.partition_point(|it| it.number < from.0);
        for row in grid.rows[first..].iter_mut().take_while(|it| it.number <= until.0) {
            looked_at += row.cells.len();
            let cells = row.cells.iter_mut().filter(|(column, _)| (from.1..=until.1).contains(column));
            for (_, cell) in cells.filter(|(_, cell)| !cell.links.contains(&address)) {
                cell.links.push(address.clone());
            }
        }
        if looked_at > MAX_CELLS {
            return Err(too_large(&package.name, &format!("its links cover more than {MAX_CELLS} cells")));
        }
    }
    Ok(())
}

/// The corners of `B2:C4`: rows from 1, columns from 0.
fn area(reference: &str) -> Option<((usize, usize), (usize, usize))> {
    let (from, until) = reference.split_once(':').unwrap_or((reference, reference));
    let corner = |it: &str| {
        let row = it.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '$').replace('$', "");
        Some((row.parse().ok()?, column_of(it)?))
    };
    Some((corner(from)?, corner(until)?))
}

/// The column of `AB12`, from 0.
fn column_of(reference: &str) -> Option<usize> {
    let letters = reference.bytes().filter(|it| *it != b'$').take_while(u8::is_ascii_alphabetic);
    let column = letters.take(6).fold(0, |sum, it| sum * 26 + usize::from(it.to_ascii_uppercase() - b'A') + 1);
    column.checked_sub(1)
}

/// What a cell shows; `None` if it is empty.
fn cell(node: Node<'_, '_>, book: &Book) -> Option<GridCell> {
    let style = node.attribute("s").and_then(|it| it.parse::<usize>().ok());
    let style = book.styles.get(style.unwrap_or(0));
    let value = child(node, "v").and_then(|it| it.text()).unwrap_or_default();
    let formula = child(node, "f").and_then(|it| it.text()).map(str::trim).filter(|it| !it.is_empty());
    let in_words = |words: RichText| {
        let text = style.map_or_else(|| words.text.clone(), |it| it.format.words(&words.text));
        let struck = words.struck.iter().map(|it| it.trim()).filter(|it| !it.is_empty());
        let remarks = struck.map(strikethrough_remark).collect();
        GridCell { text, remarks, ..GridCell::default() }
    };
    let mut cell = match node.attribute("t").unwrap_or("n") {
        "s" => in_words(value.trim().parse::<usize>().ok().and_then(|it| book.strings.get(it)).cloned()?),
        "inlineStr" => in_words(words(child(node, "is")?)),
        "str" => in_words(RichText { text: unescape(value), struck: Vec::new() }),
        "b" => GridCell::of(if matches!(value.trim(), "1" | "true") { "TRUE" } else { "FALSE" }),
        "e" => GridCell::of(value.trim()),
        "d" => {
            GridCell { day: value.get(..10).and_then(|it| it.parse().ok()), ..GridCell::of(&value.replace('T', " ")) }
        }
        _ if value.trim().is_empty() => GridCell::default(),
        _ => match (value.trim().parse::<f64>(), style) {
            (Ok(number), Some(style)) => style.format.number(number, book.since_1904),
            (Ok(number), None) => CellFormat::of("General").number(number, book.since_1904),
            (Err(_), _) => GridCell::of(value),
        },
    };
    if let Some(formula) = formula {
        let (address, label) = parse_hyperlink(formula);
        cell.links.extend(address);
        if value.is_empty() && cell.text.is_empty() {
            match label {
                Some(label) => cell.text = label,
                None => cell
                    .remarks
                    .push(format!("the formula `={formula}` was never computed: open the workbook and save it")),
            }
        }
    }
    if style.is_some_and(|it| it.struck) && !cell.text.trim().is_empty() {
        let text = std::mem::take(&mut cell.text);
        cell.remarks.push(strikethrough_remark(text.trim()));
    }
    (!cell.text.trim().is_empty() || !cell.remarks.is_empty()).then_some(cell)
}

pub(super) fn strikethrough_remark(text: &str) -> String {
    format!("`{text}` is struck out, and left out")
}

/// The address and the label of `HYPERLINK("https://…", "label")`.
fn parse_hyperlink(formula: &str) -> (Option<String>, Option<String>) {
    let inside = formula.trim_start_matches('=').trim();
    let start = inside.get(..10).filter(|it| it.eq_ignore_ascii_case("HYPERLINK("));
    let Some(rest) = start.and_then(|_| inside[10..].trim().strip_prefix('"')) else {
        return (None, None);
    };
    let Some((address, rest)) = rest.split_once('"') else {
        return (None, None);
    };
    let label = rest.trim().trim_start_matches([',', ';']).trim().strip_prefix('"').and_then(|it| it.split_once('"'));
    (Some(address.to_owned()), Some(label.map_or(address, |it| it.0).to_owned()))
}
