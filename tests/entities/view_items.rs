//! Which items have a view: those that are the entity's, and not over; and what else is of whole entities.

use std::time::SystemTime;

use ddbx::error::BoxError;
use ddbx::schema::Schema;
use ddbx::{Entity, Hooks, Pool, Selection, Table, View};

use crate::recorder::Recorder;
use crate::view::asked;
use crate::{at, chain};

#[derive(Entity, Debug, PartialEq)]
#[entity(table = "notes", pk = id)]
struct Note {
    id: String,
    text: Option<String>,
    photo: Option<String>,
}

#[derive(View, Debug, PartialEq)]
#[view(Note)]
struct NoteText {
    text: Option<String>,
}

#[ddbx::test(entities(Note))]
async fn an_item_without_the_attributes_is_there_all_the_same(pool: Pool) {
    let note = Note {
        id: "n1".into(),
        text: None,
        photo: Some("…".into()),
    };
    ddbx::put(note).execute(&pool).await.unwrap();
    let get = |id| ddbx::get::<Note>(id).select::<NoteText>();
    assert_eq!(
        get("n1").fetch_optional(&pool).await.unwrap(),
        Some(NoteText { text: None })
    );
    assert_eq!(get("n2").fetch_optional(&pool).await.unwrap(), None);
    let error = get("n2").fetch_one(&pool).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(
        chain(&error),
        "GetItem on table `notes`: there is no `Note` with this key"
    );
}

#[derive(Table)]
#[table(name = "shop", pk = "pk", sk = "sk", tag = "kind", ttl = "until")]
struct Shop;

#[derive(Entity, Debug, PartialEq)]
#[entity(table = Shop, pk = "P#{id}", sk = "X")]
struct Parcel {
    id: String,
    weight: u32,
    #[entity(expires, rename = "until")]
    expires: Option<SystemTime>,
}

#[derive(Entity, Debug, PartialEq)]
#[entity(table = Shop, pk = "P#{id}", sk = "X")]
struct Letter {
    id: String,
    weight: u32,
}

#[derive(View, Debug, PartialEq)]
#[view(Parcel)]
struct Weight {
    weight: u32,
}

#[derive(View, Debug, PartialEq)]
#[view(Parcel)]
struct Until {
    expires: Option<SystemTime>,
}

#[ddbx::test(entities(Parcel, Letter))]
async fn what_is_anothers_or_over_is_not_there(pool: Pool) {
    let parcel = |id: &str, expires| Parcel {
        id: id.into(),
        weight: 5,
        expires,
    };
    ddbx::put(parcel("p1", None)).execute(&pool).await.unwrap();
    ddbx::put(parcel("p2", Some(at(60_000)))).execute(&pool).await.unwrap();
    ddbx::put(Letter {
        id: "l1".into(),
        weight: 1,
    })
    .execute(&pool)
    .await
    .unwrap();

    let before = Recorder::at(&pool, at(59_000));
    let after = Recorder::at(&pool, at(60_000));
    let get = |id| ddbx::get::<Parcel>(id).select::<Weight>();
    let there = Some(Weight { weight: 5 });
    assert_eq!(get("p1").fetch_optional(&after).await.unwrap(), there);
    assert_eq!(asked(&after), ["weight", "kind", "until"]);
    assert_eq!(get("l1").fetch_optional(&after).await.unwrap(), None);
    assert_eq!(get("p2").fetch_optional(&before).await.unwrap(), there);
    assert_eq!(get("p2").fetch_optional(&after).await.unwrap(), None);
    assert_eq!(get("p2").include_expired().fetch_optional(&after).await.unwrap(), there);

    let until = ddbx::get::<Parcel>("p2")
        .select::<Until>()
        .fetch_optional(&before)
        .await
        .unwrap();
    assert_eq!(
        until,
        Some(Until {
            expires: Some(at(60_000))
        })
    );
    assert_eq!(asked(&before), ["until", "kind"], "an attribute is asked for once");
}

#[derive(Entity, Debug, PartialEq)]
#[entity(table = "pets", pk = "PET#{id}", tag_attribute = "kind")]
enum Pet {
    Cat { id: String, name: String, lives: u8 },
    Dog { id: String, name: String },
}

#[derive(View, Debug, PartialEq)]
#[view(Pet)]
struct PetName {
    name: String,
}

#[ddbx::test(entities(Pet))]
async fn an_enum_is_viewed_by_what_its_variants_share(pool: Pool) {
    let cat = Pet::Cat {
        id: "1".into(),
        name: "Tom".into(),
        lives: 9,
    };
    ddbx::put(cat).execute(&pool).await.unwrap();
    let recorder = Recorder::new(&pool);
    let name = ddbx::get::<Pet>("1")
        .select::<PetName>()
        .fetch_one(&recorder)
        .await
        .unwrap();
    assert_eq!((name.name.as_str(), asked(&recorder)), ("Tom", vec!["name".to_owned()]));
}

#[derive(Entity, Debug)]
#[entity(table = "users", hooks)]
struct User {
    #[entity(pk)]
    email: String,
}

impl Hooks for User {
    fn after_read(&mut self) -> Result<(), BoxError> {
        Err("a whole user".into())
    }
}

#[derive(View)]
#[view(User)]
struct Email {
    email: String,
}

#[ddbx::test(entities(User))]
async fn the_hook_after_reading_is_of_whole_entities(pool: Pool) {
    let user = User {
        email: "ann@example.com".into(),
    };
    ddbx::put(user).execute(&pool).await.unwrap();
    let get = || ddbx::get::<User>("ann@example.com");
    assert!(get().fetch_one(&pool).await.is_err_and(|error| error.is_decode()));
    let email = get().select::<Email>().fetch_one(&pool).await.unwrap();
    assert_eq!(email.email, "ann@example.com");
}

/// Generic code takes views and entities alike.
async fn read<E: Entity<Key = (String,)>, V: Selection<E>>(pool: &Pool, id: &str) -> Option<V> {
    ddbx::get::<E>(id).select::<V>().fetch_optional(pool).await.unwrap()
}

#[ddbx::test(entities(Note))]
async fn an_entity_is_a_selection_of_itself(pool: Pool) {
    const FIELDS: &[u16] = <NoteText as View>::FIELDS;
    static SCHEMA: &Schema = <<NoteText as View>::Entity as Entity>::SCHEMA;
    assert_eq!(SCHEMA.fields()[usize::from(FIELDS[0])].name(), "text");
    assert_eq!(
        (<Note as Selection<Note>>::SELECTED, NoteText::SELECTED),
        (None, Some(FIELDS))
    );
    assert_eq!(read::<Note, Note>(&pool, "n1").await, None);
    assert_eq!(read::<Note, NoteText>(&pool, "n1").await, None);
}
