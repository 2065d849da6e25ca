//! Several entities of one partition, read by one query.

use ddbx::{Collection, Entity, Error, Pool, Table, ops};

use crate::{chain, message};

#[derive(Table)]
#[table(name = "shop", pk = "pk", sk = "sk")]
#[table(index(name = "by_status", pk = "gsi1pk", sk = "gsi1sk"))]
#[table(index(name = "by_number", pk = "gsi2pk"))]
struct Shop;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "CUSTOMER#{id}", sk = "PROFILE")]
#[entity(by_status(pk = "STATUS#{status}", sk = "C#{id}"))]
struct Customer {
    id: String,
    status: String,
}

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, tag = "order", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
#[entity(
    by_status(pk = "STATUS#{state}", sk = "O#{number:06}"),
    by_number(pk = "N#{number:06}")
)]
struct Order {
    customer: String,
    number: u32,
    state: String,
}

/// A neighbour of both that the collection has no variant for.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "CUSTOMER#{customer}", sk = "NOTE#{number:06}")]
#[entity(
    by_status(pk = "STATUS#{customer}", sk = "{customer}"),
    by_number(pk = "N#{customer}")
)]
struct Note {
    customer: String,
    number: u32,
}

#[derive(Collection, Debug, PartialEq)]
enum CustomerItem {
    Customer(Customer),
    Order(Order),
}

#[derive(Collection, Debug, PartialEq)]
enum Noted {
    Order(Order),
    Note(Note),
}

fn ann() -> Customer {
    Customer {
        id: "ann".into(),
        status: "open".into(),
    }
}

fn order(number: u32) -> Order {
    Order {
        customer: "ann".into(),
        number,
        state: "open".into(),
    }
}

/// Ann, three orders of hers, and many notes between.
async fn fill(pool: &Pool) -> Result<(), Error> {
    ddbx::put(ann()).execute(pool).await?;
    for number in [1, 2, 3] {
        ddbx::put(order(number)).execute(pool).await?;
    }
    for number in 0..8 {
        let customer = "ann".into();
        ddbx::put(Note { customer, number }).execute(pool).await?;
    }
    let somebody = Customer {
        id: "bob".into(),
        status: "gone".into(),
    };
    ddbx::put(somebody).execute(pool).await?;
    Ok(())
}

fn of_ann() -> ddbx::CollectionQuery<CustomerItem> {
    ddbx::collection("ann")
}

fn orders(numbers: [u32; 3]) -> Vec<CustomerItem> {
    numbers.map(|number| CustomerItem::Order(order(number))).into()
}

#[ddbx::test(entities(Customer, Order, Note))]
async fn one_query_reads_several_entities(pool: Pool) -> Result<(), Error> {
    fill(&pool).await?;
    let mut all = orders([1, 2, 3]);
    all.push(CustomerItem::Customer(ann()));
    assert_eq!(of_ann().consistent().fetch_all(&pool).await?, all, "and no notes");
    all.reverse();
    assert_eq!(of_ann().descending().fetch_all(&pool).await?, all);
    assert_eq!(of_ann().descending().take(2).fetch_all(&pool).await?, all[..2]);
    assert_eq!(of_ann().count(&pool).await?, 4);
    let last = of_ann().descending().fetch_optional(&pool).await?;
    assert_eq!(last, Some(CustomerItem::Customer(ann())));
    let nobody = ddbx::collection::<CustomerItem>("eve").fetch_optional(&pool).await?;
    assert_eq!(nobody, None);
    let owned = String::from("ann");
    assert_eq!(ddbx::collection::<CustomerItem>(&owned).count(&pool).await?, 4);
    Ok(())
}

#[ddbx::test(entities(Customer, Order, Note))]
async fn a_query_runs_in_a_spawned_task(pool: Pool) -> Result<(), Error> {
    fill(&pool).await?;
    let task = tokio::spawn(async move {
        let page = of_ann().fetch_page(&pool).await?;
        Ok::<_, Error>((page.items.len(), of_ann().fetch_all(&pool).await?.len()))
    });
    assert_eq!(task.await.unwrap()?, (4, 4));
    Ok(())
}

#[ddbx::test(entities(Customer, Order, Note))]
async fn a_range_of_the_sort_key_is_text(pool: Pool) -> Result<(), Error> {
    fill(&pool).await?;
    let all = of_ann().sort_begins_with("ORDER#").fetch_all(&pool).await?;
    assert_eq!(all, orders([1, 2, 3]));
    let some = of_ann()
        .sort_between("ORDER#000002", "PROFILE")
        .fetch_all(&pool)
        .await?;
    assert_eq!(some.len(), 3);
    assert_eq!(of_ann().sort_begins_with("NOTE#").count(&pool).await?, 0);
    Ok(())
}

#[ddbx::test(entities(Customer, Order, Note))]
async fn a_page_without_items_is_not_the_last(pool: Pool) -> Result<(), Error> {
    fill(&pool).await?;
    // The notes come first, and are read although none is shown.
    let first = of_ann().page_size(5).fetch_page(&pool).await?;
    assert_eq!((first.items.len(), first.scanned_count), (0, 5));
    let rest = of_ann().start_at(first.cursor).fetch_all(&pool).await?;
    assert_eq!(rest.len(), 4);
    let limited = of_ann().page_size(5).max_pages(1).fetch_all(&pool).await;
    assert!(limited.is_ok_and(|items| items.is_empty()));
    Ok(())
}

#[ddbx::test(entities(Customer, Order, Note))]
async fn an_index_holds_several_entities_too(pool: Pool) -> Result<(), Error> {
    fill(&pool).await?;
    let open = ddbx::collection::<CustomerItem>("open").index("by_status");
    let mut all = vec![CustomerItem::Customer(ann())];
    all.extend(orders([1, 2, 3]));
    assert_eq!(open.fetch_all(&pool).await?, all);
    let range = ddbx::collection::<CustomerItem>("open")
        .index("by_status")
        .sort_begins_with("O#");
    assert_eq!(range.count(&pool).await?, 3);
    Ok(())
}

#[derive(Table)]
#[table(name = "places", index(name = "by_place", pk = ["country", "town"]))]
struct Places;

#[derive(Entity)]
#[entity(table = Places, pk = "SHOP#{id}", by_place(pk = [country, zip]))]
struct Store {
    id: String,
    country: String,
    zip: u32,
}

#[derive(Entity)]
#[entity(table = Places, pk = "SHOP#{name}", by_place(pk = [land, town]))]
struct Branch {
    name: String,
    land: String,
    town: u32,
}

#[derive(Collection)]
enum AtPlace {
    Store(Store),
    Branch(Branch),
}

#[ddbx::test(entities(Store, Branch))]
async fn an_index_may_have_several_partition_attributes(pool: Pool) -> Result<(), Error> {
    let (country, land) = ("AT".to_owned(), "AT".to_owned());
    let store = Store {
        id: "1".into(),
        country,
        zip: 8010,
    };
    let branch = Branch {
        name: "2".into(),
        land,
        town: 8010,
    };
    ddbx::put(store).execute(&pool).await?;
    ddbx::put(branch).execute(&pool).await?;
    let at = |town: u32| ddbx::collection::<AtPlace>(("AT", town)).index("by_place");
    let mut ids = Vec::new();
    for place in at(8010).fetch_all(&pool).await? {
        ids.push(match place {
            AtPlace::Store(store) => store.id,
            AtPlace::Branch(branch) => branch.name,
        });
    }
    ids.sort();
    assert_eq!(ids, ["1", "2"]);
    assert_eq!(at(9020).count(&pool).await?, 0);
    Ok(())
}

#[ddbx::test(entities(Customer, Order, Note))]
async fn what_an_index_cannot_do_is_said(pool: Pool) {
    let refused = async |query: ddbx::CollectionQuery<CustomerItem>| message(&query.count(&pool).await.unwrap_err());
    assert_eq!(
        refused(of_ann().index("by_number")).await,
        "Query on table `shop`: `CustomerItem` cannot be read by index `by_number`: `Customer` is not in it, but in\n  \
         index primary: CUSTOMER#{id}, sorted by PROFILE\n  \
         index by_status: STATUS#{status}, sorted by C#{id}"
    );
    let noted = ddbx::collection::<Noted>("1").index("by_number").count(&pool).await;
    assert_eq!(
        message(&noted.unwrap_err()),
        "Query on table `shop`: `Noted` cannot be read by index `by_number`: the partition keys of its entities are not \
         made alike\n  `Order` has index by_number: N#{number:06}\n  `Note` has index by_number: N#{customer}"
    );
    let sorted = ddbx::collection::<Sorted>(1).sort_begins_with("1").count(&pool).await;
    assert!(message(&sorted.unwrap_err()).contains("the sort key of `Sorted` is no text, but number (N)"));
    let unsorted = ddbx::collection::<Unsorted>(1).sort_begins_with("1").count(&pool).await;
    assert!(message(&unsorted.unwrap_err()).contains("`Unsorted` has no sort key to take a range of"));
}

#[ddbx::test(entities(Customer, Order, Note))]
async fn values_that_are_none_of_the_partition_are_refused(pool: Pool) {
    let refused = async |query: ddbx::CollectionQuery<CustomerItem>| chain(&query.count(&pool).await.unwrap_err());
    let two = refused(ddbx::collection(("ann", 1))).await;
    assert!(
        two.contains(
            "the partition of `CustomerItem` takes one value for each of its 1 placeholders, and 2 were given"
        ),
        "{two}"
    );
    let number = refused(ddbx::collection(7)).await;
    assert!(
        number.contains("`Customer.id`: this part of the partition key is string (S), and number (N) was given"),
        "{number}"
    );
    let separator = refused(ddbx::collection("a#b")).await;
    assert!(
        separator.contains("`Customer.id`: the value contains `#`"),
        "{separator}"
    );
    let empty = refused(ddbx::collection("")).await;
    assert!(empty.contains("`Customer.id`: a key cannot be empty"), "{empty}");
    let nothing = refused(of_ann().sort_begins_with("")).await;
    assert!(nothing.contains("an empty text"), "{nothing}");
    let twice = refused(of_ann().sort_begins_with("A").sort_begins_with("B")).await;
    assert!(twice.contains("DynamoDB takes one"), "{twice}");
}

#[ddbx::test(entities(Customer, Order, Note))]
async fn an_item_that_cannot_be_read_names_its_entity(pool: Pool) -> Result<(), Error> {
    fill(&pool).await?;
    let put = ops::PutItem::new(ddbx::Executor::table(&pool, Order::SCHEMA));
    let faulty = r#"{"pk":{"S":"CUSTOMER#ann"},"sk":{"S":"ORDER#9"},"_type":{"S":"order"},"customer":{"S":"ann"}}"#;
    put.item(crate::json(faulty)).send(&pool).await?;
    let error = of_ann().fetch_all(&pool).await.unwrap_err();
    assert!(
        chain(&error).contains("`Order.number`: the attribute is missing"),
        "{}",
        chain(&error)
    );
    Ok(())
}

#[test]
fn an_item_of_nobody_is_an_error() {
    let read = |text: &str| ddbx::codec::item_from_slice::<CustomerItem>(text.as_bytes()).map_err(|e| e.to_string());
    let expected = "`CustomerItem._type`: the item is none of `Customer`, `order`";
    assert_eq!(read(r#"{"_type":{"S":"secret"}}"#), Err(expected.to_owned()));
    assert_eq!(read(r#"{"_type":{"N":"1"}}"#), Err(expected.to_owned()));
    assert_eq!(read(r#"{"pk":{"S":"CUSTOMER#ann"}}"#), Err(expected.to_owned()));
}

#[derive(Table)]
#[table(name = "sorted", sk = "sk")]
struct SortedTable;

#[derive(Entity)]
#[entity(table = SortedTable, pk = id, sk = n)]
struct ByNumber {
    id: u32,
    n: u32,
}

#[derive(Collection)]
enum Sorted {
    #[allow(dead_code, reason = "it is refused before anything is read")]
    One(ByNumber),
}

#[derive(Table)]
#[table(name = "unsorted")]
struct UnsortedTable;

#[derive(Entity)]
#[entity(table = UnsortedTable, pk = id)]
struct Alone {
    id: u32,
}

#[derive(Collection)]
enum Unsorted {
    #[allow(dead_code, reason = "it is refused before anything is read")]
    One(Alone),
}
