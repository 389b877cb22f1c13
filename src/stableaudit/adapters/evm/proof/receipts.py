"""All receipts of a block, and with them all its logs, against the receipts root of its header.

The bloom of each receipt is computed from its logs, since some providers leave it out; one that is
stated has to be the same. Not committed to by a receipt, and so not returned: the hash of its
transaction, sender, recipient, price and created contract. Places are: the order is the proof.

Types 0 to 4 are known. A block with another (0x7e, of the OP stack) cannot be recomputed.
Source: Ethereum yellow paper, 4.4.1; EIP-658, 2718.
"""

from typing import Final

from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.fields import Fields, items_of, octets_of
from stableaudit.adapters.evm.proof.header import Header
from stableaudit.adapters.evm.proof.rlp import Item, encode, keccak, to_bytes
from stableaudit.adapters.evm.proof.trie_root import root_of
from stableaudit.domain.identifiers import ADDRESS_BYTES, ChainId
from stableaudit.domain.proofs import ProvenLog, ProvenLogs

MOST_RECEIPTS: Final = 100_000
"""Of one block: ten times what the gas of any chain that is read here allows."""

MOST_LOGS: Final = 1_000_000
"""Of one receipt; an answer of the transport's greatest size holds fewer."""

_HASH: Final = 32
_BLOOM: Final = 256
_BLOOM_BITS: Final = 8 * _BLOOM
_MOST_TYPE: Final = 4
_MOST_TOPICS: Final = 4


def prove_logs(answer: object, header: Header, chain: ChainId) -> ProvenLogs:
    """Return every log of the block, from all its receipts in order.

    Raises:
        ProofError: the receipts do not give the header's root, or contradict themselves.
    """
    receipts = items_of(answer, "receipts", most=MOST_RECEIPTS)
    values: dict[bytes, bytes] = {}
    logs: list[ProvenLog] = []
    for index, receipt in enumerate(receipts):
        fields = Fields(receipt, f"receipts[{index}]")
        _require_place(fields, "transactionIndex", index, header)
        own = _logs(fields, index, len(logs), header)
        logs.extend(own)
        values[encode(to_bytes(index))] = _encoded(fields, own)
    root = root_of(values)
    if root != header.receipts_root:
        reason = (
            f"{len(receipts)} receipts have the root 0x{root.hex()}, "
            f"the header says 0x{header.receipts_root.hex()}: one is altered, missing or added"
        )
        raise ProofError("receiptsRoot", reason)
    return ProvenLogs(header.stamp(chain), len(receipts), tuple(logs))


def bloom_of(logs: list[ProvenLog]) -> bytes:
    """Return the 256 bytes in which each address and topic sets three bits."""
    bloom = 0
    for part in {each for log in logs for each in (log.address, *log.topics)}:
        digest = keccak(part)
        for start in (0, 2, 4):
            bloom |= 1 << (int.from_bytes(digest[start : start + 2], "big") % _BLOOM_BITS)
    return bloom.to_bytes(_BLOOM, "big")


def _logs(fields: Fields, index: int, first: int, header: Header) -> list[ProvenLog]:
    logs = []
    for place, item in enumerate(fields.items("logs", most=MOST_LOGS)):
        log = Fields(item, f"{fields.path}.logs[{place}]")
        _require_place(log, "logIndex", first + place, header)
        _require_place(log, "transactionIndex", index, header)
        topics = tuple(
            _topic(topic, f"{log.path}.topics[{number}]")
            for number, topic in enumerate(log.items("topics", most=_MOST_TOPICS))
        )
        address = log.octets("address", ADDRESS_BYTES)
        logs.append(ProvenLog(index, first + place, address, topics, log.data("data")))
    return logs


def _require_place(fields: Fields, name: str, place: int, header: Header) -> None:
    """Raise where the answer itself states another place than the one it stands at."""
    if fields.has(name) and fields.number(name) != place:
        raise ProofError(fields.place(name), f"{fields.number(name)}, where {place} stands")
    if fields.has("blockHash") and "0x" + fields.octets("blockHash", _HASH).hex() != header.hash:
        raise ProofError(fields.place("blockHash"), f"another block than {header.hash}")
    if fields.has("blockNumber") and fields.number("blockNumber") != header.number:
        raise ProofError(fields.place("blockNumber"), f"another block than {header.number}")


def _topic(value: object, path: str) -> bytes:
    topic = octets_of(value, path, most=_HASH)
    if len(topic) != _HASH:
        raise ProofError(path, f"{len(topic)} bytes, not {_HASH}")
    return topic


def _encoded(fields: Fields, logs: list[ProvenLog]) -> bytes:
    kind = fields.number("type") if fields.has("type") else 0
    if kind > _MOST_TYPE:
        raise ProofError(fields.place("type"), f"cannot be recomputed: type {kind:#x} is not known")
    bloom = bloom_of(logs)
    if fields.has("logsBloom") and fields.octets("logsBloom", _BLOOM) != bloom:
        raise ProofError(fields.place("logsBloom"), "it is not the bloom of its logs")
    content: Item = (
        _outcome(fields),
        to_bytes(fields.number("cumulativeGasUsed")),
        bloom,
        tuple((log.address, log.topics, log.data) for log in logs),
    )
    return (bytes([kind]) if kind else b"") + encode(content)


def _outcome(fields: Fields) -> bytes:
    """Return the status; before EIP-658 the state root after the transaction stood there."""
    if fields.has("status"):
        status = fields.number("status")
        if status > 1:
            raise ProofError(fields.place("status"), f"{status:#x}, neither 0 nor 1")
        return to_bytes(status)
    return fields.octets("root", _HASH)
