use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

use super::{Condition, Described, Leaf, Step, Subject};
use crate::span::locate;

/// What conditions become: constants without values, and the values.
pub(crate) struct Expanded {
    /// The clauses, each a constant expression.
    pub(crate) clauses: Vec<TokenStream>,
    /// The values, in the order of their numbers.
    pub(crate) values: Vec<TokenStream>,
    /// The positions of the leaves, and where each is written.
    pub(crate) leaves: Vec<(usize, Span, Span)>,
}

/// Whose fields the conditions name, and how the library is called.
struct Naming<'a> {
    described: Described,
    entity: &'a Path,
    library: &'a TokenStream,
    private: TokenStream,
}

impl Expanded {
    pub(crate) fn of(
        condition: Option<&Condition>,
        described: Described,
        entity: &Path,
        library: &TokenStream,
    ) -> Self {
        let mut this = Self {
            clauses: Vec::new(),
            values: Vec::new(),
            leaves: Vec::new(),
        };
        let naming = Naming {
            described,
            entity,
            library,
            private: quote!(#library::__private),
        };
        match condition {
            // Those of the top stand side by side.
            Some(Condition::And(all)) => all.iter().for_each(|condition| this.add(condition, &naming)),
            Some(condition) => this.add(condition, &naming),
            None => {}
        }
        this
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
        let (clause, value) = (Ident::new(binding.clause, site), Ident::new(binding.value, site));
        let position = u8::try_from(self.values.len()).unwrap_or(u8::MAX);
        let argument = quote_spanned!(site=> (#position));
        self.leaves.push((self.clauses.len(), leaf.first, leaf.last));
        self.clauses.push(quote!(#handle.#clause #argument));
        for given in &leaf.values {
            self.values.push(quote!(#handle.#value(#given)));
        }
    }
}

impl Naming<'_> {
    /// The handle of what is tested. All tokens have the span of the name they belong to, or an error would underline the
    /// whole macro.
    fn handle(&self, subject: &Subject) -> TokenStream {
        let (field, site) = (&subject.field, subject.field.span());
        let handle = handle(self.described, self.entity, field, self.library);
        let mut handle = quote_spanned!(site=> #handle.path());
        for step in &subject.path {
            handle = match step {
                Step::Element(position, site) => {
                    let (private, narrow) = (locate(&self.private, *site), narrow(&handle, *site));
                    quote_spanned!(*site=> #private::element(#narrow, #position))
                }
                Step::Entry(name) => {
                    let (private, narrow) = (locate(&self.private, name.span()), narrow(&handle, name.span()));
                    quote_spanned!(name.span()=> #private::entry(#narrow, #name))
                }
                Step::Member(member) => {
                    let (private, narrow) = (locate(&self.private, member.span()), narrow(&handle, member.span()));
                    quote_spanned!(member.span()=> #handle.below(#private::members(#narrow).#member))
                }
            };
        }
        match subject.size {
            Some(site) => quote_spanned!(site=> #handle.size()),
            None => handle,
        }
    }
}

/// The handle of a field.
pub(crate) fn handle(described: Described, entity: &Path, field: &Ident, library: &TokenStream) -> TokenStream {
    let fields = described.fields(entity, library);
    quote_spanned!(field.span()=> #fields.#field)
}

/// An expression whose caret is at `site`, wherever its tokens stand: that of a block is at its braces. One of an
/// expression alone would be told to have none.
fn narrow(expression: &TokenStream, site: Span) -> TokenStream {
    let site = Span::mixed_site().located_at(site);
    quote_spanned!(site=> { let path = #expression; path })
}
