use ddbx::Pool;

#[ddbx::test]
fn reads(pool: Pool) {}

fn main() {}
