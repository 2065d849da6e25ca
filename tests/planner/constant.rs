//! Cases that the compiler plans: each is a constant, and the same as at run time.

use ddbx::Entity;
use ddbx_core::plan::{Asked, Fault, Plan, Told};

use crate::case::Case;
use crate::entities::{Event, File, Job, Note, Order, Person, Place, Sale, Seat, Task};
use crate::{planned, schema};

/// A case by its name, and what the compiler made of its conditions.
macro_rules! planned {
    ($($name:literal: $entity:ident($fields:ident) $asked:expr, [$($clause:expr),* $(,)?];)*) => {
        &[$({
            const PLAN: Result<Plan, Fault> = {
                let $fields = <$entity as Entity>::FIELDS;
                Plan::of(<$entity as Entity>::SCHEMA, &[$($clause),*], &$asked)
            };
            ($name, PLAN)
        }),*]
    };
}

const PLANS: &[(&str, Result<Plan, Fault>)] = planned![
    "a whole key of templates": Order(order) Asked::NOTHING,
        [order.customer.path().is_equal(Told::NOTHING, 0, 0), order.placed_at.path().is_equal(Told::NOTHING, 1, 1), order.order.path().is_equal(Told::NOTHING, 2, 2)];
    "fixed width, two bounds: the second excluded": Order(order) Asked::NOTHING,
        [order.customer.path().is_equal(Told::NOTHING, 0, 0), order.placed_at.path().is_greater_or_equal(Told::NOTHING, 1, 1), order.placed_at.path().is_less(Told::NOTHING, 2, 2)];
    "last: less": Order(order) Asked::NOTHING,
        [order.customer.path().is_equal(Told::NOTHING, 0, 0), order.placed_at.path().is_equal(Told::NOTHING, 1, 1), order.order.path().is_less(Told::NOTHING, 2, 2)];
    "key only, last: both excluded": Seat(seat) Asked::NOTHING,
        [seat.event.path().is_equal(Told::NOTHING, 0, 0), seat.row.path().is_equal(Told::NOTHING, 1, 1), seat.seat.path().is_greater(Told::NOTHING, 2, 2), seat.seat.path().is_less(Told::NOTHING, 3, 3)];
    "a list of partitions": Note(note) Asked::NOTHING, [note.owner.path().is_one_of(Told::NOTHING, 0, 0)];
    "adjacent: the second is between": Event(event) Asked::NOTHING,
        [event.stream.path().is_equal(Told::NOTHING, 0, 0), event.shard.path().is_equal(Told::NOTHING, 1, 1), event.sequence.path().is_between(Told::NOTHING, 2, 2)];
    "any width: a prefix": File(file) Asked::NOTHING, [file.volume.path().is_equal(Told::NOTHING, 0, 0), file.folder.path().is_begun_with(Told::NOTHING, 1, 1)];
    "several: both excluded on the second": Place(place) Asked::NOTHING, [
        place.country.path().is_equal(Told::NOTHING, 0, 0), place.city.path().is_equal(Told::NOTHING, 1, 1), place.road.path().is_equal(Told::NOTHING, 2, 2),
        place.house.path().is_greater(Told::NOTHING, 3, 3), place.house.path().is_less(Told::NOTHING, 4, 4),
    ];
    "keys only, with hydrate": Job(job) Asked::NOTHING.hydrated(), [job.state.path().is_equal(Told::NOTHING, 0, 0)];
    "keys only, with more selected": Job(job) Asked::NOTHING.selecting(&[7]), [job.state.path().is_equal(Told::NOTHING, 0, 0)];
    "hash-only, where the partition is all that is bound": Person(person) Asked::NOTHING, [person.name.path().is_equal(Told::NOTHING, 0, 0)];
    "a tie of two indexes": Person(person) Asked::NOTHING, [person.street.path().is_equal(Told::NOTHING, 0, 0)];
    "the name decides a tie": Person(person) Asked::NOTHING.on_index("by_mobile"), [person.phone.path().is_equal(Told::NOTHING, 0, 0)];
    "local over global": Task(task) Asked::NOTHING, [task.project.path().is_equal(Told::NOTHING, 0, 0), task.due.path().is_greater(Told::NOTHING, 1, 1)];
    "consistent: no global index": Order(order) Asked::NOTHING.consistent(), [order.status.path().is_equal(Told::NOTHING, 0, 0)];
    "a tag beside the filter": Sale(sale) Asked::NOTHING, [sale.customer.path().is_equal(Told::NOTHING, 0, 0), sale.total.path().is_greater(Told::NOTHING, 1, 1)];
    "nothing is bound": Order(order) Asked::NOTHING, [order.total.path().is_greater(Told::NOTHING, 0, 0)];
    "a list on a sort key that is a field is no filter": Note(note) Asked::NOTHING,
        [note.owner.path().is_equal(Told::NOTHING, 0, 0), note.name.path().is_one_of(Told::NOTHING, 1, 1)];
    "the size of a number": Order(order) Asked::NOTHING, [order.customer.path().is_equal(Told::NOTHING, 0, 0), order.total.size().is_greater(Told::NOTHING, 1, 1)];
];

#[test]
fn the_compiler_makes_the_same_plans() {
    let cases = Case::all();
    for (name, plan) in PLANS {
        let case = cases.iter().find(|case| case.name == *name);
        let case = case.unwrap_or_else(|| panic!("no case is called `{name}`"));
        assert_eq!(planned::plan(schema(case), case).1, *plan, "{name}");
    }
}
