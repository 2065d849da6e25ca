use ddbx::Collection;

struct Order;

#[derive(Collection)]
struct Named {
    order: Order,
}

#[derive(Collection)]
union Union {
    order: u32,
}

#[derive(Collection)]
enum Empty {}

#[derive(Collection)]
enum Generic<T> {
    One(T),
}

#[derive(Collection)]
enum Borrowed<'a> {
    One(&'a Order),
}

fn main() {}
