use ddbx::{Collection, Entity, Pool, Table};

#[derive(Table)]
#[table(name = "shop", sk = "sk")]
struct Shop;

#[derive(Entity)]
#[entity(table = Shop, pk = "CUSTOMER#{id}", sk = "PROFILE")]
struct Customer {
    id: String,
}

#[derive(Entity)]
#[entity(table = Shop, pk = "CUSTOMER#{customer}", sk = "ORDER")]
struct Faulty {
    id: String,
}

#[derive(Entity)]
#[entity(pk = "CUSTOMER#{id}", sk = "NOTE")]
struct Tableless {
    id: String,
}

#[derive(Collection)]
enum Items {
    Customer(Customer),
    Nothing,
}

#[derive(Collection)]
enum OfFaulty {
    Tableless(Tableless),
    Customer(Customer),
}

async fn read(pool: &Pool) -> Result<usize, ddbx::Error> {
    let items: Vec<Items> = ddbx::collection("ann").fetch_all(pool).await?;
    let more: Vec<OfFaulty> = ddbx::collection("ann").fetch_all(pool).await?;
    Ok(items.len() + more.len())
}

fn main() {}
