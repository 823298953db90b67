//! The walls of the house: a room uses only the rooms before it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::world::root;

/// The rooms in the order in which text flows through them.
const ROOMS: [&str; 15] = [
    "base", "passage", "lang", "store", "words", "graph", "question", "plan", "exec", "session", "audit", "profile",
    "site", "render", "app",
];

/// Lines of a source file at the most: it must be read in one go.
const MAX_LINES: usize = 500;

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![root().join("src")];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}

fn room(path: &Path) -> Option<usize> {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let name = inside.iter().next().unwrap().to_str().unwrap();
    ROOMS.iter().position(|room| *room == name)
}

#[test]
fn a_room_uses_only_the_rooms_before_it() {
    let mut broken = Vec::new();
    for path in sources() {
        let Some(own) = room(&path) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            let line = line.split("//").next().unwrap();
            for used in line.split("crate::").skip(1) {
                let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                match ROOMS.iter().position(|room| *room == name) {
                    Some(used) if used <= own => {}
                    _ => broken.push(format!("{}:{}: crate::{name}", path.display(), number + 1)),
                }
            }
            if line.contains("super::super") || line.contains("use super::*") {
                broken.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "walls are broken:\n{}", broken.join("\n"));
}

#[test]
fn every_folder_of_the_source_is_a_room_and_the_map_names_them_in_order() {
    for path in sources() {
        let inside = path.strip_prefix(root().join("src")).unwrap();
        let at_root = inside.iter().count() == 1;
        assert!(at_root || room(&path).is_some(), "{} is in no room", path.display());
    }
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let street = ROOMS.join(" → ");
    assert!(map.contains(&street), "ARCHITECTURE.md does not show {street}");
}

#[test]
fn a_source_file_begins_with_what_it_is_for_and_can_be_read_in_one_go() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let comment = match path.extension().and_then(|it| it.to_str()) {
            Some("css") => "/* ",
            _ => "//! ",
        };
        assert!(text.starts_with(comment), "{} does not say what it is for", path.display());
        let lines = text.lines().count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines", path.display());
    }
}
