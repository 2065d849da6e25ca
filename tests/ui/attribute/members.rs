use ddbx::{Attribute, Item};

#[derive(Attribute)]
#[attribute(deny_unknown)]
struct Email(String);

#[derive(Attribute)]
#[attribute(deny_unknown)]
enum Level {
    Low,
}

#[derive(Attribute)]
#[attribute(number, deny_unknown)]
enum Number {
    One,
}

#[derive(Attribute)]
#[attribute(tag = "kind", deny_unknown)]
enum Kind {
    Cat {
        #[attribute(alias = "kind")]
        lives: u8,
        #[attribute(rest)]
        rest: Item,
    },
}

#[derive(Attribute)]
struct Twice {
    #[attribute(alias = "b")]
    a: u8,
    b: u8,
    #[attribute(rest)]
    first: Item,
    #[attribute(rest)]
    second: Item,
}

fn main() {}
