//! Reading with conditions, against a model in memory: what is found, in which order, and by which requests.

#![allow(clippy::unwrap_used, reason = "a test ends where its setup fails")]

mod business;
mod case;
mod changing;
mod circles;
mod condition;
mod controls;
mod ends;
mod forms;
mod hydrated;
mod hydrated_queries;
mod interrupted;
mod leaving;
mod many;
mod modelled;
mod plain;
mod planned;
mod planned_queries;
mod planned_statements;
mod planning;
mod random;
mod random_queries;
mod scan_statements;
mod scanned;
mod scans;
mod servers;
mod shapes;
mod shop;
mod statement;
mod value;
mod wire;
