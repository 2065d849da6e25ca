use ddbx::Entity;

#[derive(Entity)]
#[entity(table = "shop", pk = "")]
struct Empty {
    id: String,
}

#[derive(Entity)]
#[entity(table = "shop", pk = "ORDER#{}")]
struct EmptyPlaceholder {
    id: String,
}

#[derive(Entity)]
#[entity(table = "shop", pk = "ORDER#{id")]
struct Open {
    id: String,
}

#[derive(Entity)]
#[entity(table = "shop", pk = "ORDER#id}")]
struct Close {
    id: String,
}

#[derive(Entity)]
#[entity(table = "shop", pk = "ORDER#{id:>10}", sk = "{id:040}")]
struct Format {
    id: String,
}

#[derive(Entity)]
#[entity(table = "shop", pk = "{customer}{id}", sk = "{customer}ORDER{id}")]
struct Adjacent {
    customer: String,
    id: String,
}

#[derive(Entity)]
#[entity(table = "shop", pk = "id")]
struct Constant {
    id: String,
}

fn main() {}
