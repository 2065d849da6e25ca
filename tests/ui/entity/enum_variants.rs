use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "zoo", pk = id)]
enum Shapes {
    Cat { id: String },
    Nothing,
    Tuple(String),
}

#[derive(Entity)]
#[entity(table = "zoo", pk = id)]
enum NoneIsOne {
    Nothing,
}

#[derive(Entity)]
#[entity(table = "zoo", pk = id)]
enum Generic<T> {
    Cat { id: T },
}

#[derive(Entity)]
#[entity(table = "zoo", pk = id, tag = "animal")]
enum Options {
    #[entity(rename = "cat")]
    Cat { id: String },
    #[entity]
    Dog { id: String },
    #[entity(tag = dog)]
    Fish { id: String },
}

async fn used(pool: &ddbx::Pool) -> Result<Shapes, ddbx::Error> {
    ddbx::get::<Shapes>("1").fetch_one(pool).await
}

fn main() {}
