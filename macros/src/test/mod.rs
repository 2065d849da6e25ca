//! `#[ddbx::test]`.

#[cfg(test)]
mod tests;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{AttrStyle, Attribute, FnArg, ItemFn, Signature, Token, Type};

use crate::context::Context;
use crate::library::Library;
use crate::setting::{Settings, Value};
use crate::symbol::{CRATE, ENTITIES, TEST};

/// The test, or the function as it was written and why it is no test.
pub(crate) fn expand(options: TokenStream, function: TokenStream) -> TokenStream {
    let mut context = Context::new();
    let mut settings = Settings::parse(options, &TEST, &mut context);
    let library = Library::called(settings.path(&CRATE, &mut context));
    let entities = entities(&mut settings, &mut context);
    let parsed = syn::parse2::<ItemFn>(function.clone());
    let Some(mut parsed) = context.take(parsed) else {
        let mut expanded = context.into_tokens();
        expanded.extend(function);
        return expanded;
    };
    check(&parsed, &mut context);
    if !context.is_clean() {
        let errors = context.into_tokens();
        parsed.attrs.retain(|attribute| !is_test(attribute));
        return quote!(#errors #[allow(dead_code, unused_variables)] #parsed);
    }
    test(parsed, &entities, &library)
}

fn entities(settings: &mut Settings, context: &mut Context) -> Vec<Type> {
    let Some(setting) = settings.take(&ENTITIES) else {
        return Vec::new();
    };
    let Value::List(list) = setting.value else {
        context.error(
            setting,
            format!("`entities` takes a list in parentheses: `{}`", ENTITIES.form),
        );
        return Vec::new();
    };
    let parser = Punctuated::<Type, Token![,]>::parse_terminated;
    context
        .take(syn::parse::Parser::parse2(parser, list))
        .into_iter()
        .flatten()
        .collect()
}

fn check(function: &ItemFn, context: &mut Context) {
    let Signature {
        asyncness,
        fn_token,
        generics,
        inputs,
        ..
    } = &function.sig;
    const FORM: &str = "`async fn name()` or `async fn name(pool: Pool)`";
    if asyncness.is_none() {
        context.error(fn_token, format!("a ddbx test is async: {FORM}"));
    }
    if !generics.params.is_empty() {
        context.error(generics, format!("a test cannot be generic: {FORM}"));
    }
    for (position, input) in inputs.iter().enumerate() {
        match input {
            FnArg::Receiver(receiver) => context.error(receiver, format!("a test takes no `self`: {FORM}")),
            FnArg::Typed(extra) if position > 0 => {
                context.error(extra, format!("a test takes at most one argument, its pool: {FORM}"));
            }
            FnArg::Typed(_) => {}
        }
    }
    for attribute in &function.attrs {
        if is_test(attribute) {
            context.error(
                attribute,
                "`#[ddbx::test]` makes this a test already: remove the other attribute",
            );
        }
    }
}

fn is_test(attribute: &Attribute) -> bool {
    attribute
        .path()
        .segments
        .last()
        .is_some_and(|last| last.ident == "test")
}

fn test(function: ItemFn, entities: &[Type], library: &Library) -> TokenStream {
    let ItemFn { attrs, vis, sig, block } = function;
    let Signature {
        ident, inputs, output, ..
    } = &sig;
    // Attributes belong to the test itself: `#[should_panic]` is of no use on the function inside.
    let attrs = attrs.into_iter().map(|mut attribute| {
        attribute.style = AttrStyle::Outer;
        attribute
    });
    let body = match inputs.first() {
        None => quote_spanned!(Span::mixed_site()=> |_| #ident()),
        // A closure, not the function itself: an argument of another type is an error at that type, then.
        Some(argument) => {
            let pool = match argument {
                FnArg::Typed(typed) => Ident::new("pool", typed.ty.span()),
                FnArg::Receiver(_) => unreachable!("`check` refuses `self`"),
            };
            quote_spanned!(Span::mixed_site()=> |#pool| #ident(#pool))
        }
    };
    // The caret of a type that is no entity belongs on the type.
    let site = entities.first().map_or_else(Span::call_site, Spanned::span);
    let entities = quote_spanned!(site=> (#(#entities,)*));
    quote! {
        #[::core::prelude::v1::test]
        #(#attrs)*
        #vis fn #ident() #output {
            #sig #block
            #library::__private::run_test::<#entities, _, _>(#body)
        }
    }
}
