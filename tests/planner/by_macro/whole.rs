//! Rule 1: whole keys, and lists of partitions.

use ddbx::query;

use super::{Statement, fixed};
use crate::entities::{Job, JobNote, Note, Order, Person, Place, Reading, Sale, Seat, Session, User};

pub(super) const STATEMENTS: &[Statement] = statements![
    "a whole key of templates":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z") && order == "o1");
    "the order of conditions does not matter":
        query!(Order, order == "o1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z") && customer == "c1");
    "a whole key of fields": query!(Note, owner == "ann" && name == "n1");
    "a whole key of binary and a number": query!(Reading, sensor == b"s1" && at == -5);
    "a key without a sort key": query!(Person, id == "p1");
    "a sort key of literals is always known": query!(User, id == "u1");
    "fields that are in the key only": query!(Seat, event == "e1" && row == 7 && seat == "A");
    "a whole key, read consistently": query!(Note, owner == "ann" && name == "n1", consistent);
    "a whole key with hydrate: the table has everything": query!(Job, id == "j1" && run == 3, hydrate);
    "a whole key with select": query!(Job, id == "j1" && run == 3, select = JobNote);
    "a whole key of an entity that shares its table": query!(Sale, customer == "ann" && number == 7);
    "a whole key of an entity that expires": query!(Session, user == "u1" && id == "s1");
    "a whole key and a filter are a query": query!(Note, owner == "ann" && name == "n1" && text == "x");
    "a whole key of templates and a filter":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z") && order == "o1"
            && total > 100);
    "one item is read by its key although an index binds more":
        query!(Person, id == "p1" && name == "Ann" && age == 30);
    "a field that is bound twice is tested by the filter":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z") && order == "o1"
            && order == "o2");
    "the whole key of an index is a query: several items may have it": query!(User, email == "a@b");
    "the table by its name": query!(Note, owner == "ann" && name == "n1", index = "primary");
    "a list of partitions": query!(Note, owner.is_in(["ann", "bob"]));
    "a list with a partition twice": query!(Note, owner.is_in(["ann", "bob", "ann"]));
    "a list in a template": query!(Order, customer.is_in(["c1", "c2"]));
    "a list of one": query!(Note, owner.is_in(["ann"]));
    "a list and a whole sort key": query!(Note, owner.is_in(["ann", "bob"]) && name == "n1");
    "a list and a range":
        query!(Order, customer.is_in(["c1", "c2"]) && placed_at >= fixed("2030-01-01T00:00:00.000000000Z"));
    "a list and a filter": query!(Order, customer.is_in(["c1", "c2"]) && total > 100);
    "a list beside an equality, in a key of several attributes":
        query!(Place, country == "at" && city.is_in(["Wien", "Graz"]) && road == "Ring");
    "a list beside an equality, in a template": query!(Person, country.is_in(["at", "de"]) && tax == "1");
    "a list on a placeholder of a sort key is a filter on the field":
        query!(Order, customer == "c1"
            && placed_at.is_in([fixed("2030-01-01T00:00:00.000000000Z"), fixed("2030-02-01T00:00:00.000000000Z")]));
    "a value of a list that no key can hold": query!(Order, customer.is_in(["c1", "c#2"]));
    "a list and an equality of one field": query!(Order, customer == "c1" && customer.is_in(["c1", "c2"]));
];
