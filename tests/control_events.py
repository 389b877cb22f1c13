"""Events of control as a token's contract writes them, by their signature."""

from eth_utils.crypto import keccak

from stableaudit.domain.logs import RawLog


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
