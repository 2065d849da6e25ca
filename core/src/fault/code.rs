use std::fmt;

use super::message::Escaped;

/// Defines [`FaultCode`] from the table below it: a variant and its name on the wire.
macro_rules! codes {
    ($( $(#[$doc:meta])* $code:ident = $name:literal; )*) => {
        /// The code of an error that DynamoDB, DynamoDB Streams or the AWS front end before them reported.
        ///
        /// Variants leave out the `Exception` that most names end in. What the codes mean is in
        /// [Error handling](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html)
        /// and [Common errors](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html).
        ///
        /// ```
        /// use ddbx_core::fault::FaultCode;
        ///
        /// let code = FaultCode::parse("com.amazonaws.dynamodb.v20120810#ResourceNotFoundException");
        /// assert_eq!(code, FaultCode::ResourceNotFound);
        /// assert_eq!(code.name(), "ResourceNotFoundException");
        /// assert_eq!(FaultCode::parse("Brandnew").name(), "Brandnew");
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum FaultCode {
            $( $(#[$doc])* $code, )*
            /// A code this list does not know, as it came.
            Other(Box<str>),
        }

        impl FaultCode {
            /// Every code but [`FaultCode::Other`], in the order of the alphabet.
            pub const ALL: &'static [Self] = &[ $( Self::$code, )* ];

            /// The code's name on the wire.
            ///
            /// For [`FaultCode::Other`] it is someone else's text: print it with `Display`, which escapes it.
            #[must_use]
            pub fn name(&self) -> &str {
                match self {
                    $( Self::$code => $name, )*
                    Self::Other(name) => name,
                }
            }

            fn known(name: &str) -> Option<Self> {
                match name {
                    $( $name => Some(Self::$code), )*
                    _ => None,
                }
            }
        }
    };
}

codes! {
    /// The caller may not do this.
    AccessDenied = "AccessDeniedException";
    /// Another backup, restore or deletion of a backup of this table is under way.
    BackupInUse = "BackupInUseException";
    /// No backup has this ARN.
    BackupNotFound = "BackupNotFoundException";
    /// The condition of a write did not hold.
    ConditionalCheckFailed = "ConditionalCheckFailedException";
    /// The table has no continuous backups.
    ContinuousBackupsUnavailable = "ContinuousBackupsUnavailableException";
    /// A PartiQL INSERT met an item with its key.
    DuplicateItem = "DuplicateItemException";
    /// A shard iterator is older than 15 minutes.
    ExpiredIterator = "ExpiredIteratorException";
    /// The session token of the credentials has expired.
    ExpiredToken = "ExpiredTokenException";
    /// An export could not write to its bucket.
    ExportConflict = "ExportConflictException";
    /// No export has this ARN.
    ExportNotFound = "ExportNotFoundException";
    /// The global table exists.
    GlobalTableAlreadyExists = "GlobalTableAlreadyExistsException";
    /// No global table has this name.
    GlobalTableNotFound = "GlobalTableNotFoundException";
    /// A client token was used again for another request.
    IdempotentParameterMismatch = "IdempotentParameterMismatchException";
    /// An import met another one.
    ImportConflict = "ImportConflictException";
    /// No import has this ARN.
    ImportNotFound = "ImportNotFoundException";
    /// The signature lacks a part.
    IncompleteSignature = "IncompleteSignatureException";
    /// No index has this name.
    IndexNotFound = "IndexNotFoundException";
    /// AWS failed; the request may have been carried out.
    InternalFailure = "InternalFailure";
    /// DynamoDB failed; the request may have been carried out.
    InternalServerError = "InternalServerError";
    /// Nobody has this access key.
    InvalidClientTokenId = "InvalidClientTokenId";
    /// The endpoint serves another account or region.
    InvalidEndpoint = "InvalidEndpointException";
    /// The time of an export is outside of the recovery window.
    InvalidExportTime = "InvalidExportTimeException";
    /// The time of a restore is outside of the recovery window.
    InvalidRestoreTime = "InvalidRestoreTimeException";
    /// The signature does not match, or its time is too far from the server's.
    InvalidSignature = "InvalidSignatureException";
    /// The items of one partition key outgrew 10 GB in a table with local indexes.
    ItemCollectionSizeLimitExceeded = "ItemCollectionSizeLimitExceededException";
    /// Too many table operations at once, too many tables, or too many readers of a shard.
    LimitExceeded = "LimitExceededException";
    /// The body of the request could not be read as HTTP.
    MalformedHttpRequest = "MalformedHttpRequestException";
    /// The request was not signed.
    MissingAuthenticationToken = "MissingAuthenticationTokenException";
    /// The caller may not do this.
    NotAuthorized = "NotAuthorized";
    /// The account has not subscribed to the service.
    OptInRequired = "OptInRequired";
    /// The table has no point-in-time recovery.
    PointInTimeRecoveryUnavailable = "PointInTimeRecoveryUnavailableException";
    /// No policy, or none with the expected revision.
    PolicyNotFound = "PolicyNotFoundException";
    /// More capacity was asked for than the table, index or partition has.
    ProvisionedThroughputExceeded = "ProvisionedThroughputExceededException";
    /// The replica exists.
    ReplicaAlreadyExists = "ReplicaAlreadyExistsException";
    /// No replica in this region.
    ReplicaNotFound = "ReplicaNotFoundException";
    /// Another region is writing the item.
    ReplicatedWriteConflict = "ReplicatedWriteConflictException";
    /// The request was broken off before its answer.
    RequestAborted = "RequestAbortedException";
    /// The body of the request is too large.
    RequestEntityTooLarge = "RequestEntityTooLargeException";
    /// The request is more than 15 minutes old.
    RequestExpired = "RequestExpired";
    /// More capacity was asked for than the account has.
    RequestLimitExceeded = "RequestLimitExceeded";
    /// The time of the request is too far from the server's.
    RequestTimeTooSkewed = "RequestTimeTooSkewed";
    /// The request did not arrive whole in time.
    RequestTimeout = "RequestTimeoutException";
    /// The table or index is being changed, or exists.
    ResourceInUse = "ResourceInUseException";
    /// No table, index or stream has this name.
    ResourceNotFound = "ResourceNotFoundException";
    /// The body of the request is not the JSON its operation takes.
    Serialization = "SerializationException";
    /// The service cannot answer now; the request may have been carried out.
    ServiceUnavailable = "ServiceUnavailable";
    /// A table with the name exists.
    TableAlreadyExists = "TableAlreadyExistsException";
    /// The table is being created or deleted.
    TableInUse = "TableInUseException";
    /// No table has this name.
    TableNotFound = "TableNotFoundException";
    /// Too many requests.
    Throttling = "ThrottlingException";
    /// A transaction was given up as a whole; its reasons say why.
    TransactionCanceled = "TransactionCanceledException";
    /// A transaction is writing the item.
    TransactionConflict = "TransactionConflictException";
    /// A transaction with this token is still under way.
    TransactionInProgress = "TransactionInProgressException";
    /// A stream's records of this position are gone.
    TrimmedDataAccess = "TrimmedDataAccessException";
    /// The service has no such operation.
    UnknownOperation = "UnknownOperationException";
    /// Nobody has this access key, or the session token is not of it.
    UnrecognizedClient = "UnrecognizedClientException";
    /// The request breaks a rule.
    Validation = "ValidationException";
}

impl FaultCode {
    /// Reads the code of an error body's `__type` or of the `x-amzn-errortype` header.
    ///
    /// It may come bare, behind a namespace and `#`, and before `:` and a link; with or without `Exception` at its
    /// end. Names the front end and other engines use for the same thing (`ValidationError`, `Throttling`,
    /// `InternalServerErrorException`) become the code they mean.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.split_once(':').map_or(text, |(code, _link)| code);
        let name = text.rsplit_once('#').map_or(text, |(_namespace, code)| code).trim();
        if let Some(code) = Self::known(name) {
            return code;
        }
        match name {
            "ValidationError" => return Self::Validation,
            "RequestThrottled" | "RequestThrottledException" | "ThrottledException" | "TooManyRequestsException" => {
                return Self::Throttling;
            }
            _ => {}
        }
        let stem = |name: &str| name.strip_suffix("Exception").unwrap_or(name).len();
        let wanted = &name[..stem(name)];
        Self::ALL
            .iter()
            .find(|code| &code.name()[..stem(code.name())] == wanted)
            .map_or_else(|| Self::Other(name.into()), Self::clone)
    }

    /// Whether the fault is about who is asking, so that its message may quote the headers that were sent.
    pub(super) fn is_about_credentials(&self) -> bool {
        matches!(
            self,
            Self::AccessDenied
                | Self::ExpiredToken
                | Self::IncompleteSignature
                | Self::InvalidClientTokenId
                | Self::InvalidSignature
                | Self::MissingAuthenticationToken
                | Self::NotAuthorized
                | Self::OptInRequired
                | Self::RequestExpired
                | Self::RequestTimeTooSkewed
                | Self::UnrecognizedClient
        )
    }
}

impl fmt::Display for FaultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Escaped(self.name()), f)
    }
}
