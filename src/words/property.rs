//! The word for a property of a thing.

use oxigraph::model::NamedNodeRef;

use crate::words::{KindId, Lexicon, Path, Step};

impl Lexicon {
    /// The word for a property on things of these kinds: the noun of an attribute, else the role, verb, participle or
    /// preposition of a link. `incoming` is for links to the thing; `ends` are the kinds of the linked things, if
    /// known. If no link is the property alone, one whose other steps are optional is used:
    /// `( cv:affirms [ sh:zeroOrMorePath … ] )`.
    #[must_use]
    pub fn property_word(
        &self,
        kinds: &[KindId],
        property: NamedNodeRef<'_>,
        incoming: bool,
        ends: &[KindId],
    ) -> Option<String> {
        let is = |path: &Path, backward: bool| match path.0.as_slice() {
            [Step::Forward(one)] => one.as_ref() == property && !backward,
            [Step::Backward(one)] => one.as_ref() == property && backward,
            _ => false,
        };
        let ours = |kind: KindId| kinds.iter().any(|own| self.overlap(*own, kind));
        let theirs = |kind: KindId| ends.is_empty() || ends.iter().any(|end| self.overlap(*end, kind));
        let attribute = self.attributes.iter().find(|attribute| is(&attribute.path, incoming) && ours(attribute.of));
        if let Some(noun) = attribute.and_then(|attribute| attribute.nouns.first()) {
            return Some(noun.singular.clone());
        }
        let can_be = |path: &Path, backward: bool| {
            let optional = |step: &&Step| matches!(step, Step::Repeat { at_least_once: false, .. });
            is(&Path(path.0.iter().filter(|step| !optional(step)).cloned().collect()), backward)
        };
        let word = |fits: &dyn Fn(&Path, bool) -> bool| {
            let directions = self.directions().filter(|it| fits(&self.path(*it), incoming));
            let directions = directions.filter(|it| ours(self.start(*it)) && theirs(self.end(*it)));
            directions.map(|it| self.direction_words(it)).find_map(|words| {
                let role = words.roles.first().or(words.verbs.first()).map(|forms| forms.singular.clone());
                role.or_else(|| words.participles.first().cloned()).or_else(|| words.prepositions.first().cloned())
            })
        };
        word(&is).or_else(|| word(&can_be))
    }
}
