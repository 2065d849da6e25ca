use ddbx::Pool;

#[ddbx::test(entitys(User))]
async fn unknown(pool: Pool) {}

#[ddbx::test(entities = User)]
async fn form(pool: Pool) {}

#[ddbx::test]
#[test]
async fn twice(pool: Pool) {}

fn main() {}
