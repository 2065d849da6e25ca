//! A rate for what DynamoDB throttles: one for each table or index and access, found from what it accepts.
