//! Rules 3 to 5: what indexes copy, which is taken, and what the filter is.

use ddbx::codec::Kind;
use ddbx::query;

use super::{Statement, fixed};
use crate::entities::{Job, JobLength, JobStart, JobState, Order, Person, Reading, Sale, SaleTotal, Session, Task};

pub(super) const STATEMENTS: &[Statement] = statements![
    "keys only, with hydrate": query!(Job, state == "done", hydrate);
    "keys only, with what it has selected": query!(Job, state == "done", select = JobState);
    "keys only: the excluded end is dropped": query!(Job, state == "done" && started > 5 && started < 100, hydrate);
    "keys only: no end is excluded": query!(Job, state == "done" && started >= 100, hydrate);
    "include, with what it has selected": query!(Job, worker == "w1", select = JobStart);
    "include, with hydrate": query!(Job, worker == "w1" && note == "x", hydrate);
    "include of all fields needs no hydrate": query!(Job, queue == "q1");
    "include of all fields is not hydrated": query!(Job, queue == "q1", hydrate);
    "a local index that lacks fields: another serves": query!(Job, id == "j1" && length > 3);
    "a local index has DynamoDB read the table": query!(Job, id == "j1" && length > 3, hydrate);
    "a local index with what it has selected": query!(Job, id == "j1" && length > 3, select = JobLength);
    "an index with the tag": query!(Sale, kind == "gift", select = SaleTotal);
    "an index without the tag, with hydrate": query!(Sale, day == "monday" && number < 7, hydrate);
    "an index with the time that ends it": query!(Session, agent == "a1");
    "consistent: the table": query!(Order, customer == "c1", consistent);
    "consistent: a local index": query!(Reading, sensor == b"s1" && digest > b"ab", consistent);
    "consistent: the table, where a global index would be better":
        query!(Task, project == "p1" && title == "t", consistent);
    "consistent: a local index, where a global one binds as much": query!(Task, project == "p1" && due > 3, consistent);
    "both attributes of an index": query!(Person, name == "Ann" && age == 30);
    "an equality and a range of an index": query!(Person, name == "Ann" && age > 30);
    "hash-only, where the partition is all that is bound": query!(Person, name == "Ann");
    "hash-only, with a filter": query!(Person, name == "Ann" && city == "Wien");
    "a whole index over the part of a table's key": query!(Task, project == "p1" && title == "t" && state == "open");
    "two fields, of which one has an index of its own": query!(Person, city == "Wien" && name == "Ann");
    "the sort key breaks a tie": query!(Person, street == "Ring" && age > 30);
    "the other sort key": query!(Person, street == "Ring" && name.begins_with("A"));
    "two bounds are more conditions than one": query!(Person, street == "Ring" && age > 30 && age < 40 && name > "A");
    "the name decides a tie": query!(Person, phone == "1", index = "by_mobile");
    "a template of two fields": query!(Person, country == "at" && tax == "1");
    "the table over a hash-only index: it leaves nothing out": query!(Task, project == "p1");
    "the table by name, with its partition alone": query!(Task, project == "p1", index = "primary");
    "local over global": query!(Task, project == "p1" && due > 3);
    "the table over a local index": query!(Task, project == "p1" && number == 3 && due == 4);
    "the table's range over a local index": query!(Task, project == "p1" && number > 3 && due > 4);
    "a global index whose sort key is bound, over the table": query!(Task, project == "p1" && title == "t");
    "an index that would serve by its name": query!(Task, project == "p1" && due > 3, index = "by_project");
    "an index that binds less, by its name": query!(Person, name == "Ann" && age == 30, index = "by_name");
    "the table over a global index that binds as much":
        query!(Order, status == "open" && customer == "c1" && placed_at > fixed("2030-01-01T00:00:00.000000000Z"));
    "more conditions of equally many attributes":
        query!(Order, status == "open" && customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z")
            && order > "o1");
    "a filter: not equal": query!(Order, customer == "c1" && total != 5);
    "a filter: less": query!(Order, customer == "c1" && total < 5);
    "a filter: between": query!(Order, customer == "c1" && total.between(1, 5));
    "a filter: is_in": query!(Order, customer == "c1" && total.is_in([1, 2]));
    "a filter: begins_with": query!(Order, customer == "c1" && note.begins_with("x"));
    "a filter: contains in text": query!(Order, customer == "c1" && note.contains("x"));
    "a filter: contains in a set": query!(Order, customer == "c1" && tags.contains("vip"));
    "a filter: exists": query!(Order, customer == "c1" && note.exists());
    "a filter: not_exists": query!(Order, customer == "c1" && note.not_exists());
    "a filter: is_null": query!(Order, customer == "c1" && note.is_null());
    "a filter: size": query!(Order, customer == "c1" && note.size() > 3);
    "a filter: size between": query!(Order, customer == "c1" && tags.size().between(1, 3));
    "a filter: is_type": query!(Order, customer == "c1" && note.is_type(Kind::S));
    "a filter: a boolean": query!(Order, customer == "c1" && paid == true);
    "a filter: binary": query!(Order, customer == "c1" && seal == b"x");
    "a filter: a member": query!(Order, customer == "c1" && address.city == "Wien");
    "a filter: an element of a member": query!(Order, customer == "c1" && address.streets[0] == "Ring");
    "a filter: the size of a member": query!(Order, customer == "c1" && address.streets.size() >= 1);
    "a filter: or": query!(Order, customer == "c1" && (total > 5 || paid == true));
    "a filter: not": query!(Order, customer == "c1" && !(total > 5));
    "a filter: and in or": query!(Order, customer == "c1" && (total > 5 && paid == true || note.exists()));
    "a filter: not of or": query!(Order, customer == "c1" && !(total > 5 || paid == true));
    "a filter: or in and": query!(Order, customer == "c1" && total > 5 && (paid == true || note.exists()));
    "a filter: null in or": query!(Order, customer == "c1" && (note.is_null() || total > 5));
    "the fields of a key are filters by their own attributes":
        query!(Order, customer == "c1" && placed_at != fixed("2030-01-01T00:00:00.000000000Z"));
    "a field of a key inside `||`":
        query!(Order, customer == "c1" && (placed_at > fixed("2030-01-01T00:00:00.000000000Z") || total > 5));
    "a field of a key inside `!`":
        query!(Order, customer == "c1" && !(placed_at > fixed("2030-01-01T00:00:00.000000000Z")));
    "a field of the partition's template, said again": query!(Order, customer == "c1" && customer != "c2");
    "two lower bounds of a template: the second is a filter":
        query!(Order, customer == "c1" && placed_at > fixed("2030-01-01T00:00:00.000000000Z")
            && placed_at > fixed("2030-02-01T00:00:00.000000000Z"));
    "a prefix beside a bound":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z") && order > "a"
            && order.begins_with("b"));
    "an equality beside a bound":
        query!(Order, customer == "c1" && placed_at == fixed("2030-01-01T00:00:00.000000000Z")
            && placed_at > fixed("2030-02-01T00:00:00.000000000Z"));
    "a key attribute of another index is a filter": query!(Person, name == "Ann" && city != "Wien");
    "another index serves where one cannot filter": query!(Person, name == "Ann" && age != 30);
    "a tag beside the filter": query!(Sale, customer == "ann" && total > 5);
    "a tag alone": query!(Sale, customer == "ann");
    "a tag beside `||`": query!(Sale, customer == "ann" && (total > 5 || day == "monday"));
    "a field that an index of a shared table copies": query!(Sale, status == "open" && number > 5);
    "in a shared table, the excluded end of a copied field is filtered":
        query!(Sale, status == "open" && number > 5 && number < 9);
    "in a shared table, a copied field is a filter by its own attribute": query!(Sale, status == "open" && number != 5);
    "a local index of a shared table": query!(Sale, customer == "ann" && total >= 5);
    "a time beside the filter": query!(Session, user == "u1" && agent == "a1");
    "a time beside `||`": query!(Session, user == "u1" && (agent == "a1" || agent.not_exists()));
];
