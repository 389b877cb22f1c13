"""Deployed contracts: what `getcontract` knows of them, none of it covered by consensus."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from eth_utils.crypto import keccak

from tests.devnet.artifacts import AbiEntry, Artifact
from tests.devnet.tron.addresses import wire
from tests.devnet.tron.messages import Message, render

_ENERGY_LIMIT: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract as the chain keeps it."""

    address: bytes
    """20 bytes."""
    block: int
    """The block that created it."""
    message: Message
    """Its SmartContract message: ABI, creation code, name, origin."""
    runtime: bytes
    """As of its creation."""

    @property
    def name(self) -> str:
        """The name that the deployer gave it."""
        return str(self.message.get("name", ""))

    def shown(self, *, visible: bool) -> Message:
        """Return what `getcontract` answers."""
        whole = {
            **self.message,
            "contract_address": wire(self.address),
            "code_hash": keccak(self.runtime),
            "version": 1,
        }
        return render("SmartContract", whole, visible=visible)


def smart_contract(artifact: Artifact, creation: bytes, origin: bytes) -> Message:
    """Return the SmartContract message of a deployment of `artifact` by the account `origin`."""
    return {
        "origin_address": wire(origin),
        "abi": {"entrys": [_entry(each) for each in artifact.abi]},
        "bytecode": creation,
        "consume_user_resource_percent": 100,
        "name": artifact.name,
        "origin_energy_limit": _ENERGY_LIMIT,
    }


def _entry(entry: AbiEntry) -> Message:
    fields = cast("Mapping[str, Any]", entry)
    body: Message = {"type": fields["type"].capitalize()}
    if fields.get("name"):
        body["name"] = fields["name"]
    if fields.get("stateMutability"):
        body["stateMutability"] = fields["stateMutability"].capitalize()
    for side in ("inputs", "outputs"):
        if fields.get(side):
            body[side] = [_parameter(each) for each in fields[side]]
    return body


def _parameter(parameter: Mapping[str, Any]) -> Message:
    body: Message = {"type": parameter["type"]}
    if parameter.get("name"):
        body["name"] = parameter["name"]
    if parameter.get("indexed"):
        body["indexed"] = True
    return body
