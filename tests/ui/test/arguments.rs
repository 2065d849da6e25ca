use ddbx::Pool;

#[ddbx::test]
async fn two(pool: Pool, other: Pool) {}

struct Suite;

impl Suite {
    #[ddbx::test]
    async fn method(&self) {}
}

#[ddbx::test]
async fn generic<T>(pool: Pool) {}

fn main() {}
