"""A header's hash follows from its fields, of every fork; a chain of headers from its last."""

from typing import Final

import pytest
from eth_hash.auto import keccak
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.evm.proof.failure import ProofError
from stableaudit.adapters.evm.proof.header import (
    MOST_EXTRA_BYTES,
    header_at,
    read_chain,
    read_header,
)
from tests.fakes.chain_reader import ETHEREUM
from tests.unit.adapters.evm.proof.trie_maker import library_encode

Json = dict[str, object]

GENESIS: Final[Json] = {
    "hash": "0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3",
    "parentHash": "0x" + "00" * 32,
    "sha3Uncles": "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347",
    "miner": "0x" + "00" * 20,
    "stateRoot": "0xd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544",
    "transactionsRoot": "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421",
    "receiptsRoot": "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421",
    "logsBloom": "0x" + "00" * 256,
    "difficulty": "0x400000000",
    "number": "0x0",
    "gasLimit": "0x1388",
    "gasUsed": "0x0",
    "timestamp": "0x0",
    "extraData": "0x11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa",
    "mixHash": "0x" + "00" * 32,
    "nonce": "0x0000000000000042",
    "totalDifficulty": "0x400000000",
    "size": "0x21c",
    "uncles": [],
    "transactions": [],
}
"""Ethereum's first block: its hash is its own proof."""

_NUMBERS: Final = frozenset({
    "difficulty", "number", "gasLimit", "gasUsed", "timestamp",
    "baseFeePerGas", "blobGasUsed", "excessBlobGas", "slotNumber",
})  # fmt: skip
_CORE: Final = tuple(GENESIS)[1:16]
LONDON: Final[Json] = {"baseFeePerGas": "0x7"}
SHANGHAI: Final[Json] = {**LONDON, "withdrawalsRoot": "0x" + "11" * 32}
CANCUN: Final[Json] = {
    **SHANGHAI,
    "blobGasUsed": "0x0",
    "excessBlobGas": "0x20000",
    "parentBeaconBlockRoot": "0x" + "22" * 32,
}
PRAGUE: Final[Json] = {**CANCUN, "requestsHash": "0x" + "33" * 32}
AMSTERDAM: Final[Json] = {**PRAGUE, "blockAccessListHash": "0x" + "44" * 32, "slotNumber": "0x9"}
BNB: Final[Json] = {
    "baseFeePerGas": "0x0",
    "withdrawalsRoot": "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421",
    "blobGasUsed": "0x0",
    "excessBlobGas": "0x0",
}
"""Before Bohr; later the parent's beacon root is there, and zero."""

FORKS: Final[dict[str, Json]] = {
    "legacy": {},
    "london": LONDON,
    "shanghai": SHANGHAI,
    "cancun": CANCUN,
    "prague": PRAGUE,
    "amsterdam": AMSTERDAM,
    "bnb-haber": BNB,
    "bnb-bohr": {**BNB, "parentBeaconBlockRoot": "0x" + "00" * 32},
    "hole": {"baseFeePerGas": None, "withdrawalsRoot": "0x" + "11" * 32},
}


def sealed(later: Json, **changed: object) -> Json:
    """A header with these later fields, hashed by the library."""
    header = {**GENESIS, "number": "0x64", "timestamp": "0x6ab13b80", **later, **changed}
    items = []
    for name in (*_CORE, *later):
        digits = str(header[name] or "0x")[2:]
        if name in _NUMBERS and digits:
            number = int(digits, 16)
            items.append(number.to_bytes((number.bit_length() + 7) // 8, "big"))
        else:
            items.append(bytes.fromhex(digits))
    return {**header, "hash": "0x" + keccak(library_encode(items)).hex()}


def child_of(parent: Json, **changed: object) -> Json:
    number = int(str(parent["number"]), 16) + 1
    later = {name: parent[name] for name in AMSTERDAM if name in parent}
    return sealed(later, **{"parentHash": parent["hash"], "number": hex(number), **changed})


def _refused(header: object) -> ProofError:
    with pytest.raises(ProofError) as caught:
        read_header(header)
    return caught.value


def test_header_of_ethereums_genesis_hashes_to_its_known_hash() -> None:
    assert read_header(GENESIS).hash == GENESIS["hash"]


@pytest.mark.parametrize("fork", FORKS)
def test_header_of_each_fork_is_recomputed_from_its_fields(fork: str) -> None:
    header = sealed(FORKS[fork])
    read = read_header(header)
    assert (read.hash, read.number, read.timestamp) == (header["hash"], 100, 0x6AB13B80)
    assert "0x" + read.state_root.hex() == header["stateRoot"]
    assert "0x" + read.receipts_root.hex() == header["receiptsRoot"]


@given(st.sampled_from(sorted(FORKS)), st.data())
def test_header_with_one_digit_changed_is_refused(fork: str, data: st.DataObject) -> None:
    header = sealed(FORKS[fork])
    hashed = [name for name in ("hash", *_CORE, *FORKS[fork]) if header[name] is not None]
    name = data.draw(st.sampled_from(hashed))
    text = str(header[name])
    place = data.draw(st.integers(2, len(text) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789abcdef" if d != text[place]]))
    header[name] = text[:place] + digit + text[place + 1 :]
    assert _refused(header).failure.path == "header.hash"


@pytest.mark.parametrize("name", ["hash", *_CORE])
def test_header_without_a_field_of_all_forks_names_it(name: str) -> None:
    failure = _refused({**GENESIS, name: None}).failure
    assert failure.path == f"header.{name}"
    assert "nothing (null)" in failure.reason


def test_header_without_a_later_field_is_refused() -> None:
    for name in set(PRAGUE) - {"blobGasUsed"}:  # 0 there, which the hash cannot tell from nothing
        assert _refused({**sealed(PRAGUE), name: None}).failure.path == "header.hash"


def test_header_of_a_fork_not_known_says_which_fields_stand_in_the_way() -> None:
    header = sealed(AMSTERDAM)
    header |= {"hash": "0x" + "12" * 32, "newField": "0x1", "\x1bother": "0x2"}
    reason = _refused(header).failure.reason
    assert reason.startswith("cannot be recomputed: the fields known here hash to 0x")
    assert "of '\\u001bother', 'newField' it is not known how the hash covers them" in reason
    many = header | {f"field{index}": "0x" for index in range(9)}
    assert "and 6 more" in _refused(many).failure.reason


def test_header_with_unknown_fields_that_the_hash_does_not_cover_is_read() -> None:
    assert read_header({**GENESIS, "somethingOfTheProvider": 7}).hash == GENESIS["hash"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("stateRoot", "0x" + "00" * 31, "31 bytes, not 32"),
        ("stateRoot", "0x" + "00" * 33, "33 bytes, more than 32"),
        ("number", "0x" + "f" * 65, "not 0x and 1 to 64 hex digits"),
        ("number", 5, "a JSON number"),
        ("extraData", "0x" + "00" * (MOST_EXTRA_BYTES + 1), "65537 bytes, more than 65536"),
        ("extraData", "0x0", "pairs of hex digits"),
    ],
)
def test_header_with_an_impossible_field_names_it(name: str, value: object, words: str) -> None:
    failure = _refused({**GENESIS, name: value}).failure
    assert failure.path == f"header.{name}"
    assert words in failure.reason


@pytest.mark.parametrize("value", [None, [], "0x"])
def test_header_that_is_no_object_is_refused(value: object) -> None:
    assert _refused(value).failure.path == "header"


@pytest.mark.parametrize("changed", [{"number": hex(1 << 63)}, {"timestamp": hex(1 << 40)}])
def test_header_of_an_impossible_number_or_time_is_refused(changed: Json) -> None:
    assert "impossible number or time" in _refused(sealed({}, **changed)).failure.reason


def test_header_of_another_block_than_was_pinned_is_refused() -> None:
    header = sealed(PRAGUE)
    block = read_header(header).stamp(ETHEREUM)
    assert header_at(header, block).stamp(ETHEREUM) == block
    with pytest.raises(ProofError, match="while the block is"):
        header_at(child_of(header), block)
    for other in (block.number + 1, block.timestamp), (block.number, block.timestamp + 1):
        pinned = type(block)(ETHEREUM, other[0], block.hash, other[1])
        with pytest.raises(ProofError, match="was pinned"):
            header_at(header, pinned)


def _chain() -> list[object]:
    chain = [sealed(CANCUN)]
    for _ in range(3):
        chain.append(child_of(chain[-1]))
    return list(chain)


def test_chain_of_headers_is_committed_to_by_its_last() -> None:
    chain = _chain()
    last = read_header(chain[-1]).stamp(ETHEREUM)
    assert [header.number for header in read_chain(chain, last)] == [100, 101, 102, 103]
    assert [header.number for header in read_chain(chain[-1:], last)] == [103]


def test_chain_with_a_header_missing_or_of_another_number_names_the_link() -> None:
    chain = _chain()
    last = read_header(chain[-1]).stamp(ETHEREUM)
    with pytest.raises(ProofError, match=r"^headers\[1\]\.parentHash: "):
        read_chain([chain[0], *chain[2:]], last)
    first = sealed(CANCUN)
    skips = child_of(first, number="0x66")
    with pytest.raises(ProofError, match=r"^headers\[1\]\.number: 102, while .* has 100"):
        read_chain([first, skips], read_header(skips).stamp(ETHEREUM))
    with pytest.raises(ProofError, match=r"^headers\[0\]\.hash: "):
        read_chain([{**first, "gasUsed": "0x1"}, *chain[1:]], last)
    with pytest.raises(ProofError, match=r"^headers\[2\]\.hash: .*, while the block is"):
        read_chain(chain[:-1], last)
    with pytest.raises(ProofError, match="there is none"):
        read_chain([], last)
