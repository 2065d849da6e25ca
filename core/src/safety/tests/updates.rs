//! What an update does a second time.

use super::{CONDITIONAL, REPEATABLE, UNSAFE, update, update_if};

#[test]
fn each_change_has_its_class() {
    for (expression, expected) in [
        ("SET a = :1", REPEATABLE),
        ("SET a = :s, b = :l, c = :m, d = :null", REPEATABLE),
        ("SET #a = :1", REPEATABLE),
        ("SET a.b.c = :1", REPEATABLE),
        ("SET #dot = :1", REPEATABLE),
        // A name that JSON must escape is not looked at.
        ("SET #quoted = :1", UNSAFE),
        ("SET a = if_not_exists(a, :0)", REPEATABLE),
        ("SET #a = if_not_exists(a, :0)", REPEATABLE),
        ("SET a.b = if_not_exists(a.b, :0)", REPEATABLE),
        ("SET a = (:1)", REPEATABLE),
        ("SET a = (if_not_exists(a, (:1)))", REPEATABLE),
        ("REMOVE a", REPEATABLE),
        ("REMOVE a, b.c", REPEATABLE),
        ("ADD tags :ss", REPEATABLE),
        ("ADD tags :ns, others :bs", REPEATABLE),
        ("ADD m.tags :ss", REPEATABLE),
        ("DELETE tags :ss", REPEATABLE),
        ("DELETE tags :ns, others :bs", REPEATABLE),
        ("SET a = :1 REMOVE b ADD c :ss DELETE d :ss", REPEATABLE),
        // Numbers, whichever they are.
        ("ADD a :1", UNSAFE),
        ("ADD a :0", UNSAFE),
        ("SET a = a + :1", UNSAFE),
        ("SET a = a - :1", UNSAFE),
        ("SET a = :1 + a", UNSAFE),
        ("SET a = :1 - a", UNSAFE),
        ("SET a = :1 + :2", UNSAFE),
        ("SET a = if_not_exists(a, :0) + :1", UNSAFE),
        ("SET a = (a + :1)", UNSAFE),
        ("SET a=a+:1", UNSAFE),
        // Right sides that read.
        ("SET a = b", UNSAFE),
        ("SET a = a", UNSAFE),
        ("SET a = a.b", UNSAFE),
        ("SET a = if_not_exists(b, :0)", UNSAFE),
        ("SET a = if_not_exists(a, b)", UNSAFE),
        ("SET a = if_not_exists(a.b, :0)", UNSAFE),
        ("SET #dot = if_not_exists(a.b, :0)", UNSAFE),
        ("SET a = if_not_exists(a, if_not_exists(b, :0))", UNSAFE),
        ("SET a = if_not_exists(a, :0 + :1)", UNSAFE),
        // Lists.
        ("SET l = list_append(l, :l)", UNSAFE),
        ("SET l = list_append(:l, :l)", UNSAFE),
        ("SET l = list_append(if_not_exists(l, :l), :l)", UNSAFE),
        ("SET l[0] = :1", UNSAFE),
        ("SET l[0].a = :1", UNSAFE),
        ("SET l[0][1] = :1", UNSAFE),
        ("SET l[0] = if_not_exists(l[0], :1)", UNSAFE),
        ("REMOVE l[0]", UNSAFE),
        ("REMOVE m.l[2].a", UNSAFE),
        ("ADD l[0] :ss", UNSAFE),
        ("DELETE l[0] :ss", UNSAFE),
        // One change is enough.
        ("SET a = :1, b = b + :1, c = :1", UNSAFE),
        ("SET a = :1 ADD n :1", UNSAFE),
        ("ADD tags :ss, n :1", UNSAFE),
        ("REMOVE a, l[0]", UNSAFE),
    ] {
        assert_eq!(update(expression), expected, "{expression}");
    }
}

#[test]
fn a_version_that_is_bumped_refuses_the_repeat() {
    for (expression, condition) in [
        ("SET version = :2", "version = :1"),
        ("SET #version = :2", "version = :1"),
        ("SET version = :2, n = n + :1", "version = :1"),
        ("SET version = :2, n = n + :1", ":1 = version"),
        ("SET version = :2 ADD n :1", "attribute_exists(id) AND version = :1"),
        ("SET version = :2, l[0] = :1", "version = :1"),
        ("ADD version :1", "version = :1"),
        ("ADD version :1", "version = :0"),
        ("ADD version :1, n :2", "version = :1"),
        ("SET version = version + :1 ADD n :1", "version = :1"),
        ("SET version = version - :1 ADD n :1", "version = :1"),
        ("SET version = :1 + version ADD n :1", "version = :1"),
        ("SET version = if_not_exists(version, :0) + :1 ADD n :1", "version = :1"),
        ("SET m.version = :2 ADD n :1", "m.version = :1"),
        ("REMOVE version ADD n :1", "version = :1"),
        ("REMOVE m ADD n :1", "m.version = :1"),
        ("SET state = :t ADD n :1", "state = :s"),
        ("SET state = :no ADD n :1", "state = :yes"),
        ("SET state = :s ADD n :1", "state = :null"),
        ("SET version = :2 ADD n :1", "version < :2"),
        ("SET version = :2 ADD n :1", ":2 > version"),
        ("SET version = :2 ADD n :1", "version <> :2"),
        ("SET version = :2 ADD n :1", "version IN (:0, :1)"),
        ("SET version = :2 ADD n :1", "version BETWEEN :0 AND :1"),
        ("SET state = :t ADD n :1", "state < :t"),
        ("SET state = :t ADD n :1", "attribute_not_exists(state) OR state = :s"),
    ] {
        assert_eq!(
            update_if(expression, condition),
            CONDITIONAL,
            "{expression} if {condition}"
        );
    }
}

#[test]
fn a_version_that_may_stay_refuses_nothing() {
    for (expression, condition) in [
        ("SET version = :1 ADD n :1", "version = :1"),
        ("SET version = :one ADD n :1", "version = :1"),
        ("SET other = :2 ADD n :1", "version = :1"),
        ("SET #dot = :2 ADD n :1", "a.b = :1"),
        ("ADD version :0", "version = :1"),
        ("ADD version :nothing", "version = :1"),
        ("ADD version :1", "version = :huge"),
        ("ADD version :huge", "version = :1"),
        ("SET version = version + :0", "version = :1"),
        ("SET version = :1 - version", "version = :1"),
        ("SET version = version + version", "version = :1"),
        ("SET version = other + :1", "version = :1"),
        ("SET version = if_not_exists(other, :0) + :1", "version = :1"),
        ("ADD version :1", "version <> :1"),
        ("ADD version :1", "version < :1"),
        ("ADD version :1", "version = :1 OR version = :2"),
        ("ADD version :1", "version IN (:1, :2)"),
        ("ADD version :1", "version BETWEEN :1 AND :2"),
        ("ADD version :1", "attribute_not_exists(version) OR version = :1"),
        ("ADD version :1", "NOT version = :1"),
        ("ADD version :1", "version = other"),
        ("SET balance = balance - :1", "balance >= :1"),
        ("ADD n :1", "attribute_exists(id)"),
        ("SET state = :t ADD n :1", "state <= :t"),
        ("SET state = :t ADD n :1", "state = :s OR other = :s"),
        ("SET state = :t ADD n :1", "attribute_not_exists(other) OR state = :s"),
        ("SET l[0] = :2", "l[0] = :1"),
        ("SET l[5] = :2", "attribute_not_exists(l[5])"),
        ("REMOVE l[0] ADD n :1", "attribute_exists(l[0])"),
        ("REMOVE version ADD n :1", "version <> :1"),
        ("SET data = :b ADD n :1", "data = :c"),
        ("SET data = :l ADD n :1", "data < :l"),
        ("SET m.a = :2 ADD n :1", "m = :m"),
        ("SET m = :m ADD n :1", "m.a = :1"),
        ("DELETE tags :ss ADD n :1", "attribute_exists(tags)"),
        // DynamoDB refuses both of these: the paths overlap.
        ("SET version = :2 REMOVE version ADD n :1", "version = :1"),
        ("SET m.version = :2 REMOVE m ADD n :1", "attribute_not_exists(m)"),
    ] {
        assert_eq!(update_if(expression, condition), UNSAFE, "{expression} if {condition}");
    }
}

#[test]
fn what_must_not_exist_yet_refuses_the_repeat() {
    for (expression, condition) in [
        ("ADD n :1", "attribute_not_exists(id)"),
        ("ADD n :1", "attribute_not_exists(#id)"),
        ("ADD n :1", "attribute_not_exists(n)"),
        ("ADD n :1", "NOT attribute_exists(n)"),
        ("ADD n :1, tags :ss", "attribute_not_exists(tags)"),
        ("SET l = list_append(l, :l), done = :yes", "attribute_not_exists(done)"),
        ("SET n = n + :1", "attribute_not_exists(n)"),
        ("SET m.done = :yes ADD n :1", "attribute_not_exists(m.done)"),
        ("SET m.done = :yes ADD n :1", "attribute_not_exists(m)"),
        ("SET m.done = :yes, m.other = m.other + :1", "attribute_not_exists(m)"),
        ("ADD n :1", "attribute_not_exists(id) AND other = :1"),
        ("ADD n :1", "attribute_not_exists(id) AND (other = :1 OR b = :2)"),
        ("REMOVE todo ADD n :1", "attribute_exists(todo)"),
        ("REMOVE todo ADD n :1", "attribute_exists(todo.a)"),
        ("REMOVE todo ADD n :1", "todo > :1"),
        ("REMOVE todo ADD n :1", "begins_with(todo, :s)"),
        ("REMOVE todo ADD n :1", "contains(todo, :s)"),
        ("REMOVE todo ADD n :1", "attribute_type(todo, :s)"),
        ("ADD n :1", "id <> :id"),
    ] {
        assert_eq!(
            update_if(expression, condition),
            CONDITIONAL,
            "{expression} if {condition}"
        );
    }
}

#[test]
fn a_condition_that_stays_true_changes_nothing() {
    for condition in [
        "attribute_exists(id)",
        "attribute_exists(a)",
        "attribute_exists(#a)",
        "attribute_not_exists(other)",
        "NOT attribute_not_exists(a)",
        "a = :1",
        "a = :one",
        ":1 = a",
        "a >= :1",
        "a < :2",
        "a IN (:0, :1)",
        "a BETWEEN :0 AND :2",
        "id = :id",
        "other = :1",
        "other <> :1",
        "other = b",
        "size(other) > :1",
        "contains(other, b)",
        "other BETWEEN b AND :1",
        "attribute_exists(id) AND other > :1",
        "attribute_exists(a) OR other > :1",
        "NOT (other = :1 OR b = :2)",
        "attribute_exists(l[0])",
        ":1 = :2",
    ] {
        assert_eq!(update_if("SET a = :1", condition), REPEATABLE, "{condition}");
        assert_eq!(update_if("SET a = :1, n = n + :1", condition), UNSAFE, "{condition}");
    }
}

#[test]
fn a_condition_that_may_fail_afterwards_costs_the_verdict_only() {
    for condition in [
        "a = :2",
        "a <> :1",
        "a > :1",
        "attribute_not_exists(a)",
        "attribute_not_exists(id)",
        "NOT attribute_exists(id)",
        "a = other",
        "a.b = :1",
        "size(a) = :1",
        "contains(a, :1)",
        "begins_with(a, :s)",
        "attribute_type(a, :s)",
        "a IN (:2, b)",
        "attribute_not_exists(a) OR other = :1",
    ] {
        assert_eq!(update_if("SET a = :1", condition), CONDITIONAL, "{condition}");
    }
}

#[test]
fn an_update_that_only_removes_may_create_nothing() {
    // Whether there is an item afterwards is not known where there was none.
    assert_eq!(update_if("REMOVE a", "attribute_exists(id)"), REPEATABLE);
    assert_eq!(update_if("REMOVE a", "attribute_not_exists(id)"), CONDITIONAL);
    assert_eq!(update_if("DELETE a :ss", "attribute_not_exists(id)"), CONDITIONAL);
    assert_eq!(update_if("REMOVE l[0]", "attribute_not_exists(id)"), UNSAFE);
    assert_eq!(update_if("REMOVE l[0]", "id <> :id"), UNSAFE);
}
