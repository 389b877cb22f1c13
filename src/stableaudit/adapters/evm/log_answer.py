"""The bytes of an eth_getLogs answer as logs, fast where the answer is plain, never laxly.

msgspec reads the wanted fields straight into structs. Of a key that an object says twice it keeps
the last, silently, and it cannot be asked. So the fast way forbids every key but the known ones,
which makes their number known, and counts the colons of the body: each key has one and no value of
a log has any. As many colons as keys: nothing is said twice. Anything else, an error, a further
field, a repeated key, a null, is left to the strict and slower readers, `body.decode` and
`convert_logs`. So a repeated key, a wrong type and truncated JSON are refused on either way, and
no answer is read laxly because it is large. The known fields are flat: nothing can nest deeply.

Source: Ethereum JSON-RPC, eth_getLogs; `blockTimestamp` since geth 1.16, reth and anvil.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import msgspec
from msgspec import UNSET, UnsetType


class Log(msgspec.Struct, kw_only=True, gc=False, rename="camel"):
    """One log, its hex not yet looked at."""

    address: str
    topics: tuple[str, ...]
    data: str
    block_number: str
    block_hash: str
    transaction_hash: str
    log_index: str
    removed: bool = False
    block_timestamp: str | UnsetType | None = UNSET
    """UNSET or None where the node does not say."""


class _PlainLog(Log, kw_only=True, gc=False, forbid_unknown_fields=True):
    """A log with every field that nodes give, and no other."""

    removed: bool
    transaction_index: str
    block_timestamp: str | UnsetType = UNSET


class _PlainAnswer(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    id: int
    jsonrpc: str
    result: list[_PlainLog]


_PLAIN: Final = msgspec.json.Decoder(_PlainAnswer)
_KEYS_OF_ANSWER: Final = 3
_KEYS_OF_LOG: Final = 9
"""Of a plain one without a time."""


class IllegibleError(Exception):
    """The answer cannot be logs. Its text is safe to show."""


def plain_logs(content: bytes, number: int) -> list[_PlainLog] | None:
    """Return the logs of a plain answer to the request `number`.

    None for any other answer: it is to be read strictly.
    """
    try:
        answer = _PLAIN.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    logs = answer.result
    times = len(logs) - [log.block_timestamp for log in logs].count(UNSET)
    keys = _KEYS_OF_ANSWER + _KEYS_OF_LOG * len(logs) + times
    return logs if answer.id == number and content.count(b":") == keys else None


def convert_logs(result: object) -> list[Log]:
    """Return the logs that a strictly decoded result is; fields that are not wanted may be there.

    Raises:
        IllegibleError: it is no array of logs.
    """
    try:
        return msgspec.convert(result, list[Log])
    except msgspec.ValidationError as error:
        raise IllegibleError(f"something that is no array of logs: {error}") from None


@contextmanager
def collector_off() -> Iterator[None]:
    """Let Python's cycle collector rest meanwhile; it is as before afterwards.

    It would walk through a hundred thousand young tuples again and again, and JSON has no cycles.
    Two threads at once are safe: only who has switched it off switches it on.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
