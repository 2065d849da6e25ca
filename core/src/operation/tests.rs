use std::collections::HashSet;

use super::{Access, Operation, Safety, Service};

fn of(service: Service) -> impl Iterator<Item = Operation> {
    Operation::ALL
        .iter()
        .copied()
        .filter(move |operation| operation.service() == service)
}

#[test]
fn every_operation_of_both_services_is_listed_once() {
    assert_eq!(of(Service::DynamoDb).count(), 58);
    assert_eq!(of(Service::Streams).count(), 4);
    assert_eq!(Operation::ALL.len(), 62);
    let names: HashSet<_> = Operation::ALL.iter().map(|operation| operation.name()).collect();
    assert_eq!(names.len(), Operation::ALL.len());
    assert_eq!(
        Operation::ALL.iter().collect::<HashSet<_>>().len(),
        Operation::ALL.len()
    );
}

#[test]
fn each_service_is_in_the_order_of_the_alphabet() {
    for service in [Service::DynamoDb, Service::Streams] {
        assert!(of(service).map(Operation::name).is_sorted());
    }
}

#[test]
fn names_and_targets_lead_back() {
    for &operation in Operation::ALL {
        assert_eq!(Operation::from_name(operation.name()), Some(operation));
        assert_eq!(Operation::from_target(operation.target()), Some(operation));
        assert_eq!(
            operation.target(),
            format!("{}{operation}", operation.service().target_prefix())
        );
    }
}

#[test]
fn strange_targets_name_nothing() {
    for target in [
        "",
        "GetItem",
        "DynamoDB_20120810.",
        "DynamoDB_20120810.getitem",
        "DynamoDB_20120810.GetItem ",
        "DynamoDB_20120810.GetRecords",
        "DynamoDBStreams_20120810.GetItem",
        "DynamoDB_20111205.GetItem",
    ] {
        assert_eq!(Operation::from_target(target), None, "{target}");
    }
}

#[test]
fn reads_are_read_and_no_write_is() {
    for &operation in Operation::ALL {
        assert_eq!(
            operation.access() == Access::Read,
            operation.safety() == Safety::Read,
            "{operation}"
        );
        let name = operation.name();
        let looks_like_a_read = [
            "Describe",
            "List",
            "Get",
            "Query",
            "Scan",
            "Search",
            "BatchGet",
            "TransactGet",
        ]
        .iter()
        .any(|word| name.starts_with(word));
        assert_eq!(looks_like_a_read, operation.access() == Access::Read, "{operation}");
    }
}

#[test]
fn writes_of_items_are_unsafe_until_more_is_known() {
    for operation in [
        Operation::PutItem,
        Operation::UpdateItem,
        Operation::DeleteItem,
        Operation::BatchWriteItem,
        Operation::TransactWriteItems,
        Operation::ExecuteStatement,
        Operation::ExecuteTransaction,
        Operation::BatchExecuteStatement,
    ] {
        assert_eq!(operation.safety(), Safety::Unsafe, "{operation}");
    }
}

#[test]
fn the_safety_of_several_together_is_the_greatest() {
    let all = [Safety::Read, Safety::Repeatable, Safety::Conditional, Safety::Unsafe];
    assert!(all.is_sorted());
    assert_eq!(all.into_iter().max(), Some(Safety::Unsafe));
}

#[test]
fn display_is_the_name_and_pads() {
    assert_eq!(Operation::Scan.to_string(), "Scan");
    assert_eq!(format!("{:>8}|", Operation::Scan), "    Scan|");
}
