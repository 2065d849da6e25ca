//! A case as the statement that it is.

use ddbx::{Entity, View};

use crate::case::Case;
use crate::entities::{self, Job, Sale, Session};

/// `query!(Order, customer == "c1", index = "primary", consistent, hydrate, select = View)`, squeezed.
pub(crate) fn text(case: &Case) -> String {
    let mut text = format!("query!({}, {}", case.entity, case.r#where);
    if let Some(index) = &case.index {
        text.push_str(&format!(", index = {index:?}"));
    }
    if case.consistent {
        text.push_str(", consistent");
    }
    if case.hydrate {
        text.push_str(", hydrate");
    }
    if let Some(view) = view(case) {
        text.push_str(&format!(", select = {view}"));
    }
    squeezed(&text) + ")"
}

/// Views by their names, each with its entity and its fields.
macro_rules! views {
    ($($view:ident: $entity:ident,)*) => {
        [$((stringify!($view), stringify!($entity), names::<$entity>(<entities::$view as View>::FIELDS))),*]
    };
}

fn names<E: Entity>(fields: &[u16]) -> Vec<&'static str> {
    let name = |field: &u16| E::SCHEMA.fields()[usize::from(*field)].name();
    fields.iter().map(name).collect()
}

/// The view of what a case selects.
pub(crate) fn view(case: &Case) -> Option<&'static str> {
    let selected = case.select.as_ref()?;
    let views = views![
        JobKey: Job, JobLength: Job, JobNote: Job, JobNotes: Job, JobStart: Job, JobState: Job,
        SaleTotal: Sale,
        SessionId: Session,
    ];
    let mut views = views.into_iter();
    let view = views.find(|(_, entity, fields)| *entity == case.entity && fields == selected);
    let view = view.unwrap_or_else(|| panic!("no view of `{}` reads {selected:?}", case.entity));
    Some(view.0)
}

/// Without the spaces that mean nothing, those outside of strings.
pub(crate) fn squeezed(text: &str) -> String {
    let (mut squeezed, mut is_string, mut is_escaped) = (String::new(), false, false);
    for character in text.chars() {
        if is_string || !character.is_whitespace() {
            squeezed.push(character);
        }
        if character == '"' && !is_escaped {
            is_string = !is_string;
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    squeezed
}

#[test]
fn spaces_in_strings_stay() {
    assert_eq!(squeezed("a == \"b \\\" c\" && d\n > 5"), "a==\"b \\\" c\"&&d>5");
}
