"""Events of control beside supply events: asked for where it is free, told apart whole."""

from dataclasses import replace

import pytest
from eth_utils.crypto import keccak

from stableaudit.domain.control_history import ControlKind
from stableaudit.domain.identifiers import AccountId, AssetId, ChainId
from stableaudit.domain.ledger import Irregular
from stableaudit.domain.logs import RawLog
from stableaudit.domain.tokens import Deployment, LedgerDepth, SupplyLaw
from stableaudit.ledger.control_events import CONTROL_EVENTS, ControlEvent
from stableaudit.ledger.control_logs import (
    control_events,
    keeps_control,
    ledger_query,
    read_event,
    sort_logs,
)
from stableaudit.ledger.events import ISSUE
from stableaudit.ledger.law import law_of
from tests.cases import SOURCE
from tests.control_events import granted, told
from tests.unit.ledger.pages import TOKEN, A, B, log, word

ROLE = b"\x09" * 32
ON_TRON = AccountId(ChainId("tron", "0x2b6653dc"), b"\xe8" * 20)


def kept(
    law: SupplyLaw, *, depth: LedgerDepth = LedgerDepth.FULL, contract: AccountId = TOKEN
) -> Deployment:
    asset = AssetId(contract)
    return Deployment(
        asset, 6, law, law_established=True, native=True, provenance=SOURCE, depth=depth
    )


@pytest.mark.parametrize("event", CONTROL_EVENTS, ids=lambda event: event.signature)
def test_event_topic_is_the_keccak_of_its_signature(event: ControlEvent) -> None:
    assert keccak(text=event.signature) == event.topic


def test_events_of_all_laws_are_every_event_that_is_known_and_change_no_supply() -> None:
    every = {event for law in SupplyLaw for event in control_events(law)}
    assert every == set(CONTROL_EVENTS)
    assert len({event.topic for event in CONTROL_EVENTS}) == len(CONTROL_EVENTS)
    supply = {event.topic for law in SupplyLaw for event in law_of(law).rules.supply_events}
    assert not supply & {event.topic for event in CONTROL_EVENTS}


@pytest.mark.parametrize("law", SupplyLaw)
def test_query_of_a_full_ledger_is_one_request_with_control_in_it(law: SupplyLaw) -> None:
    asked = ledger_query(kept(law))
    ((topics,),) = asked.patterns
    ((supply,),) = law_of(law).query(TOKEN, full=True).patterns
    assert topics == (*supply, *(event.topic for event in control_events(law)))
    assert asked.names == ()


def test_query_of_supply_events_by_topic_names_those_of_control_too() -> None:
    asked = ledger_query(kept(SupplyLaw.FIAT_TOKEN, depth=LedgerDepth.SUPPLY))
    assert len(asked.patterns) == 1
    assert asked.names[:2] == ("Mint", "Burn")
    assert asked.names[2:] == tuple(each.name for each in control_events(SupplyLaw.FIAT_TOKEN))


@pytest.mark.parametrize(
    ("law", "contract"), [(SupplyLaw.TETHER_TRON, ON_TRON), (SupplyLaw.ZERO_TRANSFER, TOKEN)]
)
def test_query_leaves_control_out_where_it_would_cost_requests(
    law: SupplyLaw, contract: AccountId
) -> None:
    shallow = kept(law, depth=LedgerDepth.SUPPLY, contract=contract)
    assert ledger_query(shallow) == law_of(law).query(contract, full=False)
    assert not keeps_control(shallow)
    assert keeps_control(replace(shallow, depth=LedgerDepth.FULL))


def test_logs_are_told_apart_and_none_is_lost() -> None:
    supply = log(ISSUE, 5, at=1)
    nameless = RawLog(7, 9, b"\x01" * 32, (), b"")
    grant = granted(ROLE, A, at=(7, 2))
    pause = told("Pause()", at=(7, 3))
    cut = replace(grant, ordinal=4, topics=grant.topics[:3])
    sorted_ = sort_logs([supply, grant, pause, cut, nameless])
    assert (sorted_.supply, sorted_.control) == ((supply, nameless), (grant, pause))
    reason = "RoleGranted(bytes32,address,address) with 3 topics and 0 bytes of data"
    assert sorted_.irregular == (Irregular(7, 4, reason),)


def test_arguments_are_the_same_wherever_they_stand() -> None:
    signature = "OwnershipTransferred(address,address)"
    expected = (word(A), word(B))
    found = [read_event(told(signature, A, B, indexed=count)) for count in (0, 1, 2)]
    assert [one and one.words for one in found] == [expected] * 3


def test_event_is_known_by_its_topic() -> None:
    found = read_event(told("Blacklisted(address)", A))
    assert found is not None
    assert (found.event.kind, found.event.name) == (ControlKind.FREEZE, "Blacklisted")
    assert read_event(log(ISSUE, 5, at=1)) is None
    assert read_event(RawLog(7, 9, b"\x01" * 32, (), b"")) is None
    grant = granted(ROLE, A, at=(7, 2))
    assert read_event(replace(grant, data=b"\x01")) is None
    assert read_event(replace(grant, topics=(*grant.topics[:3], b"\x01"))) is None
