//! Cases as statements of `query!`: what each sends is what the file says.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::case::Case;
use crate::sent::{self, Reading, Recorder};
use crate::{compare, statement};

/// The statement of a case.
struct Statement {
    name: &'static str,
    /// As it is written here.
    text: &'static str,
    read: fn(&Recorder) -> Reading<'_>,
}

/// Statements by the names of their cases.
macro_rules! statements {
    ($($name:literal: query!($entity:ident, $($asked:tt)*);)*) => {
        &[$(Statement {
            name: $name,
            text: stringify!(query!($entity, $($asked)*)),
            read: |recorder| Box::pin(async { query!($entity, $($asked)*).fetch_all(recorder).await.map(drop) }),
        }),*]
    };
}

mod choice;
mod ranges;
mod whole;

/// A timestamp of this text.
fn fixed(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn statements_send_what_the_file_says() {
    let cases = Case::all();
    let mut wrong = Vec::new();
    let mut names = HashSet::new();
    for one in [whole::STATEMENTS, ranges::STATEMENTS, choice::STATEMENTS]
        .into_iter()
        .flatten()
    {
        let case = cases.iter().find(|case| case.name == one.name);
        let case = case.unwrap_or_else(|| panic!("no case is called `{}`", one.name));
        assert_eq!(statement::squeezed(one.text), statement::text(case), "{}", one.name);
        assert!(names.insert(one.name), "`{}` stands here twice", one.name);
        let found = compare::sent(case, sent::requests(one.read));
        if !found.is_empty() {
            wrong.push(format!("{}\n  {}", one.name, found.join("\n  ")));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        names.len(),
        wrong.join("\n")
    );
    assert!(names.len() >= 200, "there are {} statements", names.len());
}
