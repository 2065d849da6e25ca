//! `query!(Order, customer == id && total > 100, consistent)`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

use super::input::{self, Asked};
use super::options::{Options, between, first};
use crate::condition::{Condition, Described, Expanded};
use crate::context::Context;
use crate::library::Library;
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
    let private = library.private();
    let selected = options.selected(&entity);
    let (values, handles) = (&expanded.values, &expanded.handles);
    if !context.is_clean() {
        // What was understood is checked; of a query without the rest, nothing can be said.
        let errors = context.into_tokens();
        let clauses = &expanded.clauses;
        let schema = Described::Queried.schema(&entity, &library);
        let asked = options.asked(&entity, &library);
        return quote!({
            #errors
            #handles
            #private::unplanned::<#entity, #selected, _, _>(#schema, #asked, [#(#clauses),*], [#(#values),*])
        });
    }
    let statement = planned(&expanded, &options, &entity, &library);
    let handles = (!values.is_empty()).then_some(handles);
    quote!({
        #statement
        #handles
        #library::PlannedQuery::<#entity, #selected>::new(#private::with_values(&QUERY, [#(#values),*]))
    })
}

/// The item of a planned statement. A static reports its error once; a constant would do so at each of its uses. There is
/// one, for an item costs the compiler more than what is in it. The variable has a type, or one mistake would be two errors.
fn planned(expanded: &Expanded, options: &Options, entity: &Path, library: &Library) -> TokenStream {
    let private = library.private();
    let (clauses, count) = (&expanded.clauses, expanded.clauses.len());
    let asked = options.asked(entity, library);
    let schema = Described::Queried.schema(entity, library);
    let handles = (count > 0).then_some(&expanded.handles);
    let (reports, of_view) = (reports(expanded, options, entity), options.report_of_view());
    quote_spanned! {Span::mixed_site()=>
        static QUERY: #private::Statement<#private::Prepared, [#private::Clause; #count]> = {
            #handles
            let plan: #private::Planned<#count> = #private::Planned::new(#schema, [#(#clauses),*], #asked);
            if plan.is_faulty() {
                #reports
                #of_view
            }
            #private::Statement::of(plan)
        };
    }
}

/// The calls that report what the planner says, each where that is written.
pub(super) fn reports(expanded: &Expanded, options: &Options, entity: &Path) -> TokenStream {
    let of_entity = between("entity", None, first(entity), entity.segments.last().span());
    let of_conditions = expanded.leaves.iter().map(|&(position, first, last)| {
        let position = u8::try_from(position).unwrap_or(u8::MAX);
        between("condition", Some(position), first, last)
    });
    let of_options = options.reports();
    quote!(#of_entity #(#of_conditions)* #of_options)
}
