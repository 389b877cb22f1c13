"""One log as TronGrid decodes it: by the ABI that the deployer left on chain."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from tests.devnet.tron.engine import Log
from tests.devnet.tron.messages import Message

_WORD_BYTES: Final = 32
_PADDING_BYTES: Final = 12


def events_of(entries: Sequence[Message]) -> Mapping[bytes, Message]:
    """Return the events that an ABI knows by their topic 0."""
    return {_topic(entry): entry for entry in entries if entry.get("type") == "Event"}


def decoded_event(events: Mapping[bytes, Message], log: Log) -> dict[str, Any]:
    """Return `event_name`, `result`, `result_type` and `event`.

    Without a matching entry the values are missing, which is how events of a proxy arrive; what
    the name is then is a guess of ours, no capture shows it.
    """
    entry = events.get(log.topics[0]) if log.topics else None
    if entry is None:
        return {"event_name": "", "result": {}, "result_type": {}, "event": ""}
    parameters = entry.get("inputs", [])
    return {
        "event_name": entry["name"],
        "result": _values(parameters, log),
        "result_type": {
            parameter.get("name", str(place)): parameter["type"]
            for place, parameter in enumerate(parameters)
        },
        "event": f"{entry['name']}({', '.join(map(_spelt, parameters))})",
    }


def _topic(entry: Message) -> bytes:
    types = ",".join(parameter["type"] for parameter in entry.get("inputs", []))
    return keccak(text=f"{entry['name']}({types})")


def _spelt(parameter: Message) -> str:
    indexed = " indexed" if parameter.get("indexed") else ""
    return f"{parameter['type']}{indexed} {parameter.get('name', '')}".rstrip()


def _values(parameters: Sequence[Message], log: Log) -> dict[str, str]:
    """Return each value twice: under its position and under its name."""
    plain = [each["type"] for each in parameters if not each.get("indexed")]
    try:
        in_data = iter(_decoded(plain, log.data))
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


def _decoded(kinds: Sequence[str], data: bytes) -> Sequence[object]:
    # What nearly every log of a token has; the codec takes twenty times as long for it.
    if kinds == ["uint256"] and len(data) == _WORD_BYTES:
        return (int.from_bytes(data, "big"),)
    return decode(kinds, data)


def _of_topic(kind: str, topic: bytes) -> str:
    if kind in {"string", "bytes"} or "[" in kind or "(" in kind:
        return topic.hex()  # only its hash is in the log
    if kind == "address" and not any(topic[:_PADDING_BYTES]):
        return f"0x{topic[_PADDING_BYTES:].hex()}"
    (value,) = decode([kind], topic)
    return _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.hex() if isinstance(value, bytes) else str(value)
