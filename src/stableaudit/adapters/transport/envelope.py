"""The JSON-RPC envelope: which answer belongs to which request, and is it a result or an error.

Source: JSON-RPC 2.0, §5 Response object, §6 Batch.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stableaudit.adapters.transport.classify import Failure, classify
from stableaudit.domain.untrusted import Untrusted


@dataclass(frozen=True, slots=True)
class RpcError:
    """An error that a node answered."""

    code: int
    message: Untrusted
    data: object
    """What the node added, such as the revert data; None where nothing."""

    @property
    def failure(self) -> Failure:
        """What the error means, by message and code."""
        return classify(self.message.raw, self.code)

    def __str__(self) -> str:
        return f"error {self.code}: {self.message}"


@dataclass(frozen=True, slots=True)
class BatchRefused:
    """The server does not take batches."""


class EnvelopeError(Exception):
    """The answer is not one to what was asked. Its text is safe to show."""


def read_answer(value: object, number: int, *, redact: Callable[[str], str]) -> object | RpcError:
    """Return the result or error of the answer to request `number`.

    An error with the id null is accepted: the server could not read the request's id.

    Raises:
        EnvelopeError: another id, no object, or neither or both of result and error.
    """
    if not isinstance(value, dict):
        raise EnvelopeError(f"an answer that is no JSON-RPC object but a {type(value).__name__}")
    outcome = _outcome(value, redact)
    given = value.get("id")
    if _is_id(given, number) or (given is None and isinstance(outcome, RpcError)):
        return outcome
    raise EnvelopeError(f"an answer with the id {_shown(given)} to the request {number}")


def match_answers(
    value: object, numbers: Sequence[int], *, redact: Callable[[str], str]
) -> tuple[object | RpcError, ...] | RpcError:
    """Return results and errors in the order of `numbers`, or the one error of the whole batch.

    Answers may come in any order.

    Raises:
        EnvelopeError: an id is missing, repeated or foreign, or an item is no answer.
    """
    if isinstance(value, list) and len(value) == 1 and _is_error_to_nothing(value[0]):
        value = value[0]
    if isinstance(value, dict):
        outcome = _outcome(value, redact)
        if isinstance(outcome, RpcError):
            return outcome
        raise EnvelopeError("one result for a batch of requests")
    if not isinstance(value, list):
        raise EnvelopeError(f"an answer to a batch that is no array but a {type(value).__name__}")
    found: dict[int, object | RpcError] = {}
    wanted = frozenset(numbers)
    for item in value:
        given = item.get("id") if isinstance(item, dict) else None
        if isinstance(given, bool) or not isinstance(given, int) or given not in wanted:
            raise EnvelopeError(f"an answer with the id {_shown(given)}, which nobody asked")
        if given in found:
            raise EnvelopeError(f"two answers to the request {given}")
        found[given] = _outcome(item, redact)
    missing = [number for number in numbers if number not in found]
    if missing:
        raise EnvelopeError(f"no answer to {len(missing)} of {len(numbers)} requests")
    return tuple(found[number] for number in numbers)


def _outcome(item: dict[object, object], redact: Callable[[str], str]) -> object | RpcError:
    error = item.get("error")
    failure = item.get("Error")
    if error is None and isinstance(failure, str) and "result" not in item:
        # java-tron's overload, in front of its JSON-RPC as of everything else, with HTTP 200.
        return RpcError(0, Untrusted(redact(failure)), None)
    if error is None:
        if "result" not in item:
            raise EnvelopeError("an answer with neither result nor error")
        return item["result"]
    if item.get("result") is not None:
        raise EnvelopeError("an answer with both a result and an error")
    if not isinstance(error, dict):
        raise EnvelopeError("an error that is no JSON object")
    code, message, data = error.get("code"), error.get("message"), error.get("data")
    if isinstance(code, bool) or not isinstance(code, int) or not isinstance(message, str):
        raise EnvelopeError("an error without code or message")
    shown = redact(data) if isinstance(data, str) else data
    return RpcError(code, Untrusted(redact(message)), shown)


def _is_id(given: object, number: int) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and given == number


def _is_error_to_nothing(item: object) -> bool:
    return isinstance(item, dict) and item.get("id") is None and item.get("error") is not None


def _shown(given: object) -> str:
    if isinstance(given, str):
        return f"'{Untrusted(given)}'"
    return str(given) if isinstance(given, int) and abs(given) < 1 << 64 else "of another kind"
