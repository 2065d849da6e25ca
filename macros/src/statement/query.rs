//! `query!(Order, customer == id && total > 100, consistent)`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

use super::input::{self, Asked};
use super::options::Options;
use crate::condition::{Condition, Described, Expanded};
use crate::context::Context;
use crate::symbol::QUERY;

const USAGE: &str = "query!(Order, customer == id && total > 100)";

pub(crate) fn expand(tokens: TokenStream) -> TokenStream {
    let mut context = Context::new();
    let input = input::read(tokens, USAGE, |rest| input::asked(rest, USAGE, &QUERY), &mut context);
    let Some(input) = input else {
        return context.into_tokens();
    };
    let Asked { condition, options } = input.rest;
    let condition = condition.and_then(|condition| Condition::of(condition, &mut context));
    let options = Options::parse(options, &QUERY, &mut context);
    let (library, entity) = (input.library, input.entity);
    let expanded = Expanded::of(condition.as_ref(), Described::Queried, &entity, &library);
    let private = quote!(#library::__private);
    let selected = options.selected(&entity);
    let values = &expanded.values;
    if !context.is_clean() {
        // What was understood is checked; of a query without the rest, nothing can be said.
        let errors = context.into_tokens();
        let clauses = &expanded.clauses;
        let schema = Described::Queried.schema(&entity, &library);
        let asked = options.asked(&entity, &library);
        return quote!({
            #errors
            #private::unplanned::<#entity, #selected, _, _>(#schema, #asked, [#(#clauses),*], [#(#values),*])
        });
    }
    let statement = planned(&expanded, &options, &entity, &library);
    quote!(#library::PlannedQuery::<#entity, #selected>::new(#private::with_values({ #statement &QUERY }, [#(#values),*])))
}

/// The items of a planned statement. A static reports its error once; a constant would do so at each of its uses.
fn planned(expanded: &Expanded, options: &Options, entity: &Path, library: &TokenStream) -> TokenStream {
    let private = quote!(#library::__private);
    let (clauses, count) = (&expanded.clauses, expanded.clauses.len());
    let asked = options.asked(entity, library);
    let schema = Described::Queried.schema(entity, library);
    let reports = reports("PLAN", expanded, options, entity);
    quote! {
        static PLAN: #private::Planned<[#private::Clause; #count]> = #private::Planned::new(#schema, [#(#clauses),*], #asked);
        static QUERY: #private::Statement<#private::Prepared> = {
            #reports
            #private::Statement::of(&PLAN)
        };
    }
}

/// The calls that report what the planner says, each where that is written.
pub(super) fn reports(plan: &str, expanded: &Expanded, options: &Options, entity: &Path) -> TokenStream {
    let of_entity = between(plan, "entity", None, first(entity), entity.segments.last().span());
    let of_conditions = expanded.leaves.iter().map(|&(position, first, last)| {
        let position = u8::try_from(position).unwrap_or(u8::MAX);
        between(plan, "condition", Some(position), first, last)
    });
    let of_options = options.reports(plan);
    quote!(#of_entity #(#of_conditions)* #of_options)
}

fn first(path: &Path) -> Span {
    path.segments.first().map_or_else(|| path.span(), Spanned::span)
}

/// `PLAN.method(position);`, whose first token stands at `first` and the last at `last`: the caret goes from one to the
/// other.
pub(super) fn between(plan: &str, method: &str, position: Option<u8>, first: Span, last: Span) -> TokenStream {
    let (plan, method) = (Ident::new(plan, first), Ident::new(method, last));
    let argument = quote_spanned!(last=> (#position));
    quote!(#plan.#method #argument;)
}
