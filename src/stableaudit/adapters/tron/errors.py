"""What a TRON node's refusals and tronpy's exceptions amount to, in our words.

A java-tron node reports nearly everything with HTTP 200, so success is judged on the body. This is
the one file that knows tronpy's exception classes. Sources: java-tron 4.8.0,
TriggerConstantContractServlet and Util.processError; recorded answers of a real node.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from stableaudit.domain.errors import (
    EvidenceError,
    InconsistentError,
    PinnedStateError,
    TooEarlyError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.untrusted import Untrusted

_ANOTHER: Final = "another endpoint (--endpoint)"
_BUSY: Final = re.compile(
    r"CPU timeout|lack of computing resources|suspended for|request rate|frequency limit",
    re.IGNORECASE,
)
_NO_CONTRACT: Final = re.compile(r"contract is not exist|contract not exist", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One question to one endpoint, so that every error of its answer says what was asked whom."""

    asked: str
    whom: str
    at: str = ""
    redact: Callable[[str], str] = str
    """Takes the endpoint's secrets out of a text that the node may have repeated."""

    def quote(self, text: str) -> Untrusted:
        """Return a foreign text as it may stand in a message."""
        return Untrusted(self.redact(text))

    def unreachable(self, came: str, *, hint: str = _ANOTHER) -> UnreachableError:
        """Return the error of a node that did not answer the question."""
        return UnreachableError(came, asked=self.asked, whom=self.whom, at=self.at, hint=hint)

    def inconsistent(self, came: str, *, hint: str = _ANOTHER) -> InconsistentError:
        """Return the error of an answer that contradicts the question or itself."""
        return InconsistentError(came, asked=self.asked, whom=self.whom, at=self.at, hint=hint)

    def too_early(self, came: str) -> TooEarlyError:
        """Return the error of a question about a time before the chain's first block."""
        hint = "a later time"
        return TooEarlyError(came, asked=self.asked, whom=self.whom, at=self.at, hint=hint)

    def without_state(self, came: str, *, hint: str = _ANOTHER) -> PinnedStateError:
        """Return the error of a node that has no state of the block that was asked."""
        return PinnedStateError(came, asked=self.asked, whom=self.whom, at=self.at, hint=hint)

    def undecodable(self, came: str, *, hint: str = "") -> UndecodableError:
        """Return the error of an answer that cannot be what was asked for."""
        return UndecodableError(came, asked=self.asked, whom=self.whom, at=self.at, hint=hint)


def is_busy(answer: object) -> bool:
    """Whether the node refused for lack of time or capacity, so that asking again may help."""
    return _BUSY.search(_error(answer)) is not None or _BUSY.search(_message(answer)) is not None


def refuse(answer: object, inquiry: Inquiry) -> None:
    """Raise what the node's refusal amounts to; return where the answer is none.

    Two forms, both with HTTP 200: `{"Error": text}`, and of a constant call
    `{"result": {"code": …, "message": text}}`, whose text is hex on some nodes.

    Raises:
        UnreachableError: the node failed or is overloaded.
        UndecodableError: the question makes no sense there: no contract, or the contract failed.
    """
    message = _message(answer)
    failure = _error(answer) or (message if is_busy(answer) else "")
    if failure:
        raise inquiry.unreachable(f"HTTP 200 with the error: {inquiry.quote(failure)}")
    code = _code(answer)
    if not code:
        return
    came = f"{inquiry.quote(code)}: {inquiry.quote(message)}"
    if _NO_CONTRACT.search(message) is not None:
        raise inquiry.undecodable(f"there is no contract at that address ({came})")
    raise inquiry.undecodable(f"the call failed: {came}")


def meanings() -> Mapping[type[Exception], type[EvidenceError]]:
    """Return what each public exception of tronpy 0.6 amounts to. Imports tronpy."""
    from tronpy import exceptions as tron  # noqa: PLC0415 - tronpy takes 0.8 s; load it on use

    return MappingProxyType(
        {
            tron.BadAddress: UndecodableError,
            tron.BadKey: UndecodableError,
            tron.BadSignature: InconsistentError,
            tron.BadHash: UndecodableError,
            tron.TaposError: InconsistentError,
            tron.UnknownError: UnreachableError,
            tron.TransactionError: UndecodableError,
            tron.TvmError: UndecodableError,
            tron.ValidationError: UndecodableError,
            tron.ApiError: UnreachableError,
            tron.NotFound: UndecodableError,
            tron.AddressNotFound: UndecodableError,
            tron.TransactionNotFound: InconsistentError,
            tron.BlockNotFound: InconsistentError,
            tron.AssetNotFound: UndecodableError,
            tron.DoubleSpending: UndecodableError,
            tron.BugInJavaTron: UnreachableError,
            # Of shielded transactions only, which nothing here touches.
            tron.ProtobufImportError: UndecodableError,
        }
    )


@contextmanager
def translated(inquiry: Inquiry) -> Iterator[None]:
    """Turn what tronpy and its ABI codec raise inside into the EvidenceError it amounts to."""
    from eth_abi.exceptions import DecodingError, EncodingError  # noqa: PLC0415 - with tronpy, on use

    known = meanings()
    try:
        yield
    except (DecodingError, EncodingError, UnicodeDecodeError, OverflowError) as error:
        # OverflowError: a text that claims to be longer than memory can index.
        came = f"bytes that do not decode: {inquiry.quote(str(error))}"
        raise inquiry.undecodable(came) from error
    except tuple(known) as error:
        meaning = next(known[base] for base in type(error).__mro__ if base in known)
        raise meaning(
            inquiry.quote(f"{type(error).__name__}: {error}"),
            asked=inquiry.asked,
            whom=inquiry.whom,
            at=inquiry.at,
        ) from error


def _error(answer: object) -> str:
    if isinstance(answer, dict) and "Error" in answer:
        return str(answer["Error"]) or "(no text)"
    return ""


def _code(answer: object) -> str:
    return str(_result(answer).get("code", ""))


def _message(answer: object) -> str:
    text = str(_result(answer).get("message", ""))
    # Some nodes write the hex of its UTF-8 bytes.
    try:
        return bytes.fromhex(text).decode()
    except ValueError:
        return text


def _result(answer: object) -> Mapping[str, object]:
    result = answer.get("result") if isinstance(answer, dict) else None
    return result if isinstance(result, dict) else {}
