//! `scan!(Order, total > 100)`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::input::{self, Asked};
use super::options::Options;
use super::query::{planned_by, settled, told};
use crate::condition::{Condition, Described, Expanded};
use crate::context::Context;
use crate::symbol::SCAN;

const USAGE: &str = "scan!(Order, total > 100)";

pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let mut context = Context::new();
    let input = input::read(tokens, USAGE, |rest| input::asked(rest, USAGE, &SCAN), &mut context);
    let Some(input) = input else {
        return context.into_tokens();
    };
    let Asked { condition, options } = input.rest;
    let condition = condition.and_then(|condition| Condition::of(condition, &mut context));
    let options = Options::parse(options, &SCAN, &mut context);
    let (library, entity) = (input.library, input.entity);
    let expanded = Expanded::of(condition.as_ref(), Described::Entity, &entity, &library);
    let private = library.private();
    let (values, handles) = (&expanded.values, &expanded.handles);
    let (clauses, count) = (&expanded.clauses, expanded.clauses.len());
    let (asked, schema) = (
        options.asked(&entity, &library),
        Described::Entity.schema(&entity, &library),
    );
    if !context.is_clean() {
        let (errors, told) = (context.into_tokens(), told(&private));
        return quote!({
            #errors
            #[allow(unused_variables)]
            #handles
            #[allow(unused_mut, unused_variables)]
            #told
            #private::unscanned::<#entity, _, _>(#schema, #asked, [#(#clauses),*], [#(#values),*])
        });
    }
    let plan = planned_by("scanned", Described::Entity, &expanded, &options, &entity, &library);
    let conditions = settled("conditions", &plan, &expanded, &options, &private);
    let index = options.index().map(|index| quote!(.index(#index)));
    let consistent = options.consistent().map(|_| quote!(.consistent()));
    let select = options.select().map(|view| quote!(.select::<#view>()));
    let of_values = expanded.handles_of_values();
    quote_spanned! {Span::mixed_site()=>{
        static CLAUSES: [#private::Clause; #count] = #conditions;
        #of_values
        #private::scan::<#entity, #count, _>(&CLAUSES, [#(#values),*]) #index #consistent #select
    }}
}
