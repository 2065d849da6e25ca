use ddbx::{Entity, Pool};

#[derive(Entity)]
#[entity(table = "users")]
struct User {
    #[entity(pk)]
    id: String,
    age: u32,
}

async fn everything(pool: &Pool) -> Result<Vec<User>, ddbx::Error> {
    ddbx::scan::<User>().filter(|user| user.age.ge(18)).fetch_all(pool).await
}

async fn number(pool: &Pool) -> Result<u64, ddbx::Error> {
    ddbx::scan::<User>().count(pool).await
}

async fn side_by_side(pool: &Pool) -> Result<Vec<User>, ddbx::Error> {
    ddbx::scan::<User>().segments(8).fetch_all(pool).await
}

fn main() {}
