"""Where supply and balances stand, and a search that watches the code at work."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from eth_hash.auto import keccak
from hypothesis import given
from hypothesis import strategies as st

from stableaudit.adapters.evm.proof.slot_search import (
    FOUND,
    SlotError,
    calldata,
    confirm_layout,
    find_cell,
    find_layout,
)
from stableaudit.adapters.evm.proof.slots import (
    LAYOUTS,
    BalanceCells,
    Cell,
    Layout,
    mapping_slot,
    namespace_slot,
)
from tests.devnet.layouts import layout_of

HOLDERS = (b"\1" * 20, b"\2" * 20)
SUPPLY = bytes.fromhex("18160ddd")
SHARED = Layout("shared", Cell(3, 4, 128), BalanceCells(7, key_first=False, offset=2, bits=96))


@dataclass
class Contract:
    """A token of some layout, run by a node that tells what each call touches."""

    layout: Layout
    more: tuple[int, ...] = ()
    """Slots that every call touches beside: a proxy's, a pause flag."""

    reverting: frozenset[int] = frozenset()
    scale: int = 1
    calls: list[bytes] = field(default_factory=list)

    def cell(self, data: bytes) -> Cell:
        return self.layout.supply if data == SUPPLY else self.layout.balances.of(data[16:])

    def touched(self, data: bytes) -> Iterable[int]:
        return (*self.more, self.cell(data).slot)

    def called(self, data: bytes, slot: int, word: int) -> int | None:
        self.calls.append(data)
        if slot in self.reverting:
            return None
        cell = self.cell(data)
        return self.scale * cell.value(word) % 2**256 if slot == cell.slot else 12_345


@pytest.mark.parametrize(
    ("name", "supply", "balances"),
    [
        ("tether", 1, 2),
        ("usdkg", 5, 6),
        ("fiat-token", 11, 9),
        ("openzeppelin", 2, 0),
        ("openzeppelin-4-upgradeable", 53, 51),
    ],
)
def test_layouts_have_supply_and_balances_where_the_source_declares_them(
    name: str, supply: int, balances: int
) -> None:
    assert (LAYOUTS[name].supply.slot, LAYOUTS[name].balances.base) == (supply, balances)


def test_layout_of_openzeppelin_5_begins_at_its_namespace() -> None:
    """The constant that OpenZeppelin writes into its source."""
    base = 0x52C63247E1F47DB19D5CE0460030C497F067CA4CEBF71BA98EEADABE20BACE00
    assert namespace_slot("openzeppelin.storage.ERC20") == base
    layout = LAYOUTS["openzeppelin-5-upgradeable"]
    assert (layout.supply.slot, layout.balances.base) == (base + 2, base)


def test_layout_of_fiat_token_leaves_the_blacklist_flag_out_of_a_balance() -> None:
    cell = LAYOUTS["fiat-token"].balances.of(HOLDERS[0])
    assert cell.value(1 << 255 | 7) == 7


def test_mapping_slot_hashes_the_key_before_the_slot_or_after_it() -> None:
    key, base = b"\0" * 12 + HOLDERS[0], (5).to_bytes(32, "big")
    assert mapping_slot(HOLDERS[0], 5) == int.from_bytes(keccak(key + base), "big")
    vyper = mapping_slot(HOLDERS[0], 5, key_first=False)
    assert vyper == int.from_bytes(keccak(base + key), "big")
    with pytest.raises(ValueError, match="19 bytes are no address"):
        mapping_slot(b"\1" * 19, 5)


@pytest.mark.parametrize(("slot", "offset", "bits"), [(-1, 0, 1), (2**256, 0, 1), (0, 32, 1)])
def test_cell_that_no_storage_has_is_refused(slot: int, offset: int, bits: int) -> None:
    with pytest.raises(ValueError, match=r"slot|within a word"):
        Cell(slot, offset, bits)


@pytest.mark.parametrize("layout", [*LAYOUTS.values(), SHARED], ids=lambda layout: layout.name)
def test_search_finds_each_layout_among_other_slots(layout: Layout) -> None:
    contract = Contract(layout, more=(99, 0xFFFF))
    found = find_layout(contract.touched, contract.called, HOLDERS)
    assert found == Layout(FOUND, layout.supply, layout.balances)
    assert confirm_layout(found, contract.called, HOLDERS)


@given(st.integers(0, 31), st.integers(1, 256))
def test_search_tells_any_part_of_a_word_by_what_comes_back(offset: int, bits: int) -> None:
    cell = Cell(3, offset, min(bits, 256 - 8 * offset))
    contract = Contract(Layout("any", cell, BalanceCells(0)))
    found = find_cell(contract.touched, contract.called, SUPPLY, what="totalSupply()")
    # Up to five bits may look alike in two bytes; no supply is so small.
    assert found == cell or cell.bits < 6


def test_search_passes_over_a_slot_that_makes_the_call_revert() -> None:
    contract = Contract(LAYOUTS["tether"], more=(0,), reverting=frozenset({0}))
    assert find_cell(contract.touched, contract.called, SUPPLY, what="s") == Cell(1)


def _refused(contract: Contract, holders: tuple[bytes, ...] = HOLDERS) -> str:
    with pytest.raises(SlotError) as caught:
        find_layout(contract.touched, contract.called, holders)
    return str(caught.value)


def test_search_of_a_supply_that_is_computed_finds_nothing() -> None:
    contract = Contract(LAYOUTS["tether"], scale=3)
    words = "totalSupply() follows none of the 1 slots that it touches"
    assert _refused(contract).startswith(words)
    assert not confirm_layout(contract.layout, contract.called, HOLDERS)


def test_search_at_a_node_that_alters_no_state_finds_nothing() -> None:
    with pytest.raises(SlotError, match="the node alters no state for a call"):
        find_layout(lambda _: (1,), lambda *_: 7, HOLDERS)
    assert not confirm_layout(LAYOUTS["tether"], lambda *_: 7, HOLDERS)


def test_search_of_a_value_that_is_never_quite_zero_finds_nothing() -> None:
    """It follows two words and not the third: a floor, not a slot."""
    contract = Contract(LAYOUTS["tether"])
    with pytest.raises(SlotError, match="follows none"):
        find_cell(contract.touched, lambda *a: contract.called(*a) or 1, SUPPLY, what="s")


def test_search_of_a_value_that_is_no_part_of_the_word_finds_nothing() -> None:
    """Ones give ones, but the pattern nothing that stands in it: a number of bits, say."""
    with pytest.raises(SlotError, match="follows none"):
        find_cell(lambda _: (1,), lambda _, __, word: word.bit_count() + 255, SUPPLY, what="s")


def test_search_of_a_contract_that_keeps_it_elsewhere_says_so() -> None:
    with pytest.raises(SlotError, match="touches no slot of the contract's own"):
        find_layout(lambda _: (), lambda *_: None, HOLDERS)
    with pytest.raises(SlotError, match="touches 33 slots, more than 32"):
        find_layout(lambda _: range(33), lambda *_: None, HOLDERS)
    with pytest.raises(SlotError, match="no account"):
        find_layout(lambda _: (), lambda *_: None, ())


def test_search_of_balances_outside_any_mapping_known_says_so() -> None:
    contract = Contract(Layout("far", Cell(1), BalanceCells(10**6)))
    assert "holds a balance, but no mapping known gives it" in _refused(contract)


def test_search_of_balances_in_two_mappings_says_so() -> None:
    contract = Contract(LAYOUTS["tether"])
    other = Contract(LAYOUTS["usdkg"])
    second = calldata(HOLDERS[1])

    def of(data: bytes) -> Contract:
        return other if data == second else contract

    with pytest.raises(SlotError, match="is not in the mapping of the others"):
        find_layout(
            lambda data: of(data).touched(data),
            lambda data, slot, word: of(data).called(data, slot, word),
            HOLDERS,
        )


@pytest.mark.parametrize(("name", "slots"), [("GoldDollarSim", (0, 4)), ("KgstSim", (1, 2))])
def test_layout_of_a_simulated_token_is_as_compiled_not_the_originals(
    name: str, slots: tuple[int, int]
) -> None:
    """USDKG declares owner and compliance before its supply, its simulation after it."""
    layout = layout_of(name)
    assert (layout.supply.slot, layout.balances.base) == slots
    usdkg = LAYOUTS["usdkg"]
    assert (usdkg.supply.slot, usdkg.balances.base) != slots
