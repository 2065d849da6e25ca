use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "users", pk = "USER#{id}")]
struct OnStructAndField {
    #[entity(pk)]
    id: String,
}

#[derive(Entity)]
#[entity(table = "users")]
struct OnTwoFields {
    #[entity(pk)]
    tenant: String,
    #[entity(pk)]
    id: String,
}

#[derive(Entity)]
#[entity(table = "users", pk = id, pk = email)]
struct OnStruct {
    id: String,
    email: String,
}

#[derive(Entity)]
#[entity(table = "users")]
struct AlsoSort {
    #[entity(pk, sk)]
    id: String,
}

fn main() {}
