"""Balances from an anvil that gives little gas, and of a token that does not answer for all."""

from collections.abc import Iterator
from typing import Final

import pytest

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.errors import UndecodableError
from tests.devnet.anvil import Anvil
from tests.devnet.artifacts import load
from tests.devnet.bulk_reading import (
    AGGREGATE,
    CREATION,
    MULTICALL,
    OVERRIDE,
    SINGLE,
    START,
    TOKEN,
    Spoiling,
    block_of,
    only_plain,
    read,
    strip,
)

pytestmark = pytest.mark.devnet

ECHO: Final = "0x6004358060ff14601257600052602060{start}f35b60{size}6000{end}"
"""A token that says each holder has its own address as a number; but of 0x…ff it says otherwise."""


def _echoing(anvil: Anvil, *, start: str = "00", size: str = "00", end: str = "fd") -> BlockStamp:
    """Put the echoing token there; of 0x…ff it ends with `end` and `size` bytes."""
    code = ECHO.format(start=start, size=size, end=end)
    anvil.rpc("anvil_setCode", TOKEN.local, code)
    anvil.rpc("evm_mine")
    return block_of(anvil, "latest")


@pytest.fixture
def meagre() -> Iterator[Anvil]:
    """A node that gives a call little gas."""
    with Anvil(chain_id=1, timestamp=START, gas_limit=600_000) as anvil:
        anvil.rpc("evm_mine")
        yield anvil


NUMBERED: Final = tuple(n.to_bytes(20) for n in range(0x100, 0x100 + 1500))


@pytest.mark.parametrize("way", [AGGREGATE, OVERRIDE, CREATION])
def test_read_with_little_gas_is_the_same_sheet_in_more_calls(meagre: Anvil, way: str) -> None:
    if way == AGGREGATE:
        code = "0x" + load("Multicall3Sim").runtime.hex()
        meagre.rpc("anvil_setCode", "0x" + MULTICALL.hex(), code)
    at = _echoing(meagre)
    with Spoiling(meagre.url, strip if way == CREATION else lambda _: None) as relay:
        asked = read(relay.url, at, holders=NUMBERED, size=1500)
        calls = relay.requests["eth_call"]
    assert asked.sheet.balances == tuple(range(0x100, 0x100 + 1500))
    assert asked.sheet.method == way
    canaries = [AGGREGATE, OVERRIDE, CREATION].index(way) + 1
    assert canaries + 2 < calls < 100


@pytest.mark.parametrize("way", [AGGREGATE, OVERRIDE, CREATION, SINGLE])
@pytest.mark.parametrize(
    ("size", "end", "came"),
    [
        ("00", "fd", "the contract ended the call"),
        ("00", "f3", "no bytes"),
        ("1f", "f3", "31 bytes instead"),
        ("21", "f3", "33 bytes instead"),
    ],
)
def test_read_a_holder_the_token_does_not_answer_for_is_named(
    meagre: Anvil, way: str, size: str, end: str, came: str
) -> None:
    if way == AGGREGATE:
        code = "0x" + load("Multicall3Sim").runtime.hex()
        meagre.rpc("anvil_setCode", "0x" + MULTICALL.hex(), code)
    at = _echoing(meagre, size=size, end=end)
    spoil = {CREATION: strip, SINGLE: only_plain}.get(way, lambda _: None)
    holders = (*NUMBERED[:30], bytes(19) + b"\xff", *NUMBERED[30:60])
    with Spoiling(meagre.url, spoil) as relay, pytest.raises(UndecodableError) as caught:
        read(relay.url, at, holders=holders)
    assert came in caught.value.came
    assert f"balanceOf(0x{'00' * 19}ff) of {TOKEN}" == caught.value.asked
