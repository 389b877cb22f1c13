"""Events of control as a token's contract writes them, by their signature."""

from collections.abc import Mapping

from eth_utils.crypto import keccak

from stableaudit.domain.control_history import ControlHistory, ControlLogs, KeptLog
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind, EntryRow, Party
from stableaudit.domain.ledger_evidence import SupplyHistory
from stableaudit.domain.logs import RawLog
from stableaudit.domain.readings import Unavailable


def told(
    signature: str,
    *values: int | bytes,
    at: tuple[int, int] = (7, 0),
    transaction: bytes = b"\x01" * 32,
    indexed: int = 0,
) -> RawLog:
    """Return an event at (block, ordinal), its first arguments indexed, each value one word."""
    words = [_word(value) for value in values]
    topics = (keccak(text=signature), *words[:indexed])
    return RawLog(*at, transaction, topics, b"".join(words[indexed:]))


def kept(*logs: RawLog) -> tuple[KeptLog, ...]:
    """Return logs as a ledger keeps them."""
    return tuple(KeptLog(log, 1_000 + log.block) for log in logs)


def history(
    *logs: RawLog,
    first: int = 0,
    left_out: int = 0,
    supply: tuple[EntryRow, ...] = (),
    frozen: Mapping[bytes, int] | Unavailable | None = None,
) -> ControlHistory:
    """Return what a ledger of a hundred blocks kept."""
    told_of = ControlLogs(kept(*logs), left_out)
    return ControlHistory(first, 100, told_of, SupplyHistory(supply, 0), frozen or {})


def supply_row(
    kind: EntryKind, account: Party, base_units: int, *, at: tuple[int, int]
) -> EntryRow:
    """Return a mint, burn or wipe of a ledger."""
    minted = kind is EntryKind.MINT
    source, destination = (Boundary.SUPPLY, account) if minted else (account, Boundary.SUPPLY)
    block, ordinal = at
    entry = Entry(
        kind, block, ordinal, block.to_bytes(32), source, destination, base_units, Attribution.LOG
    )
    return EntryRow(entry, 1_000 + block)


def granted(
    role: bytes, account: bytes, *, at: tuple[int, int], transaction: bytes = b""
) -> RawLog:
    """Return that a role was granted."""
    return _role("RoleGranted", role, account, at, transaction)


def revoked(
    role: bytes, account: bytes, *, at: tuple[int, int], transaction: bytes = b""
) -> RawLog:
    """Return that a role was revoked."""
    return _role("RoleRevoked", role, account, at, transaction)


def _role(
    name: str, role: bytes, account: bytes, at: tuple[int, int], transaction: bytes
) -> RawLog:
    signature = f"{name}(bytes32,address,address)"
    name_of = transaction or at[0].to_bytes(32)
    return told(signature, role, account, bytes(20), at=at, transaction=name_of, indexed=3)


def _word(value: int | bytes) -> bytes:
    return value.to_bytes(32) if isinstance(value, int) else value.rjust(32, b"\0")
