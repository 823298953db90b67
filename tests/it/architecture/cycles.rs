//! Files that use one another in a cycle: those that are known stay, no new one comes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;
use regex::Regex;

use super::sources;
use crate::world::root;

/// The cycles that may stay: recursive types, and one type with its `impl` in several files.
const KNOWN: [(&str, &[&str]); 10] = [
    ("statements hold checks, and checks hold their question", &["lang::audit", "lang::statement"]),
    ("words and trails are defined by one another", &["words::entry", "words::lexicon", "words::trail"]),
    (
        "`Dataset` with its indexes",
        &[
            "store::build",
            "store::dataset",
            "store::join_index",
            "store::numbers",
            "store::term_names",
            "store::vocabularies",
        ],
    ),
    ("concepts hold measures, and measures hold concepts", &["plan::concept", "plan::measure", "plan::subquery"]),
    (
        "compiled conditions hold measures and patterns, which hold conditions",
        &[
            "exec::native::compiled_measure",
            "exec::native::compiled_pattern",
            "exec::native::join_input",
            "exec::native::node",
        ],
    ),
    ("phrases hold expressions, and expressions hold phrases", &["question::expression", "question::tree"]),
    ("a check has a question of its own", &["question::check", "question::resolve"]),
    (
        "`Session` with what it keeps for completion",
        &[
            "session",
            "session::complete::candidate",
            "session::complete::forms",
            "session::complete::names",
            "session::complete::values",
            "session::parameters",
            "session::roles",
        ],
    ),
    ("a supposition ends as other questions do", &["session::complete::endings", "session::complete::supposing"]),
    ("a baseline is made of results, and results are compared with one", &["audit::baseline", "audit::context"]),
];

/// A module by its path below the crate: `["exec", "native"]`.
type Module = Vec<String>;

/// What the files of the crate use of one another.
struct Uses {
    /// For each module, the paths that it uses.
    paths: BTreeMap<Module, Vec<Vec<String>>>,
    /// For each module, the names that it exports again, with their paths.
    exports: HashMap<Module, HashMap<String, Vec<String>>>,
}

/// The paths of a use tree, each whole: `a::{b, c::{self, d}}`.
fn expand(tree: &str, before: &[String], paths: &mut Vec<Vec<String>>) {
    let tree = tree.trim();
    let segments = |text: &str| -> Vec<String> {
        let segments = text.split("::").map(str::trim).filter(|it| !it.is_empty() && *it != "self");
        segments.map(str::to_owned).collect()
    };
    let Some((outer, inner)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or(tree);
        let path = [before, &segments(path)].concat();
        return paths.push(path);
    };
    let before = [before, &segments(outer)].concat();
    let inner = inner.strip_suffix('}').unwrap_or(inner);
    let mut depth = 0;
    let parts = inner.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    for part in parts.filter(|part| !part.trim().is_empty()) {
        expand(part, &before, paths);
    }
}

impl Uses {
    fn read() -> Self {
        let use_of = Regex::new(r"(?m)^\s*(pub(?:\([^)]*\))? )?use ([^;]+);").unwrap();
        let inline = Regex::new(r"\bcrate(?:::\w+)+").unwrap();
        let visibility = Regex::new(r"pub\(in [^)]*\)").unwrap();
        let mut uses = Self { paths: BTreeMap::new(), exports: HashMap::new() };
        for path in sources().into_iter().filter(|it| it.extension().is_some_and(|it| it == "rs")) {
            let inside = path.strip_prefix(root().join("src")).unwrap().with_extension("");
            let mut module: Module = inside.iter().map(|it| it.to_str().unwrap().to_owned()).collect();
            if module.last().is_some_and(|it| it == "mod" || it == "lib") {
                module.pop();
            }
            let text = fs::read_to_string(&path).unwrap();
            let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
            let text: String = lines.flat_map(|line| [line, "\n"]).collect();
            let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
            let mut paths = Vec::new();
            let exports = uses.exports.entry(module.clone()).or_default();
            for found in use_of.captures_iter(text) {
                let first = paths.len();
                expand(&found[2], &[], &mut paths);
                if found.get(1).is_some() {
                    let named = paths[first..].iter().filter_map(|path| Some((path.last()?.clone(), path.clone())));
                    exports.extend(named);
                    // A face passes names on: what it shows, it does not use.
                    paths.truncate(first);
                }
            }
            let body = use_of.replace_all(text, "");
            let body = visibility.replace_all(&body, "pub");
            paths.extend(inline.find_iter(&body).map(|it| it.as_str().split("::").map(str::to_owned).collect()));
            uses.paths.insert(module, paths);
        }
        uses
    }

    /// The module that a path leads to from another, through what modules export again.
    fn resolve(&self, from: &Module, path: &[String], depth: usize) -> Option<Module> {
        let (mut module, mut rest) = match path.split_first()? {
            (first, rest) if first == "crate" => (Module::new(), rest),
            (first, rest) if first == "super" => (from[..from.len().checked_sub(1)?].to_vec(), rest),
            _ => (from.clone(), path),
        };
        let begins = module.clone();
        while let Some((next, behind)) = rest.split_first() {
            let inside = [module.as_slice(), std::slice::from_ref(next)].concat();
            if !self.paths.contains_key(&inside) {
                break;
            }
            (module, rest) = (inside, behind);
        }
        if let Some(export) = rest.first().and_then(|name| self.exports.get(&module)?.get(name))
            && depth < 8
        {
            return self.resolve(&module, export, depth + 1);
        }
        // A path that no module of ours begins leads out of the crate.
        let is_ours = path[0] == "crate" || path[0] == "super" || module != begins;
        is_ours.then_some(module)
    }

    /// The cycles, each as the names of its modules in order.
    fn cycles(&self) -> BTreeSet<Vec<String>> {
        let mut graph = DiGraph::<&Module, ()>::new();
        let nodes: HashMap<&Module, _> = self.paths.keys().map(|module| (module, graph.add_node(module))).collect();
        for (module, paths) in &self.paths {
            for used in paths.iter().filter_map(|path| self.resolve(module, path, 0)) {
                if let Some(used) = nodes.get(&used).filter(|_| used != *module) {
                    graph.update_edge(nodes[module], *used, ());
                }
            }
        }
        let cycles = kosaraju_scc(&graph).into_iter().filter(|it| it.len() > 1);
        cycles.map(|nodes| sorted(nodes.into_iter().map(|node| graph[node].join("::")))).collect()
    }
}

fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn files_form_only_the_known_cycles() {
    let found = Uses::read().cycles();
    let known: BTreeSet<Vec<String>> =
        KNOWN.iter().map(|(_, files)| sorted(files.iter().map(|it| (*it).to_owned()))).collect();
    let new: Vec<&Vec<String>> = found.difference(&known).collect();
    assert!(new.is_empty(), "files use one another in a cycle: move what both need below them\n{new:#?}");
    let gone: Vec<&Vec<String>> = known.difference(&found).collect();
    assert!(gone.is_empty(), "these are no cycles any more: take them from the list\n{gone:#?}");
}

#[test]
fn use_trees_are_expanded() {
    let mut paths = Vec::new();
    expand("crate::a::{self, b as c, d::{e, F}}", &[], &mut paths);
    let paths: Vec<String> = paths.iter().map(|path| path.join("::")).collect();
    assert_eq!(paths, ["crate::a", "crate::a::b", "crate::a::d::e", "crate::a::d::F"]);
}
