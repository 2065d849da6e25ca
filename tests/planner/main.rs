//! The planner by its cases: `testdata/plan.toml` says what comes of each query, and it is asked of the constant
//! function, of the builder, and of the compiler.

#![allow(clippy::unwrap_used, reason = "a test ends where its setup fails")]
#![allow(dead_code, reason = "of the entities, the descriptions are used")]

mod case;
mod constant;
mod entities;
mod given;
mod grammar;
mod planned;
mod readable;
mod sent;

use std::collections::HashSet;

use case::Case;
use ddbx::Entity;
use entities::{Event, File, Job, Note, Order, Person, Place, Reading, Sale, Seat, Session, Task, User};

/// Runs a case in all ways, and says what came otherwise.
fn run<E: Entity>(case: &Case) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut expect = |what: &str, found: &str, expected: &str| {
        if found != expected {
            wrong.push(format!("{what}:\n    found    {found}\n    expected {expected}"));
        }
    };
    let expected = |text: &Option<String>| text.clone().unwrap_or_default();
    let filter = vec![expected(&case.filter); case.times].join(" AND ");
    let keys = case.get.clone().map_or_else(|| case.keys(), |key| vec![key]);
    let beside = E::SCHEMA.table_schema().is_some() || E::SCHEMA.expires().is_some();
    match planned::run(E::SCHEMA, case) {
        Err((message, place)) => {
            if !case.is_error(&message) {
                expect("the planner's error", &message, &expected(&case.error));
            }
            expect("the place of the error", &place, &expected(&case.at));
        }
        Ok(planned) => {
            expect("error", "", &expected(&case.error));
            expect(
                "access",
                planned.access,
                if case.get.is_some() { "get" } else { "query" },
            );
            if case.get.is_none() {
                expect("planned index", planned.index, &expected(&case.query));
            }
            if case.refused.is_none() {
                expect("planned key", &format!("{:#?}", planned.keys), &format!("{keys:#?}"));
                if !beside || !filter.starts_with(&planned.filter) {
                    expect("planned filter", &planned.filter, &filter);
                }
                expect("dropped", &planned.dropped, &expected(&case.dropped));
            }
            expect("hydrates", &planned.hydrates.to_string(), &case.hydrates.to_string());
        }
    }
    // A builder reads whole entities.
    if case.select.is_some() {
        return wrong;
    }
    match sent::run::<E>(case) {
        Err(message) => {
            let refused = expected(&case.refused);
            if !case.is_error(&message) && (refused.is_empty() || !message.ends_with(&refused)) {
                let words = if refused.is_empty() {
                    expected(&case.error)
                } else {
                    refused
                };
                expect("the builder's error", &message, &words);
            }
        }
        Ok(None) => expect("sent keys", "[]", &format!("{keys:?}")),
        Ok(Some(sent)) => {
            let operation = if case.get.is_some() { "GetItem" } else { "Query" };
            expect("operation", &sent.operation, operation);
            expect("sent keys", &format!("{:#?}", sent.keys), &format!("{keys:#?}"));
            if case.get.is_none() {
                expect("sent index", &sent.index, &expected(&case.query));
            }
            expect("sent filter", &sent.filter, &filter);
            expect("what is read", &sent.reads, &expected(&case.reads));
            expect(
                "consistent",
                &sent.is_consistent.to_string(),
                &case.consistent.to_string(),
            );
        }
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
