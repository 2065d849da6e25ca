//! `query!` on several entities: one query, planned by the compiler.

use ddbx::cursor::{CursorKey, CursorKeys};
use ddbx::{Collection, Entity, Error, Operation, Pool, Table};

use crate::recorder::Recorder;
use crate::{at, chain, message};

#[derive(Table)]
#[table(name = "shop", pk = "pk", sk = "sk", ttl = "over")]
#[table(index(name = "by_status", pk = "gsi1pk", sk = "gsi1sk"))]
#[table(index(name = "by_day", pk = "gsi2pk", sk = "gsi2sk", projection = keys_only))]
struct Shop;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
#[entity(by_status(pk = "STATUS#{status}", sk = "{number:06}"))]
#[entity(by_day(pk = "DAY#{day}", sk = "ORDER#{number:06}"))]
struct Order {
    customer: String,
    number: u32,
    status: String,
    day: u32,
    total: u32,
    note: Option<String>,
}

/// Alike, in words of its own, and it expires.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, tag = "return", pk = "CUSTOMER#{id}", sk = "RETURN#{no:06}")]
#[entity(by_status(pk = "STATUS#{state}", sk = "{no:06}"))]
#[entity(by_day(pk = "DAY#{day}", sk = "RETURN#{no:06}"))]
struct Return {
    id: String,
    no: u32,
    state: String,
    day: u32,
    total: Option<u32>,
    #[entity(expires)]
    over: Option<u64>,
}

/// A neighbour that the collection has no variant for.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "CUSTOMER#{customer}", sk = "PAYMENT#{number:06}")]
#[entity(by_status(pk = "STATUS#{status}", sk = "{number:06}"))]
struct Payment {
    customer: String,
    number: u32,
    status: String,
    total: u32,
}

#[derive(Collection, Clone, Debug, PartialEq)]
enum Business {
    Order(Order),
    Return(Return),
}

impl Business {
    fn number(&self) -> u32 {
        match self {
            Self::Order(order) => order.number,
            Self::Return(back) => back.no,
        }
    }
}

fn order(number: u32) -> Order {
    Order {
        customer: "ann".into(),
        number,
        status: "open".into(),
        day: 7,
        total: number * 10,
        note: None,
    }
}

fn back(no: u32) -> Return {
    Return {
        id: "ann".into(),
        no,
        state: "open".into(),
        day: 7,
        total: Some(no * 10),
        over: None,
    }
}

/// Orders with even numbers, returns with odd ones, payments between; a return that is over, and one of Bob's.
async fn fill(pool: &Pool) -> Result<(), Error> {
    for number in 1..=8 {
        let payment = Payment {
            customer: "ann".into(),
            number,
            status: "open".into(),
            total: 1000,
        };
        ddbx::put(payment).execute(pool).await?;
        if number % 2 == 0 {
            ddbx::put(order(number)).execute(pool).await?;
        } else {
            ddbx::put(back(number)).execute(pool).await?;
        }
    }
    let over = Return {
        over: Some(1),
        ..back(99)
    };
    ddbx::put(over).execute(pool).await?;
    let of_bob = Return {
        id: "bob".into(),
        state: "lost".into(),
        total: None,
        ..back(50)
    };
    ddbx::put(of_bob).execute(pool).await?;
    Ok(())
}

fn numbers(found: &[Business]) -> Vec<u32> {
    found.iter().map(Business::number).collect()
}

#[ddbx::test(entities(Order, Return, Payment))]
async fn a_partition_is_what_the_builder_finds(pool: Pool) -> Result<(), Error> {
    fill(&pool).await?;
    let customer = String::from("ann");
    let of_ann = || ddbx::query!(Business, customer == &customer, consistent);
    let built = || ddbx::collection::<Business>("ann");
    let all = of_ann().fetch_all(&pool).await?;
    assert_eq!(numbers(&all), [2, 4, 6, 8, 1, 3, 5, 7]);
    assert_eq!(all, built().consistent().fetch_all(&pool).await?);
    assert_eq!(
        of_ann().descending().take(3).fetch_all(&pool).await?,
        built().descending().take(3).fetch_all(&pool).await?
    );
    assert_eq!(of_ann().count(&pool).await?, built().count(&pool).await?);
    assert_eq!(of_ann().include_expired().count(&pool).await?, 9);
    assert_eq!(of_ann().last(&pool).await?, Some(Business::Return(back(7))));
    assert_eq!(ddbx::query!(Business, customer == "eve").first(&pool).await?, None);
    Ok(())
}

#[ddbx::test(entities(Order, Return, Payment))]
async fn pages_go_on_where_they_ended(pool: Pool) -> Result<(), Error> {
    fill(&pool).await?;
    let of_ann = || ddbx::query!(Business, customer == "ann");
    let first = of_ann().page_size(3).fetch_page(&pool).await?;
    assert_eq!(numbers(&first.items), [2, 4, 6]);
    let rest = of_ann().start_at(first.cursor).fetch_all(&pool).await?;
    assert_eq!(numbers(&rest), [8, 1, 3, 5, 7]);

    let keyed = pool.with(|options| options.cursor_keys(&CursorKeys::new(CursorKey::new(1, [1; 32]))));
    let page = of_ann().page_size(5).sealed_for("ann").fetch_page(&keyed).await?;
    let token = page.token.unwrap();
    let next = of_ann()
        .sealed_for("ann")
        .start_at(token.as_str())
        .fetch_page(&keyed)
        .await?;
    assert_eq!(numbers(&next.items)[..2], [1, 3]);
    let other = ddbx::query!(Business, customer == "bob").sealed_for("ann");
    let stolen = other.start_at(token.as_str()).fetch_page(&keyed).await;
    assert!(stolen.is_err_and(|error| error.is_invalid_cursor()));
    Ok(())
}

#[ddbx::test(entities(Order, Return, Payment))]
async fn a_filter_is_on_what_all_have(pool: Pool) -> Result<(), Error> {
    fill(&pool).await?;
    let small = ddbx::query!(Business, customer == "ann" && total > 20 && total < 60);
    assert_eq!(numbers(&small.fetch_all(&pool).await?), [4, 3, 5]);
    let either = ddbx::query!(Business, customer == "ann" && (total == 10 || !(total < 80)));
    assert_eq!(numbers(&either.fetch_all(&pool).await?), [8, 1]);
    let none = ddbx::query!(Business, customer == "bob" && total.not_exists());
    assert_eq!(none.count(&pool).await?, 1);
    let each = ddbx::query!(Business, customer.is_in(["bob", "ann"]) && day == 7);
    assert_eq!(each.count(&pool).await?, 9);
    Ok(())
}

#[ddbx::test(entities(Order, Return, Payment))]
async fn an_index_is_found_and_its_sort_key_takes_a_range(pool: Pool) -> Result<(), Error> {
    fill(&pool).await?;
    let open = ddbx::query!(Business, status == "open").fetch_all(&pool).await?;
    assert_eq!(numbers(&open), [1, 2, 3, 4, 5, 6, 7, 8]);
    let built = ddbx::collection::<Business>("open").index("by_status");
    assert_eq!(open, built.fetch_all(&pool).await?);
    let some = ddbx::query!(Business, status == "open" && number > 2 && number <= 5 && total != 40);
    assert_eq!(numbers(&some.fetch_all(&pool).await?), [3, 5]);
    Ok(())
}

#[ddbx::test(entities(Order, Return, Payment))]
async fn whole_entities_are_read_where_an_index_has_keys_only(pool: Pool) -> Result<(), Error> {
    fill(&pool).await?;
    let of_day = ddbx::query!(Business, day == 7, hydrate);
    let mut found = numbers(&of_day.fetch_all(&pool).await?);
    found.sort_unstable();
    assert_eq!(found, [1, 2, 3, 4, 5, 6, 7, 8, 50]);
    Ok(())
}

#[ddbx::test(entities(Order, Return, Payment))]
async fn one_query_asks_for_the_tags_of_all(pool: Pool) -> Result<(), Error> {
    fill(&pool).await?;
    let executor = Recorder::at(&pool, at(2000));
    let found = ddbx::query!(Business, customer == "ann" && total >= 70)
        .fetch_all(&executor)
        .await?;
    assert_eq!(numbers(&found), [8, 7]);
    let request = executor.last();
    assert_eq!(request.operation, Operation::Query);
    let text = String::from_utf8(request.body.to_vec()).unwrap();
    assert!(
        text.contains(r#""KeyConditionExpression":"#) && text.contains("IN (:tag0, :tag1)"),
        "{text}"
    );
    let explained = ddbx::query!(Business, customer == "ann" && total >= 70).explain(&pool)?;
    assert_eq!(explained.entity, "Business");
    assert_eq!(explained.key, ["pk = CUSTOMER#{customer}"]);
    assert_eq!(
        explained.filter.as_deref(),
        Some("total >= … AND _type is Order or return AND over is not over")
    );
    Ok(())
}

#[ddbx::test(entities(Order, Return, Payment))]
async fn errors_name_the_collection(pool: Pool) -> Result<(), Error> {
    fill(&pool).await?;
    let none = ddbx::query!(Business, customer == "eve")
        .fetch_one(&pool)
        .await
        .unwrap_err();
    assert!(none.is_not_found() && message(&none).contains("`Business`"), "{none}");
    let several = ddbx::query!(Business, customer == "ann")
        .exactly_one(&pool)
        .await
        .unwrap_err();
    assert!(message(&several).contains("several of `Business`"), "{several}");
    let separator = ddbx::query!(Business, customer == "a#b")
        .count(&pool)
        .await
        .unwrap_err();
    assert!(
        chain(&separator).contains("`Business.customer`: the value contains `#`"),
        "{}",
        chain(&separator)
    );
    Ok(())
}

/// The two are of one key, and only their tags differ.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Shop, pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
struct Draft {
    customer: String,
    number: u32,
}

#[derive(Collection, Clone, Debug, PartialEq)]
enum OrderOrDraft {
    Draft(Draft),
    Order(Order),
}

#[ddbx::test(entities(Order, Return, Payment, Draft))]
async fn a_whole_key_is_one_item(pool: Pool) -> Result<(), Error> {
    fill(&pool).await?;
    let customer = "ann".to_owned();
    ddbx::put(Draft { customer, number: 9 }).execute(&pool).await?;
    let executor = Recorder::new(&pool);
    let read = async |number: u32| {
        let query = ddbx::query!(OrderOrDraft, customer == "ann" && number == number);
        query.fetch_optional(&executor).await
    };
    assert_eq!(read(2).await?, Some(OrderOrDraft::Order(order(2))));
    assert_eq!(executor.last().operation, Operation::GetItem);
    assert!(matches!(read(9).await?, Some(OrderOrDraft::Draft(_))));
    assert_eq!(read(3).await?, None);
    Ok(())
}
