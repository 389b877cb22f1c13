"""Which ledgers are shown, which are missing, and when that is an error."""

import pytest

from stableaudit.application.opened import OpenLedger, chosen, fetched, unfetched
from stableaudit.domain.errors import DeclarationError
from stableaudit.ledger.views import Unfetched
from tests.cases import BNB, ETHEREUM, TRON, chain_spec, token
from tests.fakes.ledger_store import MemoryStore
from tests.ledger_cases import filled

SPECS = (chain_spec(BNB, "bnb"), chain_spec(ETHEREUM, "ethereum"), chain_spec(TRON, "tron"))
COIN = token()
BOTH = chosen(COIN, SPECS, ())


def _opened(*keys: str, covered: bool = True) -> tuple[OpenLedger, ...]:
    store = filled() if covered else MemoryStore()
    return tuple(OpenLedger(one, spec, store) for one, spec in BOTH if spec.key in keys)


def test_chosen_without_names_are_all_in_the_token_s_order() -> None:
    assert [spec.key for _, spec in BOTH] == ["tron", "ethereum"]
    assert [one for one, _ in BOTH] == list(COIN.deployments)


def test_chosen_by_name_are_those() -> None:
    assert chosen(COIN, SPECS, ("ethereum", "ethereum")) == (BOTH[1],)


def test_chosen_on_a_chain_where_the_token_is_not_names_those_where_it_is() -> None:
    with pytest.raises(DeclarationError, match=r"^--chain: usdkg is not on .* 'bnb' \(it is on"):
        chosen(COIN, SPECS, ("tron", "bnb"))


def test_chosen_of_a_token_on_no_known_chain_is_refused() -> None:
    with pytest.raises(DeclarationError, match="stands on no chain"):
        chosen(COIN, SPECS[:1], ())


def test_fetched_are_those_that_cover_something() -> None:
    opened = _opened("tron")
    assert fetched(opened) == opened
    assert fetched(_opened("tron", covered=False)) == ()


def test_unfetched_beside_a_fetched_one_is_told() -> None:
    missing = unfetched(COIN, BOTH, _opened("tron"), named=False)
    assert missing == (Unfetched(*BOTH[1]),)
    assert unfetched(COIN, BOTH, _opened("tron", "ethereum"), named=True) == ()


@pytest.mark.parametrize(("there", "named"), [((), False), ((), True), (("tron",), True)])
def test_unfetched_when_nothing_is_there_or_it_was_named_is_an_error(
    there: tuple[str, ...],
    named: bool,  # noqa: FBT001 - a case
) -> None:
    with pytest.raises(DeclarationError) as caught:
        unfetched(COIN, BOTH, _opened(*there), named=named)
    assert caught.value.hint == "stableaudit sync usdkg"
    assert "Ethereum has been fetched" in caught.value.problem
