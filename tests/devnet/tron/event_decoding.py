"""One log as TronGrid decodes it: by the ABI that the deployer left on chain."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from tests.devnet.tron.engine import Log
from tests.devnet.tron.messages import Message

_WORD: Final = 32
_PADDING: Final = 12


def decoded_event(entries: Sequence[Message], log: Log) -> dict[str, Any]:
    """Return `event_name`, `result`, `result_type` and `event`.

    Without a matching entry the values are missing, which is how events of a proxy arrive; what
    the name is then is a guess of ours, no capture shows it.
    """
    for entry in entries:
        if entry.get("type") == "Event" and log.topics[:1] == (_topic(entry),):
            return {
                "event_name": entry["name"],
                "result": _values(entry.get("inputs", []), log),
                "result_type": {
                    parameter.get("name", str(place)): parameter["type"]
                    for place, parameter in enumerate(entry.get("inputs", []))
                },
                "event": f"{entry['name']}({', '.join(map(_spelt, entry.get('inputs', [])))})",
            }
    return {"event_name": "", "result": {}, "result_type": {}, "event": ""}


def _topic(entry: Message) -> bytes:
    types = ",".join(parameter["type"] for parameter in entry.get("inputs", []))
    return _digest(f"{entry['name']}({types})")


@cache
def _digest(signature: str) -> bytes:
    return keccak(text=signature)


def _spelt(parameter: Message) -> str:
    indexed = " indexed" if parameter.get("indexed") else ""
    return f"{parameter['type']}{indexed} {parameter.get('name', '')}".rstrip()


def _values(parameters: Sequence[Message], log: Log) -> dict[str, str]:
    """Return each value twice: under its position and under its name."""
    plain = [each for each in parameters if not each.get("indexed")]
    try:
        in_data = iter(_decoded([each["type"] for each in plain], log.data))
    except DecodingError:
        return {}
    topics = iter(log.topics[1:])
    texts = [
        _of_topic(each["type"], next(topics)) if each.get("indexed") else _text(next(in_data))
        for each in parameters
    ]
    named = {each.get("name", ""): text for each, text in zip(parameters, texts, strict=True)}
    named.pop("", None)
    return {**{str(place): text for place, text in enumerate(texts)}, **named}


def _of_topic(kind: str, topic: bytes) -> str:
    if kind in {"string", "bytes"} or "[" in kind or "(" in kind:
        return topic.hex()  # only its hash is in the log
    (value,) = _decoded([kind], topic)
    return _text(value)


def _decoded(kinds: Sequence[str], data: bytes) -> Sequence[object]:
    """Return the values that words of data encode; the commonest kind without the codec."""
    # A history of 100,000 transfers is decoded here, and the codec takes 50 microseconds a value.
    if kinds == ["uint256"] and len(data) == _WORD:
        return (int.from_bytes(data, "big"),)
    if kinds == ["address"] and len(data) == _WORD and not any(data[:_PADDING]):
        return ("0x" + data[_PADDING:].hex(),)
    return decode(kinds, data)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.hex() if isinstance(value, bytes) else str(value)
