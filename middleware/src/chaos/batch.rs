//! A batch taken apart: what the engine gets, and what comes back undone.

use std::borrow::Cow;

use ddbx_core::codec::{self, Parser, Writer};
use ddbx_core::{Operation, Request, Response};

use super::body::{Members, elements, members};

/// What a batch asks of each table; also what an answer gives back of it, for the form is the same.
pub(super) struct Batch<'a> {
    tables: Vec<Part<'a>>,
    /// The other members of the body around it.
    others: Members<'a>,
    form: Form,
}

/// What is asked of one table.
#[derive(Clone)]
struct Part<'a> {
    table: Cow<'a, str>,
    /// Its puts and deletes, or its keys.
    elements: Vec<&'a str>,
    /// Of keys: what is read of the items.
    others: Members<'a>,
}

#[derive(Clone, Copy)]
enum Form {
    Reads,
    Writes,
}

impl<'a> Batch<'a> {
    /// The batch of a request; `None` of one that is no batch, or cannot be read.
    pub(super) fn of(request: &'a Request) -> Option<Self> {
        let form = match request.operation {
            Operation::BatchGetItem => Form::Reads,
            Operation::BatchWriteItem => Form::Writes,
            _ => return None,
        };
        Self::parse(&request.body, "RequestItems", form).ok()
    }

    fn parse(body: &'a [u8], member: &str, form: Form) -> codec::Result<Self> {
        let (mut tables, mut others) = (Vec::new(), Vec::new());
        for (name, value) in members(&mut Parser::from_slice(body)?)? {
            if name == member {
                for (table, value) in members(&mut Parser::new(value))? {
                    tables.push(Part::parse(table, value, form)?);
                }
            } else {
                others.push((name, value));
            }
        }
        Ok(Self { tables, others, form })
    }

    /// How many items it is about.
    pub(super) fn len(&self) -> usize {
        self.tables.iter().map(|part| part.elements.len()).sum()
    }

    /// The body of a batch of all but the chosen elements, and the chosen ones by themselves. Elements are counted over
    /// all tables.
    pub(super) fn split(self, is_chosen: impl Fn(usize) -> bool) -> (Vec<u8>, Leftover<'a>) {
        let mut number = 0;
        let (mut kept, mut left) = (Vec::new(), Vec::new());
        for part in self.tables {
            let (chosen, rest) = part.elements.iter().partition(|_| {
                number += 1;
                is_chosen(number - 1)
            });
            kept.push(Part {
                elements: rest,
                ..part.clone()
            });
            left.push(Part {
                elements: chosen,
                ..part
            });
        }
        let kept = write("RequestItems", &kept, &self.others, self.form);
        let form = self.form;
        (kept, Leftover { tables: left, form })
    }
}

impl<'a> Part<'a> {
    fn parse(table: Cow<'a, str>, value: &'a str, form: Form) -> codec::Result<Self> {
        let mut parser = Parser::new(value);
        match form {
            Form::Writes => Ok(Self {
                table,
                elements: elements(&mut parser)?,
                others: Vec::new(),
            }),
            Form::Reads => {
                let (keys, others) = members(&mut parser)?.into_iter().partition(|(name, _)| name == "Keys");
                let keys: Members<'a> = keys;
                let keys = keys.first().map_or("[]", |(_, keys)| keys);
                Ok(Self {
                    table,
                    elements: elements(&mut Parser::new(keys))?,
                    others,
                })
            }
        }
    }

    fn write(&self, body: &mut Writer, form: Form) {
        body.key(&self.table);
        if let Form::Reads = form {
            body.begin_object();
            body.key("Keys");
        }
        body.begin_array();
        for element in &self.elements {
            body.raw(element.as_bytes());
        }
        body.end_array();
        if let Form::Reads = form {
            write_members(body, &self.others);
            body.end_object();
        }
    }
}

/// What was taken out of a batch.
pub(super) struct Leftover<'a> {
    tables: Vec<Part<'a>>,
    form: Form,
}

impl Leftover<'_> {
    /// The answer to what was left in the batch, as one to the whole.
    pub(super) fn add_to(&self, mut response: Response) -> Response {
        let member = match self.form {
            Form::Reads => "UnprocessedKeys",
            Form::Writes => "UnprocessedItems",
        };
        let merged = Batch::parse(&response.body, member, self.form).map(|mut answer| {
            for part in &self.tables {
                match answer.tables.iter_mut().find(|known| known.table == part.table) {
                    Some(known) => known.elements.extend(&part.elements),
                    None => answer.tables.push(part.clone()),
                }
            }
            write(member, &answer.tables, &answer.others, self.form)
        });
        if let Ok(body) = merged {
            response.body = body.into();
            response.checksum = None;
        }
        response
    }
}

/// A body with these tables as one of its members, as far as they have any elements.
fn write(member: &str, tables: &[Part<'_>], others: &Members<'_>, form: Form) -> Vec<u8> {
    let mut body = Writer::new();
    body.begin_object();
    write_members(&mut body, others);
    body.key(member);
    body.begin_object();
    for part in tables.iter().filter(|part| !part.elements.is_empty()) {
        part.write(&mut body, form);
    }
    body.end_object();
    body.end_object();
    body.into_vec()
}

fn write_members(body: &mut Writer, members: &Members<'_>) {
    for (name, value) in members {
        body.key(name);
        body.raw(value.as_bytes());
    }
}
