use ddbx::View;

struct Order {
    id: String,
    total: u64,
}

#[derive(View)]
#[view(Order)]
struct Summary {
    id: String,
    total: u64,
}

fn main() {}
