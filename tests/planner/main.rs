//! The planner by its cases: `testdata/plan.toml` says what comes of each query, and it is asked of the constant
//! function, of the builder, of the compiler, and of the macro `query!`; what the macro refuses is in `tests/ui/plan`.

#![allow(clippy::unwrap_used, reason = "a test ends where its setup fails")]
#![allow(dead_code, reason = "of the entities, the descriptions are used")]

mod by_macro;
mod case;
mod compare;
mod constant;
mod entities;
mod given;
mod grammar;
mod planned;
mod readable;
mod refused;
mod sent;
mod statement;

use std::collections::HashSet;

use case::Case;
use ddbx::Entity;
use entities::{Event, File, Job, Note, Order, Person, Place, Reading, Sale, Seat, Session, Task, User};

/// Runs a case in the ways that take any, and says what came otherwise.
fn run<E: Entity>(case: &Case) -> Vec<String> {
    let mut wrong = compare::planned(case, E::SCHEMA);
    // A builder reads whole entities.
    if case.select.is_none() {
        wrong.extend(compare::sent(case, sent::by_builder::<E>(case)));
    }
    wrong
}

macro_rules! of_entities {
    ($case:expr, $do:ident: $($entity:ident)*) => {
        match $case.entity.as_str() {
            $(stringify!($entity) => $do::<$entity>($case),)*
            other => panic!("there is no entity `{other}`"),
        }
    };
}

fn schema_of<E: Entity>(_: &Case) -> &'static ddbx::schema::Schema {
    E::SCHEMA
}

/// The description of the entity of a case.
fn schema(case: &Case) -> &'static ddbx::schema::Schema {
    of_entities!(case, schema_of: Event File Job Note Order Person Place Reading Sale Seat Session Task User)
}

#[test]
fn every_case_comes_as_the_file_says() {
    let cases = Case::all();
    let mut wrong = Vec::new();
    for case in &cases {
        let found: Vec<_> =
            of_entities!(case, run: Event File Job Note Order Person Place Reading Sale Seat Session Task User);
        if !found.is_empty() {
            wrong.push(format!("{}\n  {}", case.name, found.join("\n  ")));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_case_has_a_name_of_its_own() {
    let cases = Case::all();
    let names: HashSet<_> = cases.iter().map(|case| &case.name).collect();
    assert_eq!(names.len(), cases.len());
    assert!(cases.len() >= 150, "there are {} cases", cases.len());
}
