use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::{Index, Table};

pub(super) fn expand(table: &Table) -> TokenStream {
    let Table {
        ident,
        library,
        name,
        partition,
        sort,
        tag,
        ttl,
        provisioned,
        allow_scan,
        indexes,
        defaults,
    } = table;
    let private = library.private();
    let sort = match sort {
        Some(sort) => quote!(::core::option::Option::Some(#sort)),
        None => quote!(::core::option::Option::None),
    };
    let tag = tag.iter().map(|tag| quote!(.with_tag(#tag)));
    let ttl = ttl.iter().map(|ttl| quote!(.with_ttl(#ttl)));
    let provisioned = provisioned.map(|(read, write)| quote!(.with_capacity(#read, #write)));
    let scans = allow_scan.then(|| quote!(.with_scans()));
    let indexes = indexes.iter().map(
        |Index {
             name,
             local,
             partition,
             sort,
             projection,
         }| {
            let projection = projection.expand(&private);
            if *local {
                quote!(#private::TableIndex::local(#name, &[#(#sort),*])#projection,)
            } else {
                quote!(#private::TableIndex::global(#name, &[#(#partition),*], &[#(#sort),*])#projection,)
            }
        },
    );
    let forms = defaults.of_table().map(|(associated, form)| {
        let [associated, form] = [associated, form].map(|name| Ident::new(name, Span::mixed_site()));
        quote!(type #associated = #private::form::#form;)
    });
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl #library::Table for #ident {
            #(#forms)*

            const SCHEMA: &'static #private::TableSchema = {
                static __TABLE: #private::TableSchema =
                    #private::TableSchema::new(#name, #partition, #sort)#(#tag)*.with_indexes(&[#(#indexes)*])#(#ttl)*
                        #provisioned #scans;
                &__TABLE
            };
        }
    }
}
