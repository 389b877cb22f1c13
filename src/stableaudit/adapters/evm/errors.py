"""What nodes and web3 report, as our errors. The one place that knows web3's exceptions.

They are mapped by name, so that naming them does not import web3.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from stableaudit.adapters.evm.revert import reason_of
from stableaudit.adapters.transport.classify import Failure
from stableaudit.adapters.transport.envelope import RpcError
from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    PinnedStateError,
    RateLimitedError,
    UndecodableError,
    UnreachableError,
)

_ANOTHER: Final = "another endpoint (--endpoint)"
_LATER: Final = "again later, or another endpoint (--endpoint)"
_ARCHIVE: Final = "an endpoint that keeps the state of that block (--endpoint), or a later --as-of"
_NOT_CANONICAL: Final = re.compile(r"not (?:currently )?canonical", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """What was asked, of whom, at which block: the frame of every error."""

    asked: str
    whom: str
    at: str = ""

    def error(self, kind: type[EvidenceError], came: str, hint: str) -> EvidenceError:
        """Return an error of that kind with this frame."""
        return kind(came, asked=self.asked, whom=self.whom, at=self.at, hint=hint)


def state_error(error: RpcError, context: Context) -> EvidenceError:
    """Return what an error answer to a question about a block's state amounts to."""
    if _NOT_CANONICAL.search(error.message.raw) is not None:
        came = f"the block is not on this endpoint's chain: {error}"
        return context.error(InconsistentError, came, _LATER)
    if error.failure is Failure.NO_STATE:
        return context.error(PinnedStateError, f"no state of that block: {error}", _ARCHIVE)
    if error.failure is Failure.REVERT:
        came = f"the contract ended the call: {reason_of(error)}"
        return context.error(UndecodableError, came, "whether it is that kind of contract")
    if error.failure is Failure.MALFORMED:
        # Never asked again by number: that would be another question (EIP-1898).
        came = f"the endpoint does not take a block by its hash: {error}"
        return context.error(PinnedStateError, came, _ANOTHER)
    return service_error(error, context)


def service_error(error: RpcError, context: Context) -> EvidenceError:
    """Return what an error answer to a question about the chain itself amounts to."""
    if error.failure is Failure.RATE_LIMIT:
        return context.error(RateLimitedError, f"refused for now: {error}", _LATER)
    if error.failure is Failure.CAPABILITY:
        came = f"the endpoint does not serve this: {error}"
        return context.error(UnreachableError, came, _ANOTHER)
    return context.error(UnreachableError, str(error), _ANOTHER)


WEB3_MEANINGS: Final[Mapping[str, type[EvidenceError]]] = MappingProxyType(
    dict.fromkeys(
        (
            "CannotHandleRequest",
            "InfuraProjectIdNotFound",
            "MethodNotSupported",
            "MethodUnavailable",
            "MultipleFailedRequests",
            "PersistentConnectionClosedOK",
            "PersistentConnectionError",
            "ProviderConnectionError",
            "ReadBufferLimitReached",
            "RequestTimedOut",
            "SubscriptionHandlerTaskException",
            "SubscriptionProcessingFinished",
            "TaskNotRunning",
            "TimeExhausted",
            "TooManyRequests",
            "TransactionIndexingInProgress",
            "Web3RPCError",
        ),
        UnreachableError,
    )
    | dict.fromkeys(
        ("BlockNotFound", "BlockNumberOutOfRange", "TransactionNotFound"), PinnedStateError
    )
    | dict.fromkeys(("StaleBlockchain",), InconsistentError)
    | dict.fromkeys(
        (
            "ABIConstructorNotFound",
            "ABIEventNotFound",
            "ABIFallbackNotFound",
            "ABIFunctionNotFound",
            "ABIReceiveNotFound",
            "BadFunctionCallOutput",
            "BadResponseFormat",
            "ContractCustomError",
            "ContractLogicError",
            "ContractPanicError",
            "ExtraDataLengthError",
            "InsufficientData",
            "InvalidAddress",
            "InvalidEventABI",
            "InvalidTransaction",
            "LogTopicError",
            "MismatchedABI",
            "NameNotFound",
            "NoABIEventsFound",
            "NoABIFound",
            "NoABIFunctionsFound",
            "OffchainLookup",
            "TransactionTypeMismatch",
            "Web3AssertionError",
            "Web3AttributeError",
            "Web3Exception",
            "Web3TypeError",
            "Web3ValidationError",
            "Web3ValueError",
        ),
        UndecodableError,
    )
)
"""Our class for every public exception of web3, by its name."""


def meaning_of(error: BaseException) -> type[EvidenceError] | None:
    """Return our class for an exception of web3 or a subclass of one; None for any other."""
    names = (known.__name__ for known in type(error).__mro__)
    return next((WEB3_MEANINGS[name] for name in names if name in WEB3_MEANINGS), None)


def library_errors() -> tuple[type[Exception], ...]:
    """Return what web3's ABI codec raises for arguments and answers that do not fit.

    A function, because naming the classes imports web3.
    """
    from eth_abi.exceptions import DecodingError, EncodingError  # noqa: PLC0415 - comes with web3
    from web3.exceptions import Web3Exception  # noqa: PLC0415 - a second to import

    # OverflowError: a length word of 2^255 meets an index in eth_abi 5.
    return (Web3Exception, DecodingError, EncodingError, OverflowError)
