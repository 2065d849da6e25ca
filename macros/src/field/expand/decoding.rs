use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Index;
use syn::spanned::Spanned;

use super::super::Field;
use super::super::default::fallback;
use super::members::{self, Unnamed};
use crate::library::Library;

/// The statements of a function that reads the fields' members from `parser` into a `Self`.
///
/// Written for the compiler: what is done per field is data, by which the library reads all of them in one call. All slots
/// are one tuple, so that every way out drops one thing.
///
/// `'de` is the lifetime of the text that is read.
pub(crate) struct Decoding {
    /// Declares the slots.
    pub(crate) declare: TokenStream,
    /// The slots of fields that are read out of the key, not from a member, with the positions of their fields.
    pub(crate) key_only: Vec<(usize, TokenStream)>,
    /// The result, from the slots.
    pub(crate) result: TokenStream,
    /// Whether nothing but what reads the slots can fail.
    pub(crate) only_slots: bool,
    names: Vec<TokenStream>,
    places: Vec<TokenStream>,
    /// The numbers of places that may stay empty.
    open: Vec<usize>,
    aliases: Vec<TokenStream>,
    /// What is kept of members that no field names, if it is.
    unread: Option<TokenStream>,
}

impl Decoding {
    pub(crate) fn of(fields: &[Field], unnamed: &Unnamed, private: &Library) -> Self {
        let site = Span::mixed_site();
        let (mut bounds, mut empty) = (TokenStream::new(), TokenStream::new());
        let (mut patterns, mut values, mut defaults) = (TokenStream::new(), TokenStream::new(), TokenStream::new());
        let (mut names, mut places, mut open, mut aliases) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut key_only, mut passed) = (Vec::new(), Vec::new());
        let mut slot = 0;
        for (position, field) in fields.iter().enumerate() {
            let Field {
                member, ty, attribute, ..
            } = field;
            if field.inlined.is_some() {
                let value = members::inlined_value(field);
                values.extend(quote_spanned!(site=> #member: #value,));
                continue;
            }
            if !field.is_stored() {
                let fallback = fallback(field, private);
                values.extend(quote_spanned!(site=> #member: #fallback,));
                continue;
            }
            // Not named after the field: a macro's locals can be told apart from its user's, but not from each other.
            let value = format_ident!("value_{slot}", span = site);
            let index = Index {
                index: slot,
                span: site,
            };
            slot += 1;
            values.extend(quote_spanned!(site=> #member: #value,));
            if field.key_only.is_some() {
                let read = field.key_reader(private);
                bounds.extend(quote_spanned!(site=> let _ = #read;));
                empty.extend(quote_spanned!(site=> ::core::option::Option::None,));
                patterns.extend(quote_spanned!(site=> ::core::option::Option::Some(#value),));
                key_only.push((position, quote_spanned!(site=> slots.#index)));
                // An attribute of its name is none of the others.
                passed.push(attribute);
                continue;
            }
            bounds.extend(cast(field, private));
            let place = match formed(field, private) {
                Some(formed) => {
                    empty.extend(quote_spanned!(site=> #formed,));
                    patterns.extend(quote_spanned!(site=>
                        #private::FormedPlace { value: ::core::option::Option::Some(#value), .. },
                    ));
                    places.push(quote_spanned!(site=> slots.#index.slot()));
                    quote_spanned!(site=> slots.#index.value)
                }
                None => {
                    empty.extend(quote_spanned!(site=> ::core::option::Option::None,));
                    patterns.extend(quote_spanned!(site=> ::core::option::Option::Some(#value),));
                    // A type that cannot be read is reported for the first use rustc meets: here, where it is no argument
                    // of a function of ours, whose name would be in the message.
                    let here = site.located_at(ty.span());
                    places.push(quote_spanned!(here=> <#ty as #private::Decode<'de>>::slot(&mut slots.#index)));
                    quote_spanned!(site=> slots.#index)
                }
            };
            let number = names.len();
            names.push(quote!(#attribute));
            aliases.extend(field.aliases.iter().map(|alias| quote!((#alias, #number))));
            if field.default.is_some() {
                open.push(number);
                let fallback = fallback(field, private);
                defaults.extend(quote_spanned!(site=> if #place.is_none() {
                    let value: #ty = #fallback;
                    #place = ::core::option::Option::Some(value);
                }));
            }
        }
        let collects = unnamed.is_collected(fields);
        let unread = collects.then(|| quote_spanned!(site=> let mut unread = #private::Unread::new();));
        let inlined = collects.then(|| unnamed.settle(fields, private));
        Self {
            only_slots: key_only.is_empty() && !collects,
            declare: quote_spanned!(site=> #bounds let mut slots = (#empty); #unread),
            key_only,
            result: quote_spanned!(site=>
                #inlined
                #defaults
                match slots {
                    (#patterns) => ::core::result::Result::Ok(Self { #values }),
                    // Taken as a whole, and so dropped: else each slot is dropped, or not, by itself, in code of its own.
                    _slots => ::core::result::Result::Err(#private::CodecError::missing()),
                }
            ),
            names,
            places,
            open,
            aliases,
            unread: collects.then(|| quote_spanned!(site=> .with_unread(&mut unread, &[#(#passed),*]))),
        }
    }

    /// With a slot, which may stay empty, for the member of this name.
    pub(crate) fn add(&mut self, name: TokenStream, place: TokenStream) {
        self.open.push(self.names.len());
        self.names.push(name);
        self.places.push(place);
    }

    /// The slots, as the library reads them.
    pub(crate) fn slots(&self, private: &Library) -> TokenStream {
        let Self {
            names,
            places,
            open,
            aliases,
            unread,
            ..
        } = self;
        let aliases = (!aliases.is_empty()).then(|| quote!(.with_aliases(&[#(#aliases),*])));
        let open = (!open.is_empty()).then(|| quote!(.with_open(&[#(#open),*])));
        quote_spanned! {Span::mixed_site()=>
            #private::Slots::new(&[#(#names),*], &mut [#(#places),*]) #aliases #open #unread
        }
    }
}

/// The slot of a field that is not read as its type says.
fn formed(field: &Field, private: &Library) -> Option<TokenStream> {
    let (ty, site) = (&field.ty, Span::mixed_site());
    let optional = field.storage.optional.is_some();
    // The function is named for its bound, at the form: where that fails, rustc reports it there.
    if let Some(decode) = field.form_item(if optional { "decode_option" } else { "decode" }, private) {
        let kind = if optional { quote!(optional) } else { quote!(required) };
        return Some(quote_spanned!(site=> #private::FormedPlace::#kind(#decode)));
    }
    field.storage.lenient.as_ref()?;
    Some(quote_spanned!(site=> #private::FormedPlace::lenient(#private::Parser::lenient::<#ty>)))
}

/// Names the function that reads a `lenient` field, so that a type that has none is reported where it is written.
pub(crate) fn cast(field: &Field, private: &Library) -> Option<TokenStream> {
    let here = Span::mixed_site().located_at(field.storage.lenient.as_ref()?.span());
    let (private, formed) = (private.at(here), field.formed());
    Some(quote_spanned!(here=> let _ = <#formed as #private::form::Cast>::cast;))
}
