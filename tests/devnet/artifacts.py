"""The compiled contracts of the devnet, and how a call to one becomes bytes.

`contracts/artifacts/` is made by `contracts/build.mjs` from the sources beside it and committed, so
that only the rebuild test needs a compiler.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from eth_abi.abi import decode, encode
from eth_typing import ABIConstructor, ABIEvent, ABIFunction
from eth_utils.abi import (
    event_abi_to_log_topic,
    function_abi_to_4byte_selector,
    get_abi_input_types,
    get_abi_output_types,
)

ARTIFACTS: Final = Path(__file__).resolve().parent / "contracts" / "artifacts"

AbiEntry = ABIConstructor | ABIEvent | ABIFunction


@dataclass(frozen=True, slots=True)
class Artifact:
    """One compiled contract."""

    name: str
    abi: tuple[AbiEntry, ...]
    bytecode: bytes
    """What creates it, without constructor arguments."""
    runtime: bytes
    """What stands at its address; immutables are zero here, the constructor fills them in."""


@cache
def load(name: str) -> Artifact:
    """Return the committed artifact of the contract `name`.

    Raises:
        FileNotFoundError: there is none.
    """
    fields = json.loads((ARTIFACTS / f"{name}.json").read_text(encoding="utf-8"))
    return Artifact(
        name=fields["name"],
        abi=tuple(fields["abi"]),
        bytecode=bytes.fromhex(fields["bytecode"].removeprefix("0x")),
        runtime=bytes.fromhex(fields["runtime"].removeprefix("0x")),
    )


def encode_constructor(artifact: Artifact, *arguments: object) -> bytes:
    """Return the creation code followed by the encoded arguments (addresses as 20 bytes or hex)."""
    for entry in artifact.abi:
        if entry["type"] == "constructor":
            return artifact.bytecode + encode(get_abi_input_types(entry), arguments)
    return artifact.bytecode + encode([], arguments)


def encode_call(artifact: Artifact, function: str, *arguments: object) -> bytes:
    """Return the calldata of a call: selector and encoded arguments.

    Raises:
        LookupError: no such function takes this many arguments, or several do.
    """
    entry = _function(artifact, function, len(arguments))
    selector = function_abi_to_4byte_selector(entry)
    return selector + encode(get_abi_input_types(entry), arguments)


def decode_answer(artifact: Artifact, function: str, answer: bytes) -> tuple[object, ...]:
    """Return the values that a function of this name answered with.

    Raises:
        LookupError: no function, or several, have this name.
    """
    return decode(get_abi_output_types(_function(artifact, function, None)), answer)


def event_topic(artifact: Artifact, event: str) -> bytes:
    """Return topic 0 of the event `event`.

    Raises:
        LookupError: no event, or several, have this name.
    """
    found = [e for e in artifact.abi if e["type"] == "event" and e["name"] == event]
    if len(found) != 1:
        message = f"{artifact.name} has {len(found)} events {event}"
        raise LookupError(message)
    return event_abi_to_log_topic(found[0])


def _function(artifact: Artifact, name: str, arity: int | None) -> ABIFunction:
    found = [
        entry
        for entry in artifact.abi
        if entry["type"] == "function"
        and entry["name"] == name
        and (arity is None or len(entry["inputs"]) == arity)
    ]
    if len(found) != 1:
        of_arity = "" if arity is None else f" of {arity} arguments"
        message = f"{artifact.name} has {len(found)} functions {name}{of_arity}"
        raise LookupError(message)
    return found[0]
