mod members;

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Index;
use syn::spanned::Spanned;

pub(crate) use members::{Unnamed, encode_inlined, flatten_checks, members};

use super::Field;
use super::default::fallback;
use crate::library::Library;

/// Writes the given fields as members: statements that use `writer` and may return early.
pub(crate) fn encode<'a>(fields: impl Iterator<Item = &'a Field>, private: &Library) -> TokenStream {
    fields
        .map(|field| {
            let Field {
                member, ty, attribute, ..
            } = field;
            let quoted = quoted(attribute);
            let site = Span::mixed_site();
            match formed_value(field, private) {
                Some(value) => {
                    // An argument that stands where the form does is no second error of it.
                    let here = field.form(private).map_or(site, |form| form.span());
                    let value = quote_spanned!(here=> &#value);
                    let bound = field.form_item("encode", private);
                    let bound = bound.map(|encode| quote_spanned!(here=> let _ = #encode;));
                    quote_spanned!(site=> #bound writer.field(#quoted, #value)?;)
                }
                None => quote_spanned!(site=> writer.field::<#ty>(#quoted, &self.#member)?;),
            }
        })
        .collect()
}

/// What is written in the place of a field that is not stored as its type says.
fn formed_value(field: &Field, private: &Library) -> Option<TokenStream> {
    let (member, site) = (&field.member, Span::mixed_site());
    let here = field.form(private).map_or(site, |form| form.span());
    let at_form = &private.at(here);
    let own = quote_spanned!(site=> &self.#member);
    let inside = quote_spanned!(here=> ::core::option::Option::as_ref(#own));
    let borrowed = field.form(private).map(|form| {
        let formed = field.formed();
        quote_spanned!(here=> #at_form::form::Borrowed::<#formed, #form>::new)
    });
    let value = match (&borrowed, &field.storage.optional) {
        (None, _) => inside,
        (Some(borrowed), None) => return Some(quote_spanned!(here=> #borrowed(#own))),
        (Some(borrowed), Some(_)) => quote_spanned!(here=> ::core::option::Option::map(#inside, #borrowed)),
    };
    match field.storage.null {
        Some(_) => Some(quote_spanned!(here=> #at_form::form::OrNull(#value))),
        None => borrowed.map(|_| value),
    }
}

/// The statements of a function that reads the fields' members from `parser` into a `Self`.
///
/// Written for the compiler: most of the time an entity costs in a release build goes into its decoder. All slots are
/// one tuple, so that every way out drops one thing; all arms share one `?`; and what is done per field is a call of a
/// function that fields of the same type share.
///
/// `'de` is the lifetime of the text that is read.
pub(crate) struct Decoding {
    /// Declares the slots.
    pub(crate) slots: TokenStream,
    /// Reads the member called `name`, whose value is next.
    pub(crate) member: TokenStream,
    /// The slots of fields that are read out of the key, not from a member, with the positions of their fields.
    pub(crate) key_only: Vec<(usize, TokenStream)>,
    /// The result, from the slots.
    pub(crate) result: TokenStream,
}

impl Decoding {
    pub(crate) fn of(fields: &[Field], unnamed: &Unnamed, private: &Library) -> Self {
        let site = Span::mixed_site();
        let (mut types, mut empty, mut arms) = (TokenStream::new(), TokenStream::new(), TokenStream::new());
        let (mut settled, mut patterns, mut values) = (TokenStream::new(), TokenStream::new(), TokenStream::new());
        let (mut bounds, mut key_only) = (TokenStream::new(), Vec::new());
        let (mut aliases, mut no_aliases) = (TokenStream::new(), TokenStream::new());
        let (mut slot, mut alias_slot) = (0, 0);
        for (position, field) in fields.iter().enumerate() {
            let Field {
                member, ty, attribute, ..
            } = field;
            if field.inlined.is_some() {
                let value = members::inlined_value(field);
                values.extend(quote_spanned!(site=> #member: #value,));
                continue;
            }
            let fallback = fallback(field, private);
            if !field.is_stored() {
                values.extend(quote_spanned!(site=> #member: #fallback,));
                continue;
            }
            // Not named after the field: a macro's locals can be told apart from its user's, but not from each other.
            let value = format_ident!("value_{slot}", span = site);
            let place = Index {
                index: slot,
                span: site,
            };
            slot += 1;
            // A type that cannot be read is reported for the first use rustc meets: here, where it is not yet an argument
            // of our own function, whose name would be in the message.
            bounds.extend(bound(field, private));
            types.extend(quote_spanned!(site=> ::core::option::Option<#ty>,));
            empty.extend(quote_spanned!(site=> ::core::option::Option::None,));
            patterns.extend(quote_spanned!(site=> ::core::option::Option::Some(#value),));
            values.extend(quote_spanned!(site=> #member: #value,));
            if field.key_only.is_some() {
                key_only.push((position, quote_spanned!(site=> slots.#place)));
                if unnamed.is_collected(fields) {
                    // An attribute of its name is none of the others.
                    arms.extend(quote_spanned!(site=> #attribute => parser.skip_value(),));
                }
                continue;
            }
            let read = read(field, private);
            arms.extend(quote_spanned!(site=> #attribute => #read(parser, &mut slots.#place, #attribute),));
            for alias in &field.aliases {
                let alias = alias.value();
                let place_of_alias = Index {
                    index: alias_slot,
                    span: site,
                };
                alias_slot += 1;
                aliases.extend(quote_spanned!(site=> ::core::option::Option<#private::Parser<'de>>,));
                no_aliases.extend(quote_spanned!(site=> ::core::option::Option::None,));
                arms.extend(
                    quote_spanned!(site=> #alias => #private::keep_alias(parser, &mut aliases.#place_of_alias),),
                );
                settled.extend(quote_spanned! {site=>
                    #private::read_alias(aliases.#place_of_alias, &mut slots.#place, #alias, #read)?;
                });
            }
            settled.extend(match field.default {
                Some(_) => quote_spanned!(site=> if slots.#place.is_none() {
                    let value: #ty = #fallback;
                    slots.#place = ::core::option::Option::Some(value);
                }),
                None => match (&field.storage.form, &field.storage.optional) {
                    (None, _) => {
                        quote_spanned!(site=> #private::settle::<#ty>(&mut slots.#place, #attribute, &mut missing);)
                    }
                    (Some(_), None) => {
                        quote_spanned!(site=> #private::require(&slots.#place, #attribute, &mut missing);)
                    }
                    (Some(_), Some(_)) => quote_spanned!(site=>
                        ::core::option::Option::get_or_insert(&mut slots.#place, ::core::option::Option::None);
                    ),
                },
            });
        }
        let aliases = (alias_slot > 0).then(|| quote_spanned!(site=> let mut aliases: (#aliases) = (#no_aliases);));
        let (unread, other, inlined) = if unnamed.is_collected(fields) {
            (
                quote_spanned!(site=> let mut unread = #private::Unread::new();),
                quote_spanned!(site=> unread.keep(::core::clone::Clone::clone(&name), parser)),
                unnamed.settle(fields, private),
            )
        } else {
            let ignored = quote_spanned!(site=> parser.skip_value());
            (TokenStream::new(), ignored, TokenStream::new())
        };
        Self {
            slots: quote_spanned!(site=> #bounds let mut slots: (#types) = (#empty); #aliases #unread),
            member: quote_spanned!(site=> match &*name {
                #arms
                _ => #other,
            }),
            key_only,
            result: quote_spanned!(site=>
                #inlined
                let mut missing = ::core::option::Option::None;
                #settled
                match slots {
                    (#patterns) => ::core::result::Result::Ok(Self { #values }),
                    // Taken as a whole, and so dropped: else each slot is dropped, or not, by itself, in code of its own.
                    _slots => ::core::result::Result::Err(#private::missing(missing)),
                }
            ),
        }
    }
}

/// Names the function that reads the type, so that a type that has none is reported where it is written.
fn bound(field: &Field, private: &Library) -> TokenStream {
    let ty = &field.ty;
    let mixed = Span::mixed_site();
    if field.key_only.is_some() {
        let read = field.key_reader(private);
        return quote_spanned!(mixed=> let _ = #read;);
    }
    let reader = match field.form_item("decode", private) {
        Some(decode) => {
            let here = decode.span();
            quote_spanned!(here=> let _ = #decode;)
        }
        None => {
            let here = mixed.located_at(ty.span());
            quote_spanned!(here=> let _ = <#ty as #private::Decode<'de>>::decode;)
        }
    };
    let cast = cast(field, private);
    quote!(#reader #cast)
}

/// Names the function that reads a `lenient` field, so that a type that has none is reported where it is written.
pub(crate) fn cast(field: &Field, private: &Library) -> Option<TokenStream> {
    let here = Span::mixed_site().located_at(field.storage.lenient.as_ref()?.span());
    let (private, formed) = (private.at(here), field.formed());
    Some(quote_spanned!(here=> let _ = <#formed as #private::form::Cast>::cast;))
}

/// The function that reads a field's member into its slot.
fn read(field: &Field, private: &Library) -> TokenStream {
    let (ty, site) = (&field.ty, Span::mixed_site());
    let formed = field.formed();
    match (field.form(private), &field.storage.optional, &field.storage.lenient) {
        (Some(form), None, _) => quote_spanned!(site=> #private::read_as::<#formed, #form>),
        (Some(form), Some(_), _) => quote_spanned!(site=> #private::read_option_as::<#formed, #form>),
        (None, _, Some(_)) => quote_spanned!(site=> #private::read_lenient::<#ty>),
        (None, _, None) => quote_spanned!(site=> #private::read::<#ty>),
    }
}

/// The attribute's name as JSON, its colon included.
pub(crate) fn quoted(attribute: &str) -> String {
    let mut json = String::with_capacity(attribute.len() + 3);
    json.push('"');
    for character in attribute.chars() {
        match character {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\0'..='\x1f' => json.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => json.push(character),
        }
    }
    json.push_str("\":");
    json
}
