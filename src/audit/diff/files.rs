//! Files whose text has changed, and whether they still state the same facts.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::diff::side::SideIndex;
use crate::audit::diff::{ChangeKind, ChangedFile};
use crate::store::DataFile;

/// The files that differ, by name.
pub(super) fn file_changes(then: &SideIndex<'_>, now: &SideIndex<'_>) -> Vec<ChangedFile> {
    let by_name = |files: &'_ [DataFile]| -> BTreeMap<String, String> {
        let files = files.iter();
        files.map(|it| (it.name.clone(), it.digest.clone())).collect()
    };
    let old = by_name(then.dataset.files());
    let new = by_name(now.dataset.files());
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let changed = names.into_iter().filter_map(|name| {
        let way = match (old.get(name), new.get(name)) {
            (Some(was), Some(is)) if was == is => return None,
            (Some(_), Some(_)) => ChangeKind::Changed,
            (None, _) => ChangeKind::Added,
            (Some(_), None) => ChangeKind::Removed,
        };
        Some((name, way))
    });
    let changed: Vec<(&String, ChangeKind)> = changed.collect();
    let both = changed.iter().filter(|(_, way)| *way == ChangeKind::Changed);
    let both: BTreeSet<&str> = both.map(|(name, _)| name.as_str()).collect();
    let (was, is) = (facts_by_file(then, &both), facts_by_file(now, &both));
    let files = changed.into_iter().map(|(name, way)| ChangedFile {
        same_facts: way == ChangeKind::Changed && was.get(name.as_str()) == is.get(name.as_str()),
        name: name.clone(),
        way,
    });
    files.collect()
}

/// The facts that files state, by value.
fn facts_by_file<'a>(side: &SideIndex<'_>, names: &BTreeSet<&'a str>) -> BTreeMap<&'a str, BTreeSet<String>> {
    let mut stated: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    if names.is_empty() {
        return stated;
    }
    for triple in side.dataset.matching(None, None, None) {
        for origin in side.dataset.origins(triple) {
            let name = side.dataset.files()[origin.file as usize].name.as_str();
            if let Some(name) = names.get(name) {
                let line = triple.map(|id| side.key(id)).join(" ");
                stated.entry(name).or_default().insert(line);
            }
        }
    }
    stated
}
