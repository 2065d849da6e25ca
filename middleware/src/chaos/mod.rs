//! Failures on request: for tests of what an application does when DynamoDB or the network fails.
