"""Calldata as other programs encode it: eth-abi, not the reader under test."""

from collections.abc import Sequence
from typing import Final

from eth_abi.abi import encode
from web3 import Web3

from stableaudit.domain.logs import TransactionCall
from tests.unit.ledger.pages import TOKEN, TX, ZERO

TOKEN_ADDRESS: Final = TOKEN.address
SENDER: Final = b"\x51" * 20
SAFE: Final = b"\x5a" * 20
OUTER: Final = b"\x5b" * 20
LIBRARY: Final = b"\x5c" * 20
SALT: Final = b"\x77" * 32


def call(signature: str, *arguments: object) -> bytes:
    """Calldata of a function whose arguments are elementary types or arrays of them."""
    types = signature.partition("(")[2].removesuffix(")")
    return bytes(Web3.keccak(text=signature)[:4]) + encode(types.split(","), arguments)


def issue_to(account: bytes, base_units: int) -> bytes:
    """USDKG's issue."""
    return call("issue(address,uint256)", account, base_units)


def issue(base_units: int) -> bytes:
    """Tether's issue."""
    return call("issue(uint256)", base_units)


def redeem(base_units: int) -> bytes:
    """Redeem, of both."""
    return call("redeem(uint256)", base_units)


def safe(to: bytes, data: bytes, *, operation: int = 0) -> bytes:
    """Through a Safe, with signatures."""
    return call(
        "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)",
        *(to, 0, data, operation, 0, 0, 0, ZERO, ZERO, b"\x01" * 65),
    )


def multisig(to: bytes, data: bytes) -> bytes:
    """Through USDKG's multisig, without signatures."""
    return call(
        "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address)",
        *(to, 0, data, 0, 0, 0, 0, ZERO, ZERO),
    )


def packed(*steps: tuple[int, bytes, bytes]) -> bytes:
    """What multiSend takes: operation, target and data of each."""
    return b"".join(
        bytes([operation]) + to + bytes(32) + len(data).to_bytes(32) + data
        for operation, to, data in steps
    )


def multi_send(*steps: tuple[int, bytes, bytes]) -> bytes:
    """Several steps in one call."""
    return call("multiSend(bytes)", packed(*steps))


def submit(to: bytes, data: bytes) -> bytes:
    """Through a Gnosis MultiSigWallet that needs one confirmation."""
    return call("submitTransaction(address,uint256,bytes)", to, 0, data)


def execute(to: bytes, data: bytes) -> bytes:
    """Through anything with a plain execute."""
    return call("execute(address,uint256,bytes)", to, 0, data)


def timelock(to: bytes, data: bytes) -> bytes:
    """Through OpenZeppelin's timelock."""
    return call("execute(address,uint256,bytes,bytes32,bytes32)", to, 0, data, SALT, SALT)


def timelock_batch(targets: Sequence[bytes], datas: Sequence[bytes]) -> bytes:
    """Several through OpenZeppelin's timelock."""
    return call(
        "executeBatch(address[],uint256[],bytes[],bytes32,bytes32)",
        *(targets, [0] * len(targets), datas, SALT, SALT),
    )


def transaction(to: bytes | None, data: bytes, *, sender: bytes = SENDER) -> TransactionCall:
    """The outermost call."""
    return TransactionCall(TX, 7, sender, to, data)
