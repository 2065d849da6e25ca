use std::collections::HashSet;

use ddbx_core::codec::{Bound, Kind};
use ddbx_core::expression::{Clauses, Condition, Field};

use super::super::Fingerprint;

struct Order;

const CUSTOMER: Field<Order, String> = Field::new(0, "customer");
const NUMBER: Field<Order, u64> = Field::new(1, "number");

fn of(conditions: impl IntoIterator<Item = Condition<Order>>) -> [u8; 32] {
    let mut clauses = Clauses::default();
    for condition in conditions {
        clauses.push(condition.into()).unwrap();
    }
    let mut fingerprint = Fingerprint::new("query", "Order");
    fingerprint.conditions(&clauses.entries, &clauses.values);
    fingerprint.finish()
}

#[test]
fn the_same_query_has_the_same_one() {
    let query = || of([CUSTOMER.eq("ann").and(NUMBER.between(1, 7)), !NUMBER.is_in([3, 4])]);
    assert_eq!(query(), query());
}

#[test]
fn every_other_query_has_another_one() {
    let queries = [
        of([]),
        of([CUSTOMER.eq("ann")]),
        of([CUSTOMER.eq("bob")]),
        of([CUSTOMER.eq("")]),
        of([CUSTOMER.ne("ann")]),
        of([CUSTOMER.gt("ann")]),
        of([CUSTOMER.ge("ann")]),
        of([CUSTOMER.lt("ann")]),
        of([CUSTOMER.le("ann")]),
        of([CUSTOMER.begins_with("ann")]),
        of([CUSTOMER.contains("ann")]),
        of([CUSTOMER.between("ann", "ann")]),
        of([CUSTOMER.exists()]),
        of([CUSTOMER.not_exists()]),
        of([!CUSTOMER.exists()]),
        of([!(!CUSTOMER.exists())]),
        of([CUSTOMER.is_in(["ann"])]),
        of([CUSTOMER.is_in(["ann", "bob"])]),
        of([CUSTOMER.is_in(["bob", "ann"])]),
        of([CUSTOMER.is_in(["annbob"])]),
        of([NUMBER.eq(1)]),
        of([Field::<Order, String>::new(1, "number").eq("1")]),
        of([NUMBER.between(1, 23)]),
        of([NUMBER.between(12, 3)]),
        of([CUSTOMER.size().eq(1)]),
        of([CUSTOMER.is_null()]),
        of([CUSTOMER.is_type(Kind::S)]),
        of([CUSTOMER.eq("ann").and(NUMBER.eq(1))]),
        of([CUSTOMER.eq("ann").or(NUMBER.eq(1))]),
        of([CUSTOMER.eq("ann").and(NUMBER.eq(1)).or(NUMBER.eq(2))]),
        of([CUSTOMER.eq("ann").and(NUMBER.eq(1).or(NUMBER.eq(2)))]),
        of([CUSTOMER.eq("ann"), NUMBER.eq(1).or(NUMBER.eq(3))]),
        of([!CUSTOMER.eq("ann").and(NUMBER.eq(1))]),
        of([(!CUSTOMER.eq("ann")).and(NUMBER.eq(1))]),
    ];
    assert_eq!(HashSet::from(queries).len(), queries.len());
}

#[test]
fn pieces_keep_their_borders() {
    fn of(make: impl FnOnce(&mut Fingerprint)) -> [u8; 32] {
        let mut fingerprint = Fingerprint::new("query", "Order");
        make(&mut fingerprint);
        fingerprint.finish()
    }
    let value = |text: &str| Bound::S(text.into());
    let all = [
        Fingerprint::new("scan", "Order").finish(),
        Fingerprint::new("queryOrder", "").finish(),
        of(|_| {}),
        of(|it| it.text("")),
        of(|it| it.text("ab")),
        of(|it| {
            it.text("a");
            it.text("b");
        }),
        of(|it| it.flag(false)),
        of(|it| it.flag(true)),
        of(|it| it.values(&[])),
        of(|it| it.values(&[value("a"), value("b")])),
        of(|it| {
            it.values(&[value("a")]);
            it.values(&[value("b")]);
        }),
        of(|it| it.values(&[value("ab")])),
        of(|it| it.values(&[Bound::Int(1)])),
        of(|it| it.values(&[value("1")])),
        of(|it| it.values(&[Bound::B("1".into())])),
    ];
    assert_eq!(HashSet::from(all).len(), all.len());
}
