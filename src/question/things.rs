//! The things that a phrase names.

use crate::base::{Faults, Source};
use crate::lang::{Phrase, QuestionForm};
use crate::question::bindings_check::check_bindings;
use crate::question::context::Context;
use crate::question::faults;
use crate::question::readings::best;
use crate::question::tree::{NounPhrase, Quantity};

pub(super) fn things_of(
    form: QuestionForm,
    phrase: &Phrase,
    source: &Source,
    context: Context<'_>,
) -> Result<(Quantity, NounPhrase), Faults> {
    let main_verb = matches!(form, QuestionForm::Which | QuestionForm::HowMany);
    let (quantity, set) = best(phrase, source, context, |reader| {
        reader.take_of();
        let from = reader.at;
        let quantity = reader.quantity()?;
        if quantity.is_some_and(|quantity| quantity != Quantity::Some) && form != QuestionForm::IsThere {
            return Err(faults::no_quantity_here(source, reader.since(from)));
        }
        let set = reader.question(main_verb)?;
        Ok((quantity.unwrap_or(Quantity::Some), set))
    })?;
    check_bindings(&set, phrase, source)?;
    Ok((quantity, set))
}
