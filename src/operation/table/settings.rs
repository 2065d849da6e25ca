use super::wire_enum::wire_enum;

wire_enum! {
    /// Whether a table can be used.
    ///
    /// Source: [TableDescription](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html#DDB-Type-TableDescription-TableStatus);
    /// an example is at [`DescribeTable`](crate::ops::DescribeTable).
    TableStatus {
        /// It can be used.
        Active = "ACTIVE",
        /// It was archived, since its key was inaccessible for more than seven days.
        Archived = "ARCHIVED",
        /// It is being archived.
        Archiving = "ARCHIVING",
        /// It is being created.
        Creating = "CREATING",
        /// It is being deleted.
        Deleting = "DELETING",
        /// The key it is encrypted with is inaccessible.
        InaccessibleEncryptionCredentials = "INACCESSIBLE_ENCRYPTION_CREDENTIALS",
        /// The permissions that replication needs were revoked.
        ReplicationNotAuthorized = "REPLICATION_NOT_AUTHORIZED",
        /// It is being changed, and can be used.
        Updating = "UPDATING",
    }
}

/// A status that was not told.
impl Default for TableStatus {
    fn default() -> Self {
        Self::Other(Box::default())
    }
}

wire_enum! {
    /// Whether a global or vector index can be used.
    IndexStatus {
        /// It can be used.
        Active = "ACTIVE",
        /// It is being created, and filled.
        Creating = "CREATING",
        /// It is being deleted.
        Deleting = "DELETING",
        /// Its settings are being changed.
        Updating = "UPDATING",
    }
}

wire_enum! {
    /// Whether a replica of a table can be used.
    ReplicaStatus {
        /// It can be used.
        Active = "ACTIVE",
        /// It was archived.
        Archived = "ARCHIVED",
        /// It is being archived.
        Archiving = "ARCHIVING",
        /// It is being created.
        Creating = "CREATING",
        /// It could not be created.
        CreationFailed = "CREATION_FAILED",
        /// It is being deleted.
        Deleting = "DELETING",
        /// The key it is encrypted with is inaccessible.
        InaccessibleEncryptionCredentials = "INACCESSIBLE_ENCRYPTION_CREDENTIALS",
        /// Its region was disabled.
        RegionDisabled = "REGION_DISABLED",
        /// The permissions that replication needs were revoked.
        ReplicationNotAuthorized = "REPLICATION_NOT_AUTHORIZED",
        /// It is being changed.
        Updating = "UPDATING",
    }
}

wire_enum! {
    /// Whether items of a table expire.
    TimeToLiveStatus {
        /// They do not.
        Disabled = "DISABLED",
        /// They soon will not.
        Disabling = "DISABLING",
        /// They do.
        Enabled = "ENABLED",
        /// They soon will.
        Enabling = "ENABLING",
    }
}

wire_enum! {
    /// How a table is paid for (`BillingMode`).
    ///
    /// Source: [Read/write capacity modes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-mode.html).
    Billing {
        /// For what is used.
        OnDemand = "PAY_PER_REQUEST",
        /// For capacity set beforehand.
        Provisioned = "PROVISIONED",
    }
}

wire_enum! {
    /// How a table is stored (`TableClass`).
    ///
    /// Source: [Table classes](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.TableClasses.html).
    TableClass {
        /// The default.
        Standard = "STANDARD",
        /// Storage costs less, access more.
        StandardInfrequentAccess = "STANDARD_INFREQUENT_ACCESS",
    }
}

wire_enum! {
    /// What a table's stream tells of a change (`StreamViewType`).
    ///
    /// Source: [StreamSpecification](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_StreamSpecification.html).
    StreamView {
        /// The key of the item.
        KeysOnly = "KEYS_ONLY",
        /// The item as it was and as it is.
        NewAndOldImages = "NEW_AND_OLD_IMAGES",
        /// The item as it is.
        NewImage = "NEW_IMAGE",
        /// The item as it was.
        OldImage = "OLD_IMAGE",
    }
}

wire_enum! {
    /// What a read in another region sees (`MultiRegionConsistency`).
    ///
    /// Source: [Global tables](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html).
    MultiRegionConsistency {
        /// What has arrived there.
        Eventual = "EVENTUAL",
        /// Every write before.
        Strong = "STRONG",
    }
}

wire_enum! {
    /// Whether settings of a global table over several accounts are the same in all replicas
    /// (`GlobalTableSettingsReplicationMode`).
    SettingsReplication {
        /// They are not.
        Disabled = "DISABLED",
        /// They are.
        Enabled = "ENABLED",
        /// They are, but for those a replica overrides.
        EnabledWithOverrides = "ENABLED_WITH_OVERRIDES",
    }
}
