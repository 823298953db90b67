//! An index that is cut while a command uses it.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};

use crate::index::{LARGE, age, index, library};

/// Every command of the prompt reads again what it needs, and definitions stay.
#[test]
fn commands_survive_a_cut_index() {
    let folder = library(LARGE);
    age(&folder);
    folder.ask();
    let path = index(&folder);
    for command in [".draw which small books", ".draw which books whose title contains \"7\""] {
        for cut in [false, true] {
            let mut child = folder.prompt();
            let mut typed = child.stdin.take().unwrap();
            let said = BufReader::new(child.stdout.take().unwrap());
            writeln!(typed, "define a small book as a book whose size is 7\nhow many books have size 5").unwrap();
            let mut said = said.lines().map(Result::unwrap);
            assert_eq!(said.next().as_deref(), Some("19 books"), "{command}");
            if cut {
                fs::File::options().write(true).open(&path).unwrap().set_len(100).unwrap();
            }
            writeln!(typed, "{command}\nhow many small books").unwrap();
            drop(typed);
            assert_eq!(said.last().as_deref(), Some("19 books"), "{command}");
            let ended = child.wait_with_output().unwrap();
            let told = String::from_utf8_lossy(&ended.stderr).into_owned();
            assert_eq!(ended.status.code(), Some(0), "{command}: {told}");
            assert_eq!(told.matches("is damaged: it is rebuilt").count(), usize::from(cut), "{command}: {told}");
        }
    }
}
