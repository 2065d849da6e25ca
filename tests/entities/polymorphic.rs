//! One entity that is an enum: its tag says which variant an item is.

use std::collections::HashSet;
use std::time::SystemTime;

use ddbx::codec::Kind;
use ddbx::{Collection, Entity, Error, Pool, Table, ops};

use crate::{at, chain, json};

#[derive(Table)]
#[table(name = "zoo", pk = "pk", sk = "sk", tag = "kind")]
#[table(index(name = "by_keeper", pk = "gsi1pk", sk = "gsi1sk"))]
struct Zoo;

#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Zoo, pk = "CAGE#{cage}", sk = "ANIMAL#{id:04}")]
#[entity(by_keeper(pk = "KEEPER#{keeper}", sk = "{id:04}"))]
enum Animal {
    Cat {
        cage: String,
        id: u32,
        keeper: Option<String>,
        #[entity(default)]
        tags: HashSet<String>,
        lives: u8,
    },
    #[entity(tag = "dog")]
    Dog {
        #[entity(rename = "b")]
        breed: String,
        cage: String,
        id: u32,
        keeper: Option<String>,
        #[entity(default)]
        tags: HashSet<String>,
        #[entity(unix)]
        lives: SystemTime,
        #[entity(with = loud)]
        barks: bool,
        #[entity(skip)]
        petted: u32,
    },
}

/// A flag as text of its own.
mod loud {
    use ddbx::codec::{CodecError, Kind, Parser, Result, Writer};

    pub(super) const KIND: Kind = Kind::S;

    pub(super) fn encode(value: &bool, writer: &mut Writer) -> Result<()> {
        writer.s(if *value { "woof" } else { "" });
        Ok(())
    }

    pub(super) fn decode(parser: &mut Parser<'_>) -> Result<bool> {
        match &*parser.s("bool")? {
            "woof" => Ok(true),
            "" => Ok(false),
            _ => Err(CodecError::custom("neither")),
        }
    }
}

/// A neighbour of animals in their partition.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = Zoo, pk = "CAGE#{cage}", sk = "A")]
struct Cage {
    cage: String,
}

fn cat(id: u32) -> Animal {
    Animal::Cat {
        cage: "1".into(),
        id,
        keeper: Some("ann".into()),
        tags: HashSet::new(),
        lives: 9,
    }
}

fn dog(id: u32) -> Animal {
    Animal::Dog {
        breed: "pug".into(),
        cage: "1".into(),
        id,
        keeper: None,
        tags: HashSet::from(["old".into()]),
        lives: at(5_000),
        barks: true,
        petted: 0,
    }
}

async fn stored(pool: &Pool, id: u32) -> Result<ddbx::Item, Error> {
    let get = ops::GetItem::new(ddbx::Executor::table(pool, Animal::SCHEMA))
        .key("pk", "CAGE#1")
        .key("sk", format!("ANIMAL#{id:04}"));
    Ok(get.send(pool).await?.item.unwrap())
}

#[ddbx::test(entities(Animal, Cage))]
async fn each_variant_is_stored_with_its_tag(pool: Pool) -> Result<(), Error> {
    ddbx::put(cat(1)).execute(&pool).await?;
    ddbx::put(dog(2)).execute(&pool).await?;
    let expected = r#"{"pk":{"S":"CAGE#1"},"sk":{"S":"ANIMAL#0001"},"gsi1pk":{"S":"KEEPER#ann"},"gsi1sk":{"S":"0001"},
        "kind":{"S":"Cat"},"cage":{"S":"1"},"id":{"N":"1"},"keeper":{"S":"ann"},"lives":{"N":"9"}}"#;
    assert_eq!(stored(&pool, 1).await?, json(expected));
    let expected = r#"{"pk":{"S":"CAGE#1"},"sk":{"S":"ANIMAL#0002"},"kind":{"S":"dog"},"b":{"S":"pug"},"cage":{"S":"1"},
        "id":{"N":"2"},"tags":{"SS":["old"]},"lives":{"N":"5"},"barks":{"S":"woof"}}"#;
    assert_eq!(stored(&pool, 2).await?, json(expected));
    assert_eq!(ddbx::get::<Animal>(("1", 1)).fetch_one(&pool).await?, cat(1));
    assert_eq!(ddbx::get::<Animal>(("1", 2)).fetch_one(&pool).await?, dog(2));
    Ok(())
}

#[ddbx::test(entities(Animal, Cage))]
async fn a_query_finds_all_variants_and_no_neighbours(pool: Pool) -> Result<(), Error> {
    ddbx::put(Cage { cage: "1".into() }).execute(&pool).await?;
    for animal in [cat(1), dog(2), cat(3)] {
        ddbx::put(animal).execute(&pool).await?;
    }
    let animals = ddbx::query::<Animal>().filter(|animal| animal.cage.eq("1"));
    assert_eq!(animals.fetch_all(&pool).await?, [cat(1), dog(2), cat(3)]);
    let of_ann = ddbx::query::<Animal>()
        .index("by_keeper")
        .filter(|animal| animal.keeper.eq("ann"));
    assert_eq!(of_ann.fetch_all(&pool).await?, [cat(1), cat(3)]);
    Ok(())
}

#[ddbx::test(entities(Animal))]
async fn fields_of_all_variants_can_be_changed(pool: Pool) -> Result<(), Error> {
    ddbx::put(dog(2)).execute(&pool).await?;
    let new = ddbx::update::<Animal>(("1", 2))
        .set(|animal| animal.keeper, "bob")
        .add_members(|animal| animal.tags, ["deaf"])
        .when(|animal| animal.tags.contains("old"))
        .returning_new()
        .execute(&pool)
        .await?;
    let Animal::Dog { keeper, tags, .. } = new else {
        panic!("it is still a dog");
    };
    assert_eq!((keeper.as_deref(), tags.len()), (Some("bob"), 2));
    assert_eq!(stored(&pool, 2).await?["gsi1pk"].as_s(), Some("KEEPER#bob"));
    let old = ddbx::put(cat(2)).returning_old().execute(&pool).await?;
    assert!(
        matches!(old, Some(Animal::Dog { .. })),
        "a variant may take the place of another"
    );
    let gone = ddbx::delete::<Animal>(("1", 2)).returning_old().execute(&pool).await?;
    assert_eq!(gone, Some(cat(2)));
    Ok(())
}

#[ddbx::test(entities(Animal, Cage))]
async fn another_entity_is_not_one_of_the_variants(pool: Pool) -> Result<(), Error> {
    let fish =
        json(r#"{"pk":{"S":"CAGE#1"},"sk":{"S":"ANIMAL#0007"},"kind":{"S":"fish"},"cage":{"S":"1"},"id":{"N":"7"}}"#);
    let table = ddbx::Executor::table(&pool, Animal::SCHEMA);
    ops::PutItem::new(&table).item(fish).send(&pool).await?;
    assert_eq!(ddbx::get::<Animal>(("1", 7)).fetch_optional(&pool).await?, None);
    let update = ddbx::update::<Animal>(("1", 7)).set(|animal| animal.keeper, "bob");
    assert!(update.execute(&pool).await.unwrap_err().is_not_found());
    Ok(())
}

#[derive(Collection, Debug, PartialEq)]
enum InCage {
    Cage(Cage),
    Animal(Animal),
}

#[ddbx::test(entities(Animal, Cage))]
async fn a_collection_may_hold_an_enum(pool: Pool) -> Result<(), Error> {
    let cage = Cage { cage: "1".into() };
    ddbx::put(cage.clone()).execute(&pool).await?;
    ddbx::put(dog(2)).execute(&pool).await?;
    ddbx::put(cat(1)).execute(&pool).await?;
    let all = ddbx::collection::<InCage>("1").fetch_all(&pool).await?;
    assert_eq!(
        all,
        [InCage::Cage(cage), InCage::Animal(cat(1)), InCage::Animal(dog(2))]
    );
    Ok(())
}

#[test]
fn the_schema_has_the_fields_of_all_variants() {
    let schema = Animal::SCHEMA;
    let tags = schema.tags().unwrap();
    assert_eq!((tags.attribute(), tags.names()), ("kind", &["Cat", "dog"][..]));
    let fields: Vec<_> = schema
        .fields()
        .iter()
        .map(|field| (field.name(), field.attribute(), field.kind(), field.is_optional()))
        .collect();
    let expected = [
        ("cage", "cage", Kind::S, false),
        ("id", "id", Kind::N, false),
        ("keeper", "keeper", Kind::S, true),
        ("tags", "tags", Kind::Ss, true),
        ("lives", "lives", Kind::N, true),
        ("breed", "b", Kind::S, true),
        ("lives", "lives", Kind::N, true),
        ("barks", "barks", Kind::S, true),
    ];
    assert_eq!(fields, expected);
}

#[test]
fn what_is_no_variant_is_an_error_without_its_value() {
    let read = |text: &str| ddbx::codec::item_from_slice::<Animal>(text.as_bytes()).map_err(|error| error.to_string());
    let unknown = "`Animal.kind`: unknown tag; `Animal` knows `Cat` and `dog`";
    assert_eq!(read(r#"{"kind":{"S":"secret"}}"#), Err(unknown.to_owned()));
    let untagged = "`Animal.kind`: no tag says which variant the item is; `Animal` knows `Cat` and `dog`";
    assert_eq!(read(r#"{"cage":{"S":"1"}}"#), Err(untagged.to_owned()));
    assert_eq!(read(r#"{"kind":{"N":"1"}}"#), Err(untagged.to_owned()));
    let missing = read(r#"{"kind":{"S":"Cat"},"cage":{"S":"1"},"id":{"N":"1"}}"#).unwrap_err();
    assert!(
        missing.starts_with("`Animal.lives`: the attribute is missing"),
        "{missing}"
    );
}

/// In a table of its own, with keys that are fields.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "events", tag_attribute = "type", rename_all = "camelCase", by_day(pk = day))]
enum Event {
    #[entity(tag = "signed-up")]
    SignedUp {
        #[entity(pk)]
        user_id: String,
        #[entity(sk)]
        number: u64,
        day: Option<u32>,
        invited_by: Option<String>,
    },
    #[entity(tag = "left")]
    Left {
        #[entity(pk)]
        user_id: String,
        #[entity(sk)]
        number: u64,
        day: Option<u32>,
    },
}

fn left(number: u64) -> Event {
    Event::Left {
        user_id: "ann".into(),
        number,
        day: Some(3),
    }
}

#[ddbx::test(entities(Event))]
async fn an_enum_may_have_a_table_of_its_own(pool: Pool) -> Result<(), Error> {
    let joined = Event::SignedUp {
        user_id: "ann".into(),
        number: 1,
        day: None,
        invited_by: Some("bob".into()),
    };
    ddbx::put(joined.clone()).if_not_exists().execute(&pool).await?;
    ddbx::put(left(2)).execute(&pool).await?;
    assert_eq!(
        String::from_utf8(ddbx::codec::item_to_vec(&joined).unwrap()).unwrap(),
        r#"{"userId":{"S":"ann"},"number":{"N":"1"},"type":{"S":"signed-up"},"invitedBy":{"S":"bob"}}"#
    );
    let all = ddbx::query::<Event>().filter(|event| event.user_id.eq("ann"));
    assert_eq!(all.fetch_all(&pool).await?, [joined, left(2)]);
    let of_day = ddbx::query::<Event>().index("by_day").filter(|event| event.day.eq(3));
    assert_eq!(of_day.fetch_all(&pool).await?, [left(2)]);
    ddbx::update::<Event>(("ann", 1))
        .set(|event| event.day, 3)
        .execute(&pool)
        .await?;
    let of_day = ddbx::query::<Event>().index("by_day").filter(|event| event.day.eq(3));
    assert_eq!(of_day.count(&pool).await?, 2);
    Ok(())
}

/// There are no neighbours that it could be: a later release's variant is not passed over in silence.
#[ddbx::test(entities(Event))]
async fn an_unknown_variant_in_a_table_of_its_own_is_an_error(pool: Pool) -> Result<(), Error> {
    let item = json(r#"{"userId":{"S":"ann"},"number":{"N":"1"},"type":{"S":"secret"}}"#);
    let table = ddbx::Executor::table(&pool, Event::SCHEMA);
    ops::PutItem::new(&table).item(item).send(&pool).await?;
    let expected = "`Event.type`: unknown tag; `Event` knows `signed-up` and `left`";
    let error = ddbx::get::<Event>(("ann", 1)).fetch_optional(&pool).await.unwrap_err();
    assert!(chain(&error).contains(expected), "{}", chain(&error));
    let query = ddbx::query::<Event>().filter(|event| event.user_id.eq("ann"));
    let error = query.fetch_all(&pool).await.unwrap_err();
    assert!(
        chain(&error).contains(expected.trim_start_matches('`')),
        "{}",
        chain(&error)
    );
    Ok(())
}

/// What all variants have is looked after, as in a struct.
#[derive(Entity, Clone, Debug, PartialEq)]
#[entity(table = "tasks", pk = "TASK#{id}", validate = Task::check)]
enum Task {
    Call {
        #[entity(id = ulid)]
        id: String,
        number: String,
        #[entity(version)]
        version: u32,
        #[entity(updated_at)]
        updated: Option<std::time::SystemTime>,
        #[entity(expires)]
        until: Option<u64>,
    },
    Mail {
        #[entity(id = ulid)]
        id: String,
        address: String,
        #[entity(version)]
        version: u32,
        #[entity(updated_at)]
        updated: Option<std::time::SystemTime>,
        #[entity(expires)]
        until: Option<u64>,
    },
}

impl Task {
    fn check(&self) -> Result<(), &'static str> {
        match self {
            Self::Mail { address, .. } if !address.contains('@') => Err("no address"),
            _ => Ok(()),
        }
    }
}

#[ddbx::test(entities(Task))]
async fn fields_of_all_variants_are_looked_after(pool: Pool) -> Result<(), Error> {
    let (id, number, address) = (String::new(), "1".to_owned(), "a@b.c".to_owned());
    let call = |until| Task::Call {
        id: id.clone(),
        number: number.clone(),
        version: 0,
        updated: None,
        until,
    };
    let saved = ddbx::put(call(None)).at(super::at(5_000)).execute(&pool).await?;
    let Task::Call {
        id,
        version: 1,
        updated,
        ..
    } = &saved
    else {
        panic!("{saved:?}")
    };
    assert_eq!((id.len(), *updated), (26, Some(super::at(5_000))));
    let read = ddbx::get::<Task>(id.as_str()).consistent().fetch_one(&pool).await?;
    assert_eq!(read, saved);
    ddbx::update::<Task>(id.as_str()).touch().execute(&pool).await?;
    assert!(ddbx::put(read).execute(&pool).await.unwrap_err().is_stale());

    let Task::Call { id, .. } = ddbx::put(call(Some(1))).execute(&pool).await? else {
        panic!("a call")
    };
    assert_eq!(
        ddbx::get::<Task>(id.as_str())
            .consistent()
            .fetch_optional(&pool)
            .await?,
        None,
        "it has expired"
    );

    let mail = Task::Mail {
        id: "m".into(),
        address: address.replace('@', ""),
        version: 0,
        updated: None,
        until: None,
    };
    assert!(ddbx::put(mail).execute(&pool).await.unwrap_err().is_invalid());
    Ok(())
}
