"""`triggerconstantcontract`: a call that leaves no trace, and the block stamp that it carries.

The node wraps the call into a transaction that it never sends. That transaction's expiration is 60
seconds after the head of the view, so the answer discloses which block it was computed on.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from eth_utils.crypto import keccak

from tests.devnet.tron.addresses import AddressError, read, wire
from tests.devnet.tron.block_api import Handler
from tests.devnet.tron.engine import Answer
from tests.devnet.tron.messages import Message, decode
from tests.devnet.tron.requests import visible
from tests.devnet.tron.transactions import raw_bytes, shown_raw
from tests.devnet.tron.view import View

_LIFE_MS: Final = 60_000
_CLOCK_MS: Final = 1500
"""How long after its head a node is taken to answer."""
_NO_ADDRESS: Final = (
    "class java.lang.NullPointerException : Cannot read the array length because "
    "'<parameter1>' is null"
)
_NO_OWNER: Final = "class java.security.InvalidParameterException : owner_address isn't set."
_NO_CONTRACT: Final = "Smart contract is not exist."
REVERTED: Final = "REVERT opcode executed"


def _triggerconstantcontract(view: View, body: dict[str, Any]) -> object:
    spelt = visible(body)
    if not body.get("owner_address"):
        return _refusal("OTHER_ERROR", _NO_OWNER, spelt=spelt)
    try:
        owner = read(str(body["owner_address"]), visible=spelt)
        target = read(str(body.get("contract_address", "")), visible=spelt)
    except AddressError:
        return _refusal("OTHER_ERROR", _NO_ADDRESS, spelt=spelt)
    if not view.code(target):
        return _refusal("CONTRACT_VALIDATE_ERROR", _NO_CONTRACT, spelt=spelt)
    data = calldata(body)
    answer = view.call(target, data, sender=owner)
    if answer.error and not answer.error.startswith("execution reverted"):
        return _refusal("CONTRACT_EXE_ERROR", answer.error, spelt=spelt)
    return _answer(view, answer, (owner, target, data), spelt=spelt)


def _answer(
    view: View, answer: Answer, call: tuple[bytes, bytes, bytes], *, spelt: bool
) -> Message:
    owner, target, data = call
    raw = raw_bytes(
        "TriggerSmartContract",
        {"owner_address": wire(owner), "contract_address": wire(target), "data": data},
        reference=(view.block(view.finalized) or view.head).id,
        expiration=view.time(view.head) + _LIFE_MS,
        timestamp=view.time(view.head) + _CLOCK_MS,
    )
    # `result.result` is true for a revert too: only the message and `ret` tell.
    message = REVERTED if spelt else REVERTED.encode().hex()
    return {
        "result": {"result": True, **({"message": message} if answer.error else {})},
        "energy_used": answer.energy,
        "constant_result": [answer.output.hex()],
        "transaction": {
            "ret": [{"ret": "FAILED"} if answer.error else {}],
            "visible": spelt,
            "txID": sha256(raw).hexdigest(),
            "raw_data": shown_raw(decode("Raw", raw), visible=spelt),
            "raw_data_hex": raw.hex(),
        },
    }


def _estimateenergy(view: View, body: dict[str, Any]) -> object:
    answer: Any = _triggerconstantcontract(view, body)
    if "energy_used" not in answer:
        return answer
    return {"result": answer["result"], "energy_required": answer["energy_used"]}


def calldata(body: dict[str, Any]) -> bytes:
    """Return the calldata of a request: `function_selector` and `parameter`, or else `data`."""
    selector = str(body.get("function_selector", ""))
    if selector:
        return keccak(text=selector)[:4] + bytes.fromhex(str(body.get("parameter", "")))
    return bytes.fromhex(str(body.get("data", "")))


def _refusal(code: str, text: str, *, spelt: bool) -> Message:
    return {"result": {"code": code, "message": text if spelt else text.encode().hex()}}


ON_BOTH: Final[Mapping[str, Handler]] = {
    "triggerconstantcontract": _triggerconstantcontract,
    "estimateenergy": _estimateenergy,
}
"""Served by `/wallet` and `/walletsolidity`."""
