use super::super::{FieldDef, Format};
use super::*;

static SHOP: TableSchema = TableSchema::new("shop", "pk", Some("sk"));
static ARCHIVE: TableSchema = TableSchema::new("archive", "pk", Some("sk"));

const FIELDS: &[FieldDef] = &[
    FieldDef::new("a", "a", Kind::S, false),
    FieldDef::new("b", "b", Kind::S, false),
    FieldDef::new("n", "n", Kind::N, false),
];
const A: Part = Part::field(0);
const B: Part = Part::field(1);
const N: Part = Part::field(2);
const N4: Part = Part::Field {
    index: 2,
    format: Format::Padded(4),
};
const HASH: Part = Part::Literal("#");

/// An entity of the table, whose partition key has these parts.
fn entity(name: &'static str, parts: &'static [Part]) -> Schema {
    in_table(name, parts, &SHOP)
}

fn in_table(name: &'static str, parts: &'static [Part], table: &'static TableSchema) -> Schema {
    let keys = vec![Key::template("pk", "as written", "#", parts)].leak();
    let indexes = vec![Index::primary(keys, &[])].leak();
    let tags = vec![name].leak();
    Schema::new(name, table.name(), FIELDS, indexes).in_table(table, tags)
}

fn plain(field: u16) -> Schema {
    let parts = vec![Part::field(field)].leak();
    let kind = FIELDS[usize::from(field)].kind();
    let keys = vec![Key::field("pk", kind, parts)].leak();
    let indexes = vec![Index::primary(keys, &[])].leak();
    Schema::new("Plain", "shop", FIELDS, indexes).in_table(&SHOP, &["Plain"])
}

fn is_same(left: &Schema, right: &Schema) -> bool {
    let same = is_same_partition(left, left.primary(), right, right.primary());
    assert_eq!(same, is_same_partition(right, right.primary(), left, left.primary()));
    same
}

#[test]
fn partitions_are_the_same_whatever_their_fields_are_called() {
    for (left, right, expected) in [
        (&[A, HASH, B][..], &[B, HASH, A][..], true),
        (&[A, HASH, B], &[A, HASH, A], false),
        (&[A, HASH, A], &[B, HASH, B], true),
        (&[A], &[N], false),
        (&[N], &[N4], false),
        (&[N4], &[N4], true),
        (&[A], &[A, HASH], false),
        (&[HASH, A], &[A, HASH], false),
        (&[HASH, A], &[Part::Literal("$"), A], false),
        (&[HASH], &[HASH], true),
    ] {
        assert_eq!(
            is_same(&entity("L", left), &entity("R", right)),
            expected,
            "{left:?} {right:?}"
        );
    }
    assert!(is_same(&plain(0), &plain(1)));
    assert!(!is_same(&plain(0), &plain(2)));
    assert!(
        is_same(&plain(0), &entity("T", &[A])),
        "a template of one string is that string"
    );
    assert!(!is_same(&plain(2), &entity("T", &[N])), "a number is none");
}

#[test]
fn several_attributes_are_compared_as_one_key() {
    let both = |first: &'static [Part], second: &'static [Part]| {
        let keys = vec![Key::field("gsi1", Kind::S, first), Key::field("gsi2", Kind::S, second)].leak();
        Index::global("by", keys, &[])
    };
    let schema = entity("E", &[A]);
    let is_same = |left: &Index, right: &Index| is_same_partition(&schema, left, &schema, right);
    assert!(is_same(&both(&[A], &[B]), &both(&[B], &[A])));
    assert!(!is_same(&both(&[A], &[A]), &both(&[A], &[B])), "one value against two");
    assert!(!is_same(schema.primary(), &both(&[A], &[B])));
}

fn refusal(members: &[&Schema], position: usize) -> String {
    let refused = std::panic::catch_unwind(|| check_member(members, position));
    *refused.unwrap_err().downcast::<String>().unwrap()
}

#[test]
fn members_agree_on_their_table_and_differ_in_their_tags() {
    let first = entity("First", &[A]);
    let second = entity("Second", &[B]);
    check_member(&[&first, &second], 0);
    check_member(&[&first, &second], 1);
    assert!(refusal(&[&first, &first], 1).contains("items of `First` are in two variants"));
    let away = in_table("Away", &[A], &ARCHIVE);
    assert!(refusal(&[&first, &away], 1).contains("`First` is in table `shop`, and `Away` in table `archive`"));
    let namesake = Schema::new("Namesake", "shop", FIELDS, first.indexes()).in_table(&SHOP, &["Else", "First"]);
    assert!(refusal(&[&first, &second, &namesake], 2).contains("both have the tag `First`"));
    let other = entity("Other", &[HASH, A]);
    assert!(refusal(&[&first, &other], 1).contains("a collection reads one partition"));
}

#[test]
fn one_mistake_is_one_error() {
    let alone = Schema::new("Alone", "users", FIELDS, entity("E", &[A]).indexes());
    let first = entity("First", &[A]);
    assert!(refusal(&[&alone, &first], 0).contains("`Alone` has a table of its own, `users`"));
    check_member(&[&alone, &first], 1);
    let faulty = Schema::new("Faulty", "", FIELDS, first.indexes());
    check_member(&[&first, &faulty], 1);
    check_member(&[&faulty, &first], 1);
}
