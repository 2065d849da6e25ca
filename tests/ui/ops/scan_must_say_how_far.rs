use ddbx::{Item, Pool, ops};

async fn everything(pool: &Pool) -> Result<Vec<Item>, ddbx::Error> {
    ops::Scan::new("users").filter("age > :age").value(":age", 18).fetch_all(pool).await
}

async fn number(pool: &Pool) -> Result<u64, ddbx::Error> {
    ops::Scan::new("users").count(pool).await
}

fn main() {}
