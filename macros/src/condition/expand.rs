use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;

use super::operator::Takes;
use super::{Condition, Described, Leaf, Step, Subject};
use crate::library::Library;

/// What conditions become: constants without values, and the values.
pub(crate) struct Expanded {
    /// The statement behind which clauses and values stand: the handles of the fields, named once. What each of them would
    /// name by its trait costs the compiler as much as the rest of it.
    pub(crate) handles: TokenStream,
    /// Whether a value is taken by a handle: `is_type` asks none.
    asks: bool,
    /// The clauses, each a constant expression.
    pub(crate) clauses: Vec<TokenStream>,
    /// The values, in the order of their numbers.
    pub(crate) values: Vec<TokenStream>,
}

/// How the library is called.
struct Naming<'a> {
    library: &'a Library,
    private: Library,
}

impl Expanded {
    pub(crate) fn of(condition: Option<&Condition>, described: Described, entity: &Path, library: &Library) -> Self {
        let (fields, of_entity) = (local(Span::call_site()), described.fields(entity, library));
        let mut this = Self {
            handles: quote!(let #fields = #of_entity;),
            asks: false,
            clauses: Vec::new(),
            values: Vec::new(),
        };
        let naming = Naming {
            library,
            private: library.private(),
        };
        match condition {
            // Those of the top stand side by side.
            Some(Condition::And(all)) => all.iter().for_each(|condition| this.add(condition, &naming)),
            Some(condition) => this.add(condition, &naming),
            None => {}
        }
        this
    }

    /// The statement of the handles before the values, if one is named there.
    pub(crate) fn handles_of_values(&self) -> Option<&TokenStream> {
        self.asks.then_some(&self.handles)
    }

    fn add(&mut self, condition: &Condition, naming: &Naming<'_>) {
        match condition {
            Condition::And(all) => self.group("And", all.iter(), naming),
            Condition::Leaf(leaf) => self.leaf(leaf, naming),
            Condition::Not(inner) => self.group("Not", [&**inner].into_iter(), naming),
            Condition::Or(all) => self.group("Or", all.iter(), naming),
        }
    }

    fn group<'a>(&mut self, join: &str, inner: impl Iterator<Item = &'a Condition>, naming: &Naming<'_>) {
        let start = self.clauses.len();
        self.clauses.push(TokenStream::new());
        inner.for_each(|condition| self.add(condition, naming));
        let len = u16::try_from(self.clauses.len() - start - 1).unwrap_or(u16::MAX);
        let (private, join) = (&naming.private, Ident::new(join, Span::mixed_site()));
        self.clauses[start] = quote!(#private::Clause::Group { join: #private::Join::#join, len: #len });
    }

    fn leaf(&mut self, leaf: &Leaf, naming: &Naming<'_>) {
        let handle = naming.handle(&leaf.subject);
        let (binding, site) = (leaf.operator.binding(), leaf.site);
        let clause = Ident::new(binding.clause, site);
        let (position, first) = (number(self.clauses.len()), number(self.values.len()));
        // What is told of the condition is shown from its first word to its last.
        let subject = quote_spanned!(leaf.first=> (#handle));
        let told = Ident::new("told", Span::mixed_site());
        let arguments = quote_spanned!(leaf.last=> (#told, #position, #first));
        self.clauses.push(quote!(#subject.#clause #arguments));
        self.asks |= !leaf.values.is_empty() && binding.takes != Takes::Kind;
        for given in &leaf.values {
            let value = value(&handle, binding.takes, site, given, naming.library);
            self.values.push(value);
        }
    }
}

impl Naming<'_> {
    /// The handle of what is tested. All tokens have the span of the name they belong to, or an error would underline the
    /// whole macro.
    fn handle(&self, subject: &Subject) -> TokenStream {
        let (field, site, private) = (&subject.field, subject.field.span(), &self.private);
        let fields = local(site);
        let handle = quote_spanned!(site=> #fields.#field);
        if subject.path.is_empty() && subject.size.is_none() {
            return handle;
        }
        let mut handle = quote_spanned!(site=> #handle.path());
        for step in &subject.path {
            handle = match step {
                Step::Element(position, site) => {
                    let below = self.below("Indexed", *site);
                    quote_spanned!(*site=> #private::element(#handle, #below, #position))
                }
                Step::Entry(name) => {
                    let below = self.below("Keyed", name.span());
                    quote_spanned!(name.span()=> #private::entry(#handle, #below, #name))
                }
                Step::Member(member) => {
                    let below = self.below("Document", member.span());
                    quote_spanned!(member.span()=> #handle.below(#private::members(#handle, #below).#member))
                }
            };
        }
        match subject.size {
            Some(site) => quote_spanned!(site=> #handle.size()),
            None => handle,
        }
    }

    /// How a step is taken below a type that has this trait; the caret of one that has it not is at the `_`.
    fn below(&self, of: &str, site: Span) -> TokenStream {
        let (private, of) = (self.private.located(site), Ident::new(of, site));
        quote_spanned!(site=> <_ as #private::#of>::BELOW)
    }
}

/// A position; of one that is beyond all that a statement takes, nothing is told.
fn number(position: usize) -> u8 {
    u8::try_from(position).unwrap_or(u8::MAX).min(u8::MAX - 1)
}

/// The variable that has the handles, named at `site`.
fn local(site: Span) -> Ident {
    Ident::new("fields", Span::mixed_site().located_at(site))
}

/// The handle of a field.
pub(crate) fn handle(described: Described, entity: &Path, field: &Ident, library: &Library) -> TokenStream {
    let fields = described.fields(entity, library);
    quote_spanned!(field.span()=> #fields.#field)
}

/// A value, which `handle` takes at `site`.
///
/// The attribute is asked before the value: of an operator that it does not know, nothing is said of the value. Both are
/// asked by functions of traits, for which rustc shows the message of the trait, and nothing of the function.
pub(crate) fn value(
    handle: &TokenStream,
    takes: Takes,
    site: Span,
    given: &impl ToTokens,
    library: &Library,
) -> TokenStream {
    let private = library.private();
    if takes == Takes::Kind {
        let (here, kind) = (
            private.located(site),
            Ident::new("kind", Span::mixed_site().located_at(site)),
        );
        let annotated = quote_spanned!(site=> #kind: #here::Kind);
        return quote!({ let #annotated = #given; #private::kind(#kind) });
    }
    let ((asked, of_attribute), bound) = (takes.of_attribute(), takes.of_values());
    let (asked, of_attribute) = (Ident::new(asked, site), Ident::new(of_attribute, site));
    let here = private.located(site);
    let target = quote_spanned!(site=> <_ as #here::#asked>::#of_attribute(#handle.target));
    match single(given) {
        // The caret is at the `_`.
        Some(at) => {
            let (bound, here) = (Ident::new(bound, at), private.located(at));
            quote_spanned!(at=> <_ as #here::#bound<_>>::bind_for(#target, #given))
        }
        // The caret is at the value, all of it, and at the operator for the call.
        None => {
            let bound = Ident::new(bound, site);
            quote_spanned!(site=> #here::#bound::bind_for(#target, #given))
        }
    }
}

/// Where something stands that is one token.
fn single(given: &impl ToTokens) -> Option<Span> {
    let mut tokens = given.to_token_stream().into_iter();
    let first = tokens.next()?;
    if tokens.next().is_some() {
        return None;
    }
    match &first {
        // What came through the user's own macro is shown where its caller wrote it.
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            single(&group.stream()).or_else(|| Some(first.span()))
        }
        _ => Some(first.span()),
    }
}
