use ddbx::Entity;

struct Point {
    x: f64,
}

#[derive(Entity)]
#[entity(table = "places")]
struct Place {
    #[entity(pk)]
    id: String,
    point: Point,
}

fn main() {}
