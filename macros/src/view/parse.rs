use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Data, DeriveInput, Fields, FieldsNamed, Meta, Path, Token};

use super::{View, Viewed};
use crate::context::Context;
use crate::field;
use crate::library::Library;
use crate::setting::Settings;
use crate::symbol::{CRATE, FROM, VIEW, VIEW_FIELD};

/// The view, unless nothing says whose it is, or it is generic.
pub(super) fn parse(input: &DeriveInput, context: &mut Context) -> Option<View> {
    if !input.generics.params.is_empty() {
        context.error(
            &input.generics,
            "a view cannot be generic: its fields have the types that they have in the entity",
        );
    }
    if let Some(entity) = input.attrs.iter().find(|attribute| attribute.path().is_ident("entity")) {
        context.error(
            &entity.meta,
            "an entity is no view: a read of it gives all of its fields as it is; a view is a struct of its own",
        );
        return None;
    }
    let Written { entity, options } = written(&input.attrs, context);
    let mut settings = Settings::parse(options, &VIEW, context);
    let library = Library::called(settings.path(&CRATE, context));
    let fields = named(input, context).map_or_else(Vec::new, |named| fields(input, named, context));
    let entity = match entity {
        Entity::Named(entity) => Some(entity),
        Entity::Faulty => None,
        Entity::Unsaid => {
            context.error(&input.ident, "a view says whose fields it names: `#[view(Order)]`");
            None
        }
    };
    if !input.generics.params.is_empty() {
        return None;
    }
    Some(View {
        ident: input.ident.clone(),
        library,
        entity: entity?,
        fields,
    })
}

/// What stands in `#[view(..)]` on the struct.
struct Written {
    entity: Entity,
    options: TokenStream,
}

enum Entity {
    Named(Path),
    /// What is wrong with it was said.
    Faulty,
    Unsaid,
}

/// Takes the entity out of what is written beside it.
fn written(attributes: &[Attribute], context: &mut Context) -> Written {
    let mut written = Written {
        entity: Entity::Unsaid,
        options: TokenStream::new(),
    };
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("view")) {
        let Meta::List(list) = &attribute.meta else {
            context.error(
                &attribute.meta,
                "`#[view(..)]` takes the entity in parentheses: `#[view(Order)]`",
            );
            written.entity = Entity::Faulty;
            continue;
        };
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if is_option(input) {
                    let (name, equals) = (input.call(Ident::parse_any)?, input.parse::<Token![=]>()?);
                    let value = input.parse::<syn::Expr>()?;
                    written.options.extend(quote!(#name #equals #value,));
                } else {
                    let path = input.call(path)?;
                    written.name(path, context);
                }
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(())
        };
        let parsed = parser.parse2(list.tokens.clone());
        if let Err(error) = parsed {
            context.push(error);
            if let Entity::Unsaid = written.entity {
                written.entity = Entity::Faulty;
            }
        }
    }
    written
}

impl Written {
    fn name(&mut self, path: Path, context: &mut Context) {
        match &self.entity {
            Entity::Unsaid => self.entity = Entity::Named(path),
            Entity::Named(_) | Entity::Faulty => {
                let option = path.get_ident().map(|ident| ident.unraw().to_string());
                let message = match option.filter(|name| name.starts_with(char::is_lowercase)) {
                    Some(name) => VIEW.unknown(&name),
                    None => "a view is of one entity: `#[view(Order)]`".to_owned(),
                };
                context.error(path, message);
            }
        }
    }
}

/// Whether `name = ..` is next; `crate` is a name here, and the start of a path elsewhere.
fn is_option(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    ahead.call(Ident::parse_any).is_ok() && ahead.peek(Token![=])
}

fn path(input: ParseStream<'_>) -> syn::Result<Path> {
    let start = input.fork();
    input.parse::<Path>().map_err(|_| {
        let message = "a view names its entity as a path: `#[view(Order)]`";
        start.error(message)
    })
}

fn named<'a>(input: &'a DeriveInput, context: &mut Context) -> Option<&'a FieldsNamed> {
    let message = "a view is a struct with named fields: `struct OrderSummary { total: u64 }`";
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) if fields.named.is_empty() => context.error(&input.ident, message),
            Fields::Named(fields) => return Some(fields),
            Fields::Unnamed(fields) => context.error(fields, message),
            Fields::Unit => context.error(&input.ident, message),
        },
        Data::Enum(data) => context.error(data.enum_token, message),
        Data::Union(data) => context.error(data.union_token, message),
    }
    None
}

fn fields(input: &DeriveInput, named: &FieldsNamed, context: &mut Context) -> Vec<Viewed> {
    let mut fields: Vec<Viewed> = Vec::with_capacity(named.named.len());
    for field in &named.named {
        let Some(member) = &field.ident else {
            unreachable!("`FieldsNamed` holds named fields")
        };
        let mut settings = Settings::of(&field.attrs, "view", &VIEW_FIELD, context);
        let from = match settings.take(&FROM) {
            None => member.clone(),
            Some(setting) => match setting.path().as_ref().and_then(Path::get_ident) {
                Some(from) => from.clone(),
                None => {
                    context.error(
                        &setting,
                        format!(
                            "`from` takes the name of a field of the entity, without quotes: `{}`",
                            FROM.form
                        ),
                    );
                    continue;
                }
            },
        };
        if let Some(earlier) = fields.iter().find(|earlier| earlier.from.unraw() == from.unraw()) {
            let message = format!(
                "`{}` is read from `{}` already: a view names a field once",
                earlier.member.unraw(),
                from.unraw()
            );
            context.error(&from, message);
            continue;
        }
        fields.push(Viewed {
            member: member.clone(),
            ty: field::without_self(field.ty.to_token_stream(), &input.ident),
            from,
        });
    }
    fields
}
