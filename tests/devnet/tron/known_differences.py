"""Where the façade answers otherwise than the recorded node, and why it may.

The contract test fails where an answer differs that is not listed, and where a listed one no longer
does.
"""

from collections.abc import Mapping
from typing import Final

CLASSES: Final[Mapping[str, str]] = {}
"""`file#place name` of a pair whose answer is of another class, and the reason."""

_ENERGY: Final = "energy is Ethereum's gas, not what TRON's machine would have used"
_PAID: Final = "what an account has left follows from the energy it paid for"
_CLOCK: Final = "made with the node's clock, which the recording does not reproduce"
_ORIGIN: Final = "the deployer's account is not touched by calls of its contracts here"

VALUES: Final[Mapping[str, str]] = {
    ".balance": _PAID,
    ".account_resource.latest_consume_time_for_energy": _ORIGIN,
    ".latest_opration_time": _ORIGIN,
    ".chainParameter": "a few of the network's 73 parameters are enough",
    ".machineInfo": "removed from the recording",
    ".energy_used": _ENERGY,
    ".energy_required": _ENERGY,
    ".fee": _ENERGY,
    "[].fee": _ENERGY,
    ".receipt.energy_fee": _ENERGY,
    "[].receipt.energy_fee": _ENERGY,
    ".receipt.energy_usage_total": _ENERGY,
    "[].receipt.energy_usage_total": _ENERGY,
    ".result.gas": _ENERGY,
    ".result.gasUsed": _ENERGY,
    ".result.cumulativeGasUsed": _ENERGY,
    ".result.transactions[].gas": _ENERGY,
    ".resMessage": "names the operation and its price where the energy ended",
    "[].resMessage": "names the operation and its price where the energy ended",
    ".internal_transactions[].hash": "an opaque name, hashed from other fields",
    "[].internal_transactions[].hash": "an opaque name, hashed from other fields",
    ".transaction.txID": _CLOCK,
    ".transaction.raw_data.timestamp": _CLOCK,
    ".transaction.raw_data_hex": _CLOCK,
    "eth_getBalance.result": _PAID,
}
"""Paths of values that differ somewhere in answers of the same class, and the reason."""
