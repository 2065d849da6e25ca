//! What is on the right is any Rust expression, evaluated where it is written.
#![deny(warnings, clippy::pedantic)]

use std::future::ready;
use std::num::ParseIntError;

use ddbx::{Entity, PlannedQuery, query};

#[derive(Entity, Debug)]
#[entity(table = "orders", pk = "CUSTOMER#{customer}", sk = "ORDER#{number:06}")]
struct Order {
    customer: String,
    number: u32,
    total: u64,
    note: Option<String>,
    tags: Vec<String>,
}

/// Conditions and values that come through the author's own macros.
macro_rules! of_customer {
    ($customer:expr $(, $condition:expr)*) => {
        ddbx::query!(Order, customer == $customer $(&& $condition)*)
    };
}

macro_rules! at_least {
    ($entity:path, $field:ident, $value:expr, $($option:tt)*) => {
        ddbx::query!($entity, customer == "ann" && $field >= $value, $($option)*)
    };
}

macro_rules! key {
    ($($field:ident: $value:expr),*) => { ddbx::get!(Order { $($field: $value),* }) };
}

fn through_macros(limit: u64) {
    let _ = of_customer!("ann");
    let _ = of_customer!("ann", total > limit + 1);
    let _ = of_customer!("ann", total > limit || note.exists(), !(total == 3), tags.size() > 2);
    let _ = at_least!(Order, total, limit, consistent);
    let _ = key!(customer: "ann", number: 3 + 4);
}

async fn awaited(customer: &str) -> PlannedQuery<Order> {
    query!(Order, customer == ready(customer).await && total == ready(5).await)
}

async fn read(pool: &ddbx::Pool) -> Result<Vec<Order>, ddbx::Error> {
    let both = async {
        let number = query!(Order, customer == "ann").count(pool).await?;
        query!(Order, customer == "bob" && total > number).fetch_all(pool).await
    };
    both.await
}

fn questioned(text: &str) -> Result<PlannedQuery<Order>, ParseIntError> {
    Ok(query!(Order, customer == "ann" && total > text.parse::<u64>()?))
}

fn returned(text: Option<&str>) -> Option<PlannedQuery<Order>> {
    let query = query!(Order, customer == match text {
        Some(text) => text,
        None => return None,
    });
    Some(query)
}

fn broken() -> u32 {
    let mut turns = 0;
    loop {
        let _ = query!(Order, customer == "ann" && number == if turns > 3 { break } else { turns });
        turns += 1;
    }
    turns
}

fn owned(customer: String, note: String) -> PlannedQuery<Order> {
    query!(Order, customer == customer && note == note)
}

fn borrowed(customer: &String, notes: &[&str]) -> (PlannedQuery<Order>, usize) {
    let query = query!(Order, customer == customer && note.is_in(notes.iter().copied()));
    (query, notes.len())
}

fn nested(customer: &str) -> impl Fn(u64) -> PlannedQuery<Order> {
    move |total| {
        let one = || query!(Order, customer == customer && total == total);
        let _ = (|| one())();
        query!(Order, customer == customer && total == (|| total + 1)())
    }
}

impl Order {
    fn like_this(&self) -> PlannedQuery<Self> {
        query!(Order, customer == &self.customer && number > self.number && note == self.note.as_deref().unwrap_or(""))
    }
}

fn main() {
    through_macros(5);
    let _ = (awaited("ann"), read);
    assert!(questioned("x").is_err() && questioned("5").is_ok());
    assert!(returned(None).is_none() && returned(Some("ann")).is_some());
    assert_eq!(broken(), 4);
    let _ = owned("ann".to_owned(), String::from("x"));
    let _ = borrowed(&"ann".to_owned(), &["x"]);
    let _ = nested("ann")(5);
    // Temporaries, and one query beside another.
    let _ = query!(Order, customer == &format!("{}{}", "a", "nn") && total > [1, 2].iter().sum::<u64>());
    let (_, _) = (query!(Order, customer == "a"), query!(Order, customer == "a"));
    let order = Order { customer: "ann".into(), number: 1, total: 2, note: None, tags: Vec::new() };
    let _ = order.like_this();
    let (customer, number) = (order.customer.clone(), 1);
    let _ = ddbx::get!(Order { customer, number });
    let _ = ddbx::get_many!(Order, [(&customer, number)]);
    assert_eq!(customer, order.customer, "a variable of a key is borrowed");
}
