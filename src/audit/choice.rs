//! Which checks of the scripts are run: all, or those of some suites, tags or ids.

use std::collections::BTreeSet;

use crate::audit::check::{Suite, SuiteSection};
use crate::audit::script_files::Scripts;
use crate::audit::scripts::no_such;
use crate::base::{Diagnostic, Faults};
use crate::lang::{Check, SuiteBlock};

/// A selection of checks; an empty list selects everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckSelection {
    /// Ids of checks.
    pub checks: Vec<String>,
    /// Tags; a check needs one of them.
    pub tags: Vec<String>,
    /// Ids of suites and sections; a check must be in one of them.
    pub suites: Vec<String>,
}

impl CheckSelection {
    /// Only these checks.
    #[must_use]
    pub fn of_checks(ids: &BTreeSet<String>) -> Self {
        Self { checks: ids.iter().cloned().collect(), ..Self::default() }
    }

    /// The ids of the selected checks.
    ///
    /// # Errors
    /// One for each id, tag or suite that the scripts lack, with the nearest that they have.
    pub fn of(&self, scripts: &Scripts) -> Result<BTreeSet<String>, Faults> {
        let suites = suites(scripts);
        self.check_words(scripts, &suites)?;
        let in_a_suite = |id: &str| {
            let sections = suites.iter().flat_map(|suite| {
                let whole = self.suites.contains(&suite.id);
                let sections = suite.sections.iter();
                sections.filter(move |it| whole || self.suites.contains(&it.id))
            });
            let mut checks = sections.flat_map(|it| &it.checks);
            checks.any(|it| it == id)
        };
        let is_chosen = |check: &Check| {
            let id = &check.id.text;
            (self.checks.is_empty() || self.checks.contains(id))
                && (self.tags.is_empty() || has_a_tag(check, &self.tags))
                && (self.suites.is_empty() || in_a_suite(id))
        };
        let chosen = scripts.checks().filter(|it| is_chosen(it.it));
        Ok(chosen.map(|it| it.it.id.text.clone()).collect())
    }

    fn check_words(&self, scripts: &Scripts, suites: &[Suite]) -> Result<(), Faults> {
        let ids: Vec<&str> = scripts.checks().map(|it| it.it.id.text.as_str()).collect();
        let tags = scripts.checks().flat_map(|it| &it.it.tags);
        let tags: BTreeSet<&str> = tags.map(|tag| tag.text.as_str()).collect();
        let tags: Vec<&str> = tags.into_iter().collect();
        let sections = suites.iter().flat_map(|it| &it.sections);
        let known = suites.iter().map(|it| it.id.as_str());
        let known: Vec<&str> = known.chain(sections.map(|it| it.id.as_str())).collect();
        let asked = [("check", &self.checks, ids), ("tag", &self.tags, tags), ("suite", &self.suites, known)];
        let faults = asked.iter().flat_map(|(what, words, known)| {
            let strange = words.iter().filter(|it| !known.contains(&it.as_str()));
            strange.map(|word| no_such(what, word, known))
        });
        let faults: Vec<Diagnostic> = faults.collect();
        Faults::none_in(faults)
    }

    /// The suites that a report shows: those selected, else all, without sections of which nothing was run.
    #[must_use]
    pub fn suites_of(&self, scripts: &Scripts, run: &BTreeSet<String>) -> Vec<Suite> {
        let mut suites = suites(scripts);
        let is_asked = |id: &String| self.suites.is_empty() || self.suites.contains(id);
        for suite in suites.iter_mut().filter(|it| !is_asked(&it.id)) {
            suite.sections.retain(|it| is_asked(&it.id));
        }
        for suite in &mut suites {
            let is_run = |id: &String| run.contains(id);
            suite.sections.retain(|it| it.checks.iter().any(is_run));
        }
        suites.retain(|it| !it.sections.is_empty());
        suites
    }
}

/// The suites of the scripts, each with its checks.
#[must_use]
pub(super) fn suites(scripts: &Scripts) -> Vec<Suite> {
    let suites = scripts.suites().into_iter();
    let suites = suites.map(|(suite, sections)| {
        let own = section(suite.it, scripts);
        let own = SuiteSection { id: String::new(), title: String::new(), because: None, ..own };
        let sections = sections.into_iter().map(|it| section(it, scripts));
        let sections = std::iter::once(own).chain(sections);
        Suite {
            id: suite.it.id.text.clone(),
            title: suite.it.title().to_owned(),
            because: suite.it.because.as_ref().map(|it| it.text.clone()),
            sections: sections.filter(|it| !it.checks.is_empty()).collect(),
        }
    });
    suites.collect()
}

/// The checks that a suite or section names, in its order, then those with its tags, in the order of the scripts.
fn section(group: &SuiteBlock, scripts: &Scripts) -> SuiteSection {
    let tags: Vec<String> = group.tagged.iter().map(|it| it.text.clone()).collect();
    let mut checks: Vec<String> = group.checks.iter().map(|it| it.text.clone()).collect();
    let tagged = scripts.checks().filter(|it| has_a_tag(it.it, &tags));
    checks.extend(tagged.map(|it| it.it.id.text.clone()));
    let mut met = BTreeSet::new();
    checks.retain(|id| met.insert(id.clone()));
    SuiteSection {
        id: group.id.text.clone(),
        title: group.title().to_owned(),
        because: group.because.as_ref().map(|it| it.text.clone()),
        checks,
    }
}

fn has_a_tag(check: &Check, tags: &[String]) -> bool {
    check.tags.iter().any(|tag| tags.contains(&tag.text))
}
