//! What the queries by hand are compiled against: the part of the SDK's `Query` builder that they call, with its types.

use std::collections::HashMap;

/// As in the SDK.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum AttributeValue {
    B(Vec<u8>),
    Bool(bool),
    L(Vec<Self>),
    M(HashMap<String, Self>),
    N(String),
    Null(bool),
    S(String),
    Ss(Vec<String>),
}

#[derive(Clone, Debug)]
pub struct Client {
    handle: std::sync::Arc<String>,
}

impl Client {
    pub fn query(&self) -> Query {
        Query {
            handle: self.handle.clone(),
            ..Query::default()
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Query {
    handle: std::sync::Arc<String>,
    table_name: Option<String>,
    index_name: Option<String>,
    consistent_read: Option<bool>,
    key_condition_expression: Option<String>,
    filter_expression: Option<String>,
    expression_attribute_names: Option<HashMap<String, String>>,
    expression_attribute_values: Option<HashMap<String, AttributeValue>>,
}

impl Query {
    pub fn table_name(mut self, input: impl Into<String>) -> Self {
        self.table_name = Some(input.into());
        self
    }

    pub fn index_name(mut self, input: impl Into<String>) -> Self {
        self.index_name = Some(input.into());
        self
    }

    pub fn consistent_read(mut self, input: bool) -> Self {
        self.consistent_read = Some(input);
        self
    }

    pub fn key_condition_expression(mut self, input: impl Into<String>) -> Self {
        self.key_condition_expression = Some(input.into());
        self
    }

    pub fn filter_expression(mut self, input: impl Into<String>) -> Self {
        self.filter_expression = Some(input.into());
        self
    }

    pub fn expression_attribute_names(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        let mut names = self.expression_attribute_names.unwrap_or_default();
        names.insert(key.into(), value.into());
        self.expression_attribute_names = Some(names);
        self
    }

    pub fn expression_attribute_values(mut self, key: impl Into<String>, value: AttributeValue) -> Self {
        let mut values = self.expression_attribute_values.unwrap_or_default();
        values.insert(key.into(), value);
        self.expression_attribute_values = Some(values);
        self
    }
}
