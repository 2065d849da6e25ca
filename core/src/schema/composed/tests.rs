use super::super::{Part, TableIndex, TableSchema};
use super::*;
use crate::codec::Kind;
use crate::expression::Field;
use crate::plan::{Access, Asked, Place, Plan, Told};

struct Order;
const CUSTOMER: Field<Order, String> = Field::new(0, "customer");
const NUMBER: Field<Order, u32> = Field::new(1, "number");
const STATUS: Field<Order, String> = Field::new(2, "status");
const PLACED: Field<Order, String> = Field::new(3, "placed");
const TOTAL: Field<Order, u32> = Field::new(4, "total");

static SHOP: TableSchema = TableSchema::new("shop", "pk", Some("sk")).with_indexes(&[
    TableIndex::global("by_status", &["status_pk"], &["status_sk"]),
    TableIndex::global("by_day", &["day_pk"], &["day_sk"]),
]);

const N6: Part = Part::Field {
    index: 1,
    format: super::super::Format::Padded(6),
};

const fn pk(parts: &'static [Part]) -> Key {
    Key::template("pk", "CUSTOMER#{..}", "#", parts)
}

static ORDER: Schema = Schema::new(
    "Order",
    "shop",
    &[
        FieldDef::new("customer", "customer", Kind::S, false),
        FieldDef::new("number", "number", Kind::N, false),
        FieldDef::new("status", "status", Kind::S, false),
        FieldDef::new("placed", "placed", Kind::S, false).in_form("Iso"),
        FieldDef::new("total", "total", Kind::N, false),
    ],
    &[
        Index::primary(
            &[pk(&[Part::Literal("CUSTOMER#"), Part::field(0)])],
            &[Key::template(
                "sk",
                "ORDER#{number:06}",
                "#",
                &[Part::Literal("ORDER#"), N6],
            )],
        ),
        Index::global(
            "by_status",
            &[Key::field("status_pk", Kind::S, &[Part::field(2)])],
            &[Key::template("status_sk", "{number:06}", "", &[N6])],
        ),
        Index::global(
            "by_day",
            &[Key::field("day_pk", Kind::S, &[Part::field(3)])],
            &[Key::template("day_sk", "{number:06}", "", &[N6])],
        ),
    ],
)
.in_table(&SHOP, &["order"]);

/// The same in other words, and in no `by_day`.
static RETURN: Schema = Schema::new(
    "Return",
    "shop",
    &[
        FieldDef::new("id", "id", Kind::S, false),
        FieldDef::new("no", "no", Kind::N, false),
        FieldDef::new("state", "state", Kind::S, false),
        FieldDef::new("placed", "placed", Kind::S, false),
        FieldDef::new("total", "total", Kind::N, true),
    ],
    &[
        Index::primary(
            &[pk(&[Part::Literal("CUSTOMER#"), Part::field(0)])],
            &[Key::template(
                "sk",
                "RETURN#{no:06}",
                "#",
                &[Part::Literal("RETURN#"), N6],
            )],
        ),
        Index::global(
            "by_status",
            &[Key::field("status_pk", Kind::S, &[Part::field(2)])],
            &[Key::template("status_sk", "{no:06}", "", &[N6])],
        ),
    ],
)
.in_table(&SHOP, &["return", "recall"]);

const MEMBERS: &[&Schema] = &[&ORDER, &RETURN];
static SORTS: [[Key; 4]; common_count(MEMBERS)] = opaque_sorts(MEMBERS);
static INDEXES: [Index; common_count(MEMBERS)] = common_indexes(MEMBERS, &SORTS);
static TAGS: [&str; tag_count(MEMBERS)] = all_tags(MEMBERS);
static BUSINESS: Schema = Schema::of_collection("Business", MEMBERS, &INDEXES, &TAGS);

#[test]
fn a_collection_is_what_its_entities_have_in_common() {
    let indexes: Vec<_> = BUSINESS.indexes().iter().map(Index::name).collect();
    assert_eq!(indexes, ["primary", "by_status"]);
    let tags = BUSINESS.tags().map(|tags| (tags.attribute(), tags.names()));
    assert_eq!(tags, Some(("_type", &["order", "return", "recall"][..])));
    let [sk] = BUSINESS.primary().sort() else {
        panic!("it has one")
    };
    assert_eq!((sk.attribute(), sk.kind(), sk.parts().len()), ("sk", Kind::S, 0));
    let [of_index] = BUSINESS.indexes()[1].sort() else {
        panic!("it has one")
    };
    assert_eq!(of_index.parts(), [N6], "made alike, whatever the field is called");
    let differing = |position| BUSINESS.differing(position).map(Schema::entity);
    assert_eq!(differing(0), Some("Return"), "another name");
    assert_eq!(differing(3), Some("Return"), "another form");
    assert_eq!(differing(4), None, "it may be missing");
    assert!(ORDER.members().is_empty() && ORDER.differing(0).is_none());
}

#[test]
fn a_partition_is_one_query_whatever_its_sort_key_is() {
    let clauses = [
        CUSTOMER.path().is_equal(Told::NOTHING, 0, 0),
        TOTAL.path().is_greater(Told::NOTHING, 1, 1),
    ];
    let plan = Plan::of(&BUSINESS, &clauses, &Asked::NOTHING).unwrap();
    assert_eq!(
        (plan.access(), plan.index(&BUSINESS).name()),
        (Access::Query, "primary")
    );
    assert!(plan.key().has(0) && plan.filter().has(1) && !plan.filter().has(0));
}

#[test]
fn a_sort_key_that_is_made_alike_takes_a_range() {
    let clauses = [
        STATUS.path().is_equal(Told::NOTHING, 0, 0),
        NUMBER.path().is_greater_or_equal(Told::NOTHING, 1, 1),
    ];
    let plan = Plan::of(&BUSINESS, &clauses, &Asked::NOTHING).unwrap();
    assert_eq!(plan.index(&BUSINESS).name(), "by_status");
    assert!(plan.key().has(1) && plan.filter().is_empty());
}

#[test]
fn what_not_all_have_alike_is_no_filter() {
    let refused = |clauses: &[crate::expression::Clause], asked: &Asked| {
        let fault = Plan::of(&BUSINESS, clauses, asked).unwrap_err();
        (fault.place(), fault.message(&BUSINESS, asked).as_str().to_owned())
    };
    let customer = CUSTOMER.path().is_equal(Told::NOTHING, 0, 0);
    let (place, message) = refused(
        &[customer, STATUS.path().is_equal(Told::NOTHING, 1, 1)],
        &Asked::NOTHING,
    );
    assert_eq!(place, Place::Clause(1));
    assert!(message.contains("`Return` has no field `status`"), "{message}");
    let (_, message) = refused(
        &[customer, PLACED.path().is_equal(Told::NOTHING, 1, 1)],
        &Asked::NOTHING,
    );
    assert!(
        message.contains("`Return` stores `placed` in another way than `Order`"),
        "{message}"
    );
    let (place, message) = refused(&[TOTAL.path().is_equal(Told::NOTHING, 0, 0)], &Asked::NOTHING);
    assert_eq!(place, Place::Entity);
    assert!(message.ends_with("help: bind one of these partition keys"), "{message}");
    let (place, message) = refused(&[customer], &Asked::NOTHING.selecting(&[0]));
    assert_eq!(place, Place::View);
    assert!(message.starts_with("a view is of one entity"), "{message}");
    let (place, _) = refused(&[customer], &Asked::NOTHING.on_index("by_day"));
    assert_eq!(place, Place::Index);
}
