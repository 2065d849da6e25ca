use ddbx::Attribute;

#[derive(Attribute)]
enum Empty {}

#[derive(Attribute)]
struct Unit;

#[derive(Attribute)]
struct Pair(String, String);

#[derive(Attribute)]
struct Generic<T>(T);

#[derive(Attribute)]
union Union {
    number: u32,
}

fn main() {}
