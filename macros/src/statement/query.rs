//! `query!(Order, customer == id && total > 100, consistent)`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

use super::input::{self, Asked};
use super::options::{Options, ends};
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
        let (asked, told) = (options.asked(&entity, &library), told(&private));
        return quote!({
            #errors
            #[allow(unused_variables)]
            #handles
            #[allow(unused_mut, unused_variables)]
            #told
            #private::unplanned::<#entity, #selected, _, _>(#schema, #asked, [#(#clauses),*], [#(#values),*])
        });
    }
    let statement = planned(&expanded, &options, &entity, &library);
    let handles = expanded.handles_of_values();
    quote!({
        #statement
        #handles
        #library::PlannedQuery::<#entity, #selected>::new(#private::with_values(&QUERY, [#(#values),*]))
    })
}

/// The item of a planned statement. A static reports its error once; a constant would do so at each of its uses. There is
/// one, for an item costs the compiler more than what is in it.
fn planned(expanded: &Expanded, options: &Options, entity: &Path, library: &Library) -> TokenStream {
    let (private, count) = (library.private(), expanded.clauses.len());
    let plan = planned_by("planned", Described::Queried, expanded, options, entity, library);
    let statement = settled("statement", &plan, expanded, options, &private);
    quote_spanned! {Span::mixed_site()=>
        static QUERY: #private::Statement<#private::Prepared, [#private::Clause; #count]> = #statement;
    }
}

/// The block that plans, and calls the conditions again if one of them is at fault: see `Told`.
pub(super) fn settled(
    function: &str,
    plan: &TokenStream,
    expanded: &Expanded,
    options: &Options,
    private: &Library,
) -> TokenStream {
    let (function, reports) = (Ident::new(function, Span::mixed_site()), options.reports());
    let (handles, told) = (&expanded.handles, told(private));
    let block = quote_spanned! {Span::mixed_site()=>
        let plan = #plan;
        #reports
        #private::#function(plan)
    };
    if expanded.clauses.is_empty() {
        return quote!({ #block });
    }
    quote_spanned! {Span::mixed_site()=> {
        #handles
        #told
        loop {
            let plan = #plan;
            if plan.is_settled {
                #reports
                break #private::#function(plan);
            }
            told = plan.told;
        }
    }}
}

/// The variable that conditions are told from.
pub(super) fn told(private: &Library) -> TokenStream {
    quote_spanned!(Span::mixed_site()=> let mut told = #private::Told::NOTHING;)
}

/// The call that plans, which reports what is wrong with the statement as a whole: its first token and its last are shown
/// where those of the entity's name are.
pub(super) fn planned_by(
    function: &str,
    described: Described,
    expanded: &Expanded,
    options: &Options,
    entity: &Path,
    library: &Library,
) -> TokenStream {
    let (private, function) = (library.private(), Ident::new(function, Span::mixed_site()));
    let (schema, asked) = (described.schema(entity, library), options.asked(entity, library));
    let ((first, last), clauses) = (ends(entity), &expanded.clauses);
    let function = quote_spanned!(first=> (#private::#function));
    let arguments = quote_spanned!(last=> (#schema, [#(#clauses),*], #asked));
    quote!(#function #arguments)
}
