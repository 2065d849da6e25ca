//! What functions make of an attribute that they are not for.

use ddbx::{Entity, Pool};

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "shapes")]
struct Shape {
    #[entity(pk)]
    kind: String,
    #[entity(sk)]
    number: u32,
    #[entity(null)]
    name: Option<String>,
}

/// One that has a name, and one whose name is NULL.
async fn shapes(pool: &Pool) -> [Shape; 2] {
    let [named, unnamed] = [(1, Some("ring")), (2, None)].map(|(number, name)| Shape {
        kind: "round".into(),
        number,
        name: name.map(Into::into),
    });
    for shape in [&named, &unnamed] {
        ddbx::put(shape.clone()).execute(pool).await.unwrap();
    }
    [named, unnamed]
}

fn round() -> ddbx::Query<Shape> {
    ddbx::query::<Shape>().filter(|shape| shape.kind.eq("round"))
}

#[ddbx::test(entities(Shape))]
async fn null_begins_with_nothing(pool: Pool) {
    let [named, unnamed] = shapes(&pool).await;
    let begins = round().filter(|shape| shape.name.begins_with("r"));
    assert_eq!(begins.fetch_all(&pool).await.unwrap(), [named]);
    let others = round().filter(|shape| !shape.name.begins_with("r"));
    assert_eq!(others.fetch_all(&pool).await.unwrap(), [unnamed]);
}

#[ddbx::test(entities(Shape))]
async fn null_contains_nothing(pool: Pool) {
    let [named, unnamed] = shapes(&pool).await;
    let contains = round().filter(|shape| shape.name.contains("in"));
    assert_eq!(contains.fetch_all(&pool).await.unwrap(), [named]);
    let others = round().filter(|shape| !shape.name.contains("in"));
    assert_eq!(others.fetch_all(&pool).await.unwrap(), [unnamed]);
}

#[ddbx::test(entities(Shape))]
async fn null_is_there_and_is_null(pool: Pool) {
    let [named, unnamed] = shapes(&pool).await;
    let of = |condition: ddbx::Condition<Shape>| round().filter(|_| condition).fetch_all(&pool);
    let name = Shape::FIELDS.name;
    assert_eq!(of(name.exists()).await.unwrap(), [named.clone(), unnamed.clone()]);
    assert_eq!(of(name.is_null()).await.unwrap(), std::slice::from_ref(&unnamed));
    assert_eq!(of(name.not_exists()).await.unwrap(), []);
    assert_eq!(of(name.ne("ring")).await.unwrap(), [unnamed]);
    assert_eq!(of(name.ge("")).await.unwrap(), [named]);
}
