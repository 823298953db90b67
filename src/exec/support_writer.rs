//! The support of a thing, in sentences.

use crate::base::{Cut, Limit};
use crate::exec::fact_writer::FactWriter;
use crate::graph::ThingSupport;
use crate::store::Id;
use crate::words::{Number, Support};

/// Puts the support of a thing into sentences.
pub(super) struct SupportWriter<'a> {
    pub(super) telling: FactWriter<'a>,
    pub(super) support: &'a Support,
}

impl SupportWriter<'_> {
    pub(super) fn sentences(&self, standing: &ThingSupport, hangs_on: &[Id], circle: &[Id]) -> Vec<String> {
        let lexicon = self.telling.lexicon;
        let grounds = self.format_count(standing.grounds.len());
        let mut sentences = vec![if standing.depth == 0 {
            let none = lexicon.kind_word(self.support.ground, Number::Singular);
            format!("nothing supports it: it leads to no {none}")
        } else {
            let steps = match standing.depth {
                1 => "directly".to_owned(),
                steps => format!("in up to {steps} steps"),
            };
            format!("it is supported {steps}, by {grounds}{}", self.of_agents(standing))
        }];
        if !hangs_on.is_empty() {
            let names = self.names(hangs_on);
            sentences.push(match names.as_slice() {
                [only] => format!("it falls without {only}"),
                names => format!("it falls if any one of these is gone: {}", names.join(", ")),
            });
        }
        match circle {
            [] => {}
            [_] => sentences.push("it rests on itself: this is circular".to_owned()),
            all => {
                sentences
                    .push(format!("it rests on itself: {} support one another in a cycle", self.names(all).join(", ")));
            }
        }
        sentences
    }

    /// `1 source`, `3 sources`
    fn format_count(&self, count: usize) -> String {
        let number = Number::of(count);
        let noun = self.telling.lexicon.kind_word(self.support.ground, number);
        format!("{count} {noun}")
    }

    /// ` of 1 publisher`
    fn of_agents(&self, standing: &ThingSupport) -> String {
        let lexicon = self.telling.lexicon;
        let Some(link) = self.support.answerable else {
            return String::new();
        };
        let number = match standing.agents.len() {
            0 | 1 => Number::Singular,
            _ => Number::Plural,
        };
        let role = lexicon.direction_words(link).roles.first();
        let role = role.map_or_else(|| lexicon.kind_word(lexicon.end(link), number), |role| role.get(number));
        match (standing.agents.len(), standing.unanswered) {
            (0, true) => format!(", whose {role} is unknown"),
            (count, true) => format!(" of {count} {role} and unknown others"),
            (count, false) => format!(" of {count} {role}"),
        }
    }

    /// Names; of many, only the first and the last two: the nearest, and those at the ground.
    fn names(&self, all: &[Id]) -> Vec<String> {
        let names = |ids: &[Id]| ids.iter().map(|id| self.name(*id)).collect::<Vec<_>>();
        let most = Limit::NamesInSentence.most();
        if all.len() <= most {
            return names(all);
        }
        let (before, last) = all.split_at(all.len() - 2);
        let first = Cut::within(before.iter().copied(), most - last.len());
        [names(first.items()), vec![format!("{} more", first.more())], names(last)].concat()
    }

    fn name(&self, id: Id) -> String {
        self.telling.identity(id).label_with_iri()
    }
}
