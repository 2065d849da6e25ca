//! What a put or a delete does to its condition.

use super::{CONDITIONAL, REPEATABLE, class, delete_body, delete_if, put_body, put_if};
use crate::operation::Operation;

#[test]
fn without_a_condition_puts_and_deletes_are_repeatable() {
    assert_eq!(class(Operation::PutItem, &put_body()), REPEATABLE);
    assert_eq!(class(Operation::DeleteItem, &delete_body()), REPEATABLE);
}

#[test]
fn a_put_whose_item_meets_its_condition_is_repeatable() {
    for condition in [
        "attribute_exists(id)",
        "attribute_exists(#id)",
        "attribute_exists(a) AND attribute_exists(s)",
        "attribute_not_exists(gone)",
        "attribute_not_exists(gone.x)",
        "a = :1",
        "a = :one AND s = :s",
        "a <= :1",
        ":2 > a",
        ":0 < a",
        ":1 <= a",
        ":1 >= a",
        "a <> :2",
        "s <> :1",
        "l = :l",
        "a IN (:2, :1)",
        "a BETWEEN :0 AND :2",
        "attribute_not_exists(id) OR a = :1",
        "attribute_exists(id) OR contains(l, :1)",
        "NOT gone = :1",
        "NOT (attribute_not_exists(id) OR begins_with(gone, :s))",
    ] {
        assert_eq!(put_if(condition), REPEATABLE, "{condition}");
    }
}

#[test]
fn a_put_that_may_not_meet_its_condition_is_conditional() {
    for condition in [
        "attribute_not_exists(id)",
        "attribute_not_exists(#id)",
        "NOT attribute_exists(id)",
        "attribute_not_exists(m)",
        "attribute_exists(gone)",
        "a = :2",
        "a = :s",
        "a <> :1",
        "a < :1",
        ":1 < a",
        ":2 <= a",
        ":1 > a",
        ":0 >= a",
        "s > :s",
        "gone = :1",
        "gone <> :1",
        "attribute_not_exists(id) AND a = :1",
        // What is inside a value is not looked at.
        "attribute_exists(m.x)",
        "m.x = :1",
        "l = :m AND a = :1",
        "m = :m",
        "contains(l, :1)",
        "begins_with(s, :s)",
        "size(s) > :1",
        "a = s",
    ] {
        assert_eq!(put_if(condition), CONDITIONAL, "{condition}");
    }
}

#[test]
fn a_delete_leaves_nothing_that_a_condition_could_find() {
    for (condition, expected) in [
        ("attribute_exists(id)", CONDITIONAL),
        ("attribute_exists(a.b[0])", CONDITIONAL),
        ("a = :1", CONDITIONAL),
        ("a > :1", CONDITIONAL),
        ("a <> :1", CONDITIONAL),
        ("a = b", CONDITIONAL),
        ("size(a) = :0", CONDITIONAL),
        ("contains(a, :s)", CONDITIONAL),
        ("a IN (:1, :2)", CONDITIONAL),
        ("a BETWEEN :1 AND :2", CONDITIONAL),
        ("attribute_not_exists(a) AND b = :1", CONDITIONAL),
        // It deletes, or there is nothing to delete.
        ("attribute_not_exists(id)", REPEATABLE),
        ("attribute_not_exists(id) OR a = :1", REPEATABLE),
        ("NOT attribute_exists(a)", REPEATABLE),
        ("NOT a = :1", REPEATABLE),
    ] {
        assert_eq!(delete_if(condition), expected, "{condition}");
    }
}
