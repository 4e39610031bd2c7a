//! The fixed words of a fault.

/// Who can mend a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// Whoever made the call: other arguments are needed.
    Caller,
    /// The API or the way to it.
    Upstream,
    /// This server or whoever set it up.
    Server,
}

impl Blame {
    /// `caller`, `upstream` or `server`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Caller => "caller",
            Self::Upstream => "upstream",
            Self::Server => "server",
        }
    }
}

/// What is wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Something required was not given.
    MissingArgument,
    /// A key that means nothing here.
    UnknownArgument,
    /// A value of another JSON type.
    InvalidType,
    /// A value of the right type that breaks a rule.
    InvalidValue,
    /// No operation has that name.
    UnknownOperation,
    /// The operation does more than this caller may.
    EffectRefused,
    /// Whoever runs the server has switched the operation off.
    OperationDenied,
    /// The call takes an approval, which can't be given here.
    ApprovalNeeded,
    /// What came as an approval is none of this server.
    ApprovalInvalid,
    /// The approval came too late.
    ApprovalExpired,
    /// The approval was given to somebody else.
    ApprovalCaller,
    /// The approval was given for another call.
    ApprovalArguments,
    /// The user did not agree to the call.
    ApprovalDeclined,
    /// No credential at hand satisfies the operation's security requirement.
    CredentialMissing,
    /// A credential is at hand but can't be sent.
    CredentialInvalid,
    /// Too many calls of this server.
    RateLimited,
    /// No answer in time.
    Timeout,
    /// No connection, or it broke.
    Unreachable,
    /// The API answered with an HTTP status of 300 or above that is no redirect.
    ApiError,
    /// The answer breaks HTTP or its own encoding.
    InvalidAnswer,
    /// The answer is larger than this server reads.
    ResponseTooLarge,
    /// The API redirects to where this server doesn't follow.
    RedirectRefused,
    /// What the server stores can't be reached.
    StoreUnavailable,
    /// The server was set up or generated wrongly.
    Internal,
}

impl Code {
    /// Every code, in the order of its declaration.
    pub const ALL: [Self; 24] = [
        Self::MissingArgument,
        Self::UnknownArgument,
        Self::InvalidType,
        Self::InvalidValue,
        Self::UnknownOperation,
        Self::EffectRefused,
        Self::OperationDenied,
        Self::ApprovalNeeded,
        Self::ApprovalInvalid,
        Self::ApprovalExpired,
        Self::ApprovalCaller,
        Self::ApprovalArguments,
        Self::ApprovalDeclined,
        Self::CredentialMissing,
        Self::CredentialInvalid,
        Self::RateLimited,
        Self::Timeout,
        Self::Unreachable,
        Self::ApiError,
        Self::InvalidAnswer,
        Self::ResponseTooLarge,
        Self::RedirectRefused,
        Self::StoreUnavailable,
        Self::Internal,
    ];

    /// The code as callers see it: `missing-argument`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MissingArgument => "missing-argument",
            Self::UnknownArgument => "unknown-argument",
            Self::InvalidType => "invalid-type",
            Self::InvalidValue => "invalid-value",
            Self::UnknownOperation => "unknown-operation",
            Self::EffectRefused => "effect-refused",
            Self::OperationDenied => "operation-denied",
            Self::ApprovalNeeded => "approval-needed",
            Self::ApprovalInvalid => "approval-invalid",
            Self::ApprovalExpired => "approval-expired",
            Self::ApprovalCaller => "approval-caller",
            Self::ApprovalArguments => "approval-arguments",
            Self::ApprovalDeclined => "approval-declined",
            Self::CredentialMissing => "credential-missing",
            Self::CredentialInvalid => "credential-invalid",
            Self::RateLimited => "rate-limited",
            Self::Timeout => "timeout",
            Self::Unreachable => "unreachable",
            Self::ApiError => "api-error",
            Self::InvalidAnswer => "invalid-answer",
            Self::ResponseTooLarge => "response-too-large",
            Self::RedirectRefused => "redirect-refused",
            Self::StoreUnavailable => "store-unavailable",
            Self::Internal => "internal",
        }
    }

    /// Who usually can mend it.
    pub const fn blame(self) -> Blame {
        match self {
            Self::MissingArgument
            | Self::UnknownArgument
            | Self::InvalidType
            | Self::InvalidValue
            | Self::UnknownOperation
            | Self::EffectRefused
            | Self::OperationDenied
            | Self::ApprovalNeeded
            | Self::ApprovalInvalid
            | Self::ApprovalExpired
            | Self::ApprovalCaller
            | Self::ApprovalArguments
            | Self::ApprovalDeclined
            | Self::CredentialMissing
            | Self::CredentialInvalid
            | Self::RateLimited => Blame::Caller,
            Self::Timeout
            | Self::Unreachable
            | Self::ApiError
            | Self::InvalidAnswer
            | Self::ResponseTooLarge
            | Self::RedirectRefused => Blame::Upstream,
            Self::StoreUnavailable | Self::Internal => Blame::Server,
        }
    }
}
