use ddbx::Attribute;

struct Point;

#[derive(Attribute)]
struct Place(Point);

fn main() {}
