import pytest

from stableaudit.adapters.evm.blocks import HeaderError, stamp_of
from stableaudit.domain.blocks import BlockStamp
from tests.fakes.chain_reader import ETHEREUM

GOOD: dict[str, object] = {
    "number": "0x10",
    "hash": "0x" + "AB" * 32,
    "parentHash": "0x" + "cd" * 32,
    "timestamp": "0x6553f190",
    "extraData": "0x",
}


def test_stamp_of_a_header_has_number_hash_and_time() -> None:
    assert stamp_of(GOOD, ETHEREUM) == BlockStamp(ETHEREUM, 16, "0x" + "ab" * 32, 0x6553F190)


@pytest.mark.parametrize("field", ["number", "hash", "parentHash", "timestamp"])
@pytest.mark.parametrize(
    "value", [None, "0x", "-0x1", 16, "0x" + "1" * 500, []], ids=lambda v: str(v)[:8]
)
def test_stamp_of_a_header_with_a_wrong_field_is_refused(field: str, value: object) -> None:
    with pytest.raises(HeaderError, match="number, hash, parent or time is wrong"):
        stamp_of({**GOOD, field: value}, ETHEREUM)


@pytest.mark.parametrize(
    ("header", "why"),
    [
        (None, r"nothing \(null\) instead of a block"),
        ("0x1", "a str instead of a block"),
        ([GOOD], "a list instead of a block"),
        ({**GOOD, "number": "0x8000000000000000"}, "impossible number or time"),
        ({**GOOD, "timestamp": "0x3afff44180"}, "impossible number or time"),
        ({**GOOD, "parentHash": "0x" + "ab" * 32}, "its own parent"),
    ],
    ids=["null", "text", "list", "number", "year-10000", "own-parent"],
)
def test_stamp_of_no_possible_block_is_refused(header: object, why: str) -> None:
    with pytest.raises(HeaderError, match=why):
        stamp_of(header, ETHEREUM)
