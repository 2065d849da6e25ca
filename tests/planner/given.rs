//! Conditions from text as what the planner is given: entries of a list, or a builder's conditions.

use ddbx::codec::{Attribute, Bind, Bound, Container, Encode, Indexed, Kind, Ordered, Prefix, ShortText, Type, Writer};
use ddbx::schema::Schema;
use ddbx::{CodecError, Condition, Entity, Field};
use ddbx_core::expression::{Clause, Comparison, FieldRef, Join, Leaf, Operand, Operator, Part, Path};

use crate::grammar::{Expr, Literal, Step, Test};

/// The type of a field: any that has this DynamoDB type, with all operators.
struct Any<const KIND: u8>;

const KINDS: [Kind; 7] = [Kind::Any, Kind::B, Kind::Bool, Kind::L, Kind::N, Kind::S, Kind::Ss];

impl<const KIND: u8> Type for Any<KIND> {
    const KIND: Kind = KINDS[KIND as usize];
}

impl<const KIND: u8> Encode for Any<KIND> {
    fn encode(&self, _: &mut Writer) -> Result<(), CodecError> {
        unreachable!("there is no value of it")
    }
}

impl<const KIND: u8> Attribute for Any<KIND> {
    type Cmp = Self;
}

impl<const KIND: u8> Ordered for Any<KIND> {
    type Of = Self;
}

impl<const KIND: u8> Prefix for Any<KIND> {
    type Of = Self;
}

impl<const KIND: u8> Container for Any<KIND> {
    type Element = Any<0>;
}

impl<const KIND: u8> Indexed for Any<KIND> {
    type Element = Any<0>;
}

/// A value of any of them.
struct Given(Bound);

impl<const KIND: u8> Bind<Any<KIND>> for Given {
    fn bind(self) -> Result<Bound, CodecError> {
        Ok(self.0)
    }
}

fn bound(literal: &Literal) -> Bound {
    match literal {
        Literal::Binary(text) => Bound::B(text.clone().into_bytes().into()),
        Literal::Bool(value) => Bound::Encoded {
            json: format!("{{\"BOOL\":{value}}}").into_bytes().into(),
            kind: Kind::Bool,
        },
        Literal::List(_) => unreachable!("only `is_in` has one"),
        Literal::Number(number) => match number.parse() {
            Ok(integer) => Bound::Int(integer),
            Err(_) => Bound::Encoded {
                json: format!("{{\"N\":\"{number}\"}}").into_bytes().into(),
                kind: Kind::N,
            },
        },
        Literal::Kind(text) | Literal::Text(text) => Bound::S(text.clone()),
        Literal::Fixed(text) => Bound::Text(ShortText::new(text).unwrap()),
    }
}

fn given(literals: &[Literal]) -> Vec<Given> {
    match literals {
        [Literal::List(values)] => given(values),
        values => values.iter().map(|value| Given(bound(value))).collect(),
    }
}

fn field(schema: &Schema, name: &str) -> (FieldRef, Kind) {
    let position = schema.fields().iter().position(|field| field.name() == name);
    let position = position.unwrap_or_else(|| panic!("`{}` has no field `{name}`", schema.entity()));
    let reference = FieldRef {
        index: u16::try_from(position).unwrap(),
        attribute: schema.fields()[position].attribute(),
    };
    (reference, schema.fields()[position].kind())
}

/// The name of a member as the schema has it: for as long as the test runs.
fn member(name: &str) -> Field<(), Any<0>> {
    Field::new(0, name.to_owned().leak())
}

fn operator(test: &Test) -> Operator {
    match test.operator.as_str() {
        "!=" => Operator::Compare(Comparison::NotEqual),
        "<" => Operator::Compare(Comparison::Less),
        "<=" => Operator::Compare(Comparison::LessOrEqual),
        "==" => Operator::Compare(Comparison::Equal),
        ">" => Operator::Compare(Comparison::Greater),
        ">=" => Operator::Compare(Comparison::GreaterOrEqual),
        "begins_with" => Operator::BeginsWith,
        "between" => Operator::Between,
        "contains" => Operator::Contains,
        "exists" => Operator::Exists,
        "is_in" => Operator::In,
        "is_null" => Operator::IsNull,
        "is_type" => Operator::IsType,
        "not_exists" => Operator::NotExists,
        other => panic!("there is no condition `{other}`"),
    }
}

/// Conditions as the query macro writes them, and the text of each entry.
#[derive(Debug, Default)]
pub(crate) struct Listed {
    pub(crate) clauses: Vec<Clause>,
    pub(crate) values: Vec<Operand>,
    pub(crate) texts: Vec<String>,
}

impl Listed {
    pub(crate) fn of(schema: &Schema, expr: &Expr) -> Self {
        let mut this = Self::default();
        match expr {
            Expr::And(all) => all.iter().for_each(|expr| this.push(schema, expr)),
            expr => this.push(schema, expr),
        }
        this
    }

    fn push(&mut self, schema: &Schema, expr: &Expr) {
        let (join, inner) = match expr {
            Expr::And(all) => (Join::And, &all[..]),
            Expr::Or(all) => (Join::Or, &all[..]),
            Expr::Not(inner) => (Join::Not, std::slice::from_ref(&**inner)),
            Expr::Test(test) => return self.test(schema, test),
        };
        let start = self.clauses.len();
        self.clauses.push(Clause::Group { join, len: 0 });
        self.texts.push(String::new());
        inner.iter().for_each(|expr| self.push(schema, expr));
        let len = u16::try_from(self.clauses.len() - start - 1).unwrap();
        self.clauses[start] = Clause::Group { join, len };
    }

    fn test(&mut self, schema: &Schema, test: &Test) {
        let (field, _) = field(schema, &test.field);
        self.clauses.push(Clause::Leaf(Leaf {
            field,
            part: part(schema, test),
            operator: operator(test),
            value: u8::try_from(self.values.len()).unwrap(),
        }));
        self.texts.push(test.text.clone());
        let values = given(&test.values).into_iter().map(|given| given.0);
        match &test.values[..] {
            [Literal::List(_)] => self.values.push(Operand::Many(values.collect())),
            _ => self.values.extend(values.map(Operand::One)),
        }
    }
}

/// The part of a field that is tested. Of types, paths and sizes know more than their handles tell: it is asked of a
/// condition that has it.
fn part(schema: &Schema, test: &Test) -> Part {
    let exists = Test {
        operator: "==".to_owned(),
        values: vec![Literal::Number("0".to_owned())],
        ..test.clone()
    };
    let node = condition::<()>(schema, &Expr::Test(exists)).into();
    let ddbx_core::expression::Node::Leaf { part, .. } = node else {
        unreachable!("it is one test")
    };
    part
}

/// Conditions as a builder is given them.
pub(crate) fn condition<E>(schema: &Schema, expr: &Expr) -> Condition<E> {
    let all = |all: &[Expr]| -> Vec<Condition<E>> { all.iter().map(|expr| condition(schema, expr)).collect() };
    match expr {
        Expr::And(inner) => all(inner).into_iter().reduce(Condition::and).unwrap(),
        Expr::Not(inner) => !condition::<E>(schema, inner),
        Expr::Or(inner) => all(inner).into_iter().reduce(Condition::or).unwrap(),
        Expr::Test(test) => {
            let (reference, kind) = field(schema, &test.field);
            match kind {
                Kind::B => of_field::<E, 1>(reference, test),
                Kind::Bool => of_field::<E, 2>(reference, test),
                Kind::L => of_field::<E, 3>(reference, test),
                Kind::N => of_field::<E, 4>(reference, test),
                Kind::S => of_field::<E, 5>(reference, test),
                Kind::Ss => of_field::<E, 6>(reference, test),
                _ => of_field::<E, 0>(reference, test),
            }
        }
    }
}

/// The condition that a handle makes.
macro_rules! tested {
    ($handle:expr, $test:expr) => {{
        let (handle, mut values) = ($handle, given(&$test.values).into_iter());
        let mut value = || values.next().unwrap();
        match operator($test) {
            Operator::BeginsWith => handle.begins_with(value()),
            Operator::Between => handle.between(value(), value()),
            Operator::Compare(Comparison::Equal) => handle.eq(value()),
            Operator::Compare(Comparison::Greater) => handle.gt(value()),
            Operator::Compare(Comparison::GreaterOrEqual) => handle.ge(value()),
            Operator::Compare(Comparison::Less) => handle.lt(value()),
            Operator::Compare(Comparison::LessOrEqual) => handle.le(value()),
            Operator::Compare(Comparison::NotEqual) => handle.ne(value()),
            Operator::Contains => handle.contains(value()),
            Operator::Exists => handle.exists(),
            Operator::In => handle.is_in(values),
            Operator::IsNull => handle.is_null(),
            Operator::IsType => handle.is_type(kind(&$test.values)),
            Operator::NotExists => handle.not_exists(),
        }
    }};
}

fn of_field<E, const KIND: u8>(reference: FieldRef, test: &Test) -> Condition<E> {
    let handle: Field<E, Any<KIND>> = Field::new(reference.index, reference.attribute);
    let mut steps = test.path.iter();
    let Some(first) = steps.next() else {
        if test.is_size {
            return sized(handle.size(), test);
        }
        return tested!(handle, test);
    };
    let mut path: Path<E, Any<0>> = match first {
        Step::Element(position) => handle.element(*position),
        Step::Member(name) => handle.below(member(name)),
    };
    for step in steps {
        path = match step {
            Step::Element(position) => path.element(*position),
            Step::Member(name) => path.below(member(name)),
        };
    }
    if test.is_size {
        return sized(path.size(), test);
    }
    tested!(path, test)
}

fn sized<E>(size: ddbx_core::expression::Size<E>, test: &Test) -> Condition<E> {
    let mut numbers = test.values.iter().map(|value| match value {
        Literal::Number(number) => number.parse().unwrap(),
        other => panic!("{other:?} is no size"),
    });
    let mut number = || numbers.next().unwrap();
    match operator(test) {
        Operator::Between => size.between(number(), number()),
        Operator::Compare(Comparison::Equal) => size.eq(number()),
        Operator::Compare(Comparison::Greater) => size.gt(number()),
        Operator::Compare(Comparison::GreaterOrEqual) => size.ge(number()),
        Operator::Compare(Comparison::Less) => size.lt(number()),
        Operator::Compare(Comparison::LessOrEqual) => size.le(number()),
        Operator::Compare(Comparison::NotEqual) => size.ne(number()),
        other => panic!("{other:?} is no test of a size"),
    }
}

fn kind(values: &[Literal]) -> Kind {
    let all = [
        Kind::B,
        Kind::Bool,
        Kind::L,
        Kind::M,
        Kind::N,
        Kind::Null,
        Kind::S,
        Kind::Ss,
    ];
    let [Literal::Kind(name)] = values else {
        panic!("{values:?} is no type")
    };
    all.into_iter().find(|kind| kind.descriptor() == name).unwrap()
}

/// The query of a builder.
pub(crate) fn query<E: Entity>(expr: &Expr) -> ddbx::Query<E> {
    ddbx::query::<E>().filter(|_| condition(E::SCHEMA, expr))
}
