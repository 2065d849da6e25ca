use ddbx::View;

mod shop {}

#[derive(View)]
#[view(shop::Order)]
struct Summary {
    id: String,
    total: u64,
}

fn main() {}
