"""Who controls a token, asked for by itself: complete, or with what is missing said."""

from contextlib import nullcontext
from dataclasses import replace

import pytest

from stableaudit.application.sources import LedgerAccess, Sources
from stableaudit.application.survey import survey
from stableaudit.application.sync import sync
from stableaudit.controls import proxies
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.control_history import ControlHistory
from stableaudit.domain.control_questions import (
    CodeOf,
    Getter,
    Permissions,
    PermissionsOf,
    StorageWord,
)
from stableaudit.domain.control_snapshot import KeptOffice
from stableaudit.domain.errors import (
    DeclarationError,
    EvidenceError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.evidence import Incident
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.logs import TransactionCall
from stableaudit.domain.power_map import ActorKind
from stableaudit.domain.questions import Question
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile.case import Scope
from tests.cases import ETHEREUM, NOW, TRON
from tests.control_cases import CODE_HASH, account, control_evidence
from tests.control_events import told
from tests.fakes.chain_reader import SPACING, START, FakeReader, stamp
from tests.fakes.events import FakeEvents
from tests.fakes.ledger_store import MemoryStore
from tests.fakes.world import FINAL, Steps, ledgers, readers, scope, world

SLOTS = (
    *(proxies.IMPLEMENTATION, proxies.ADMIN, proxies.BEACON),
    *(proxies.ZOS_IMPLEMENTATION, proxies.ZOS_ADMIN, proxies.PROXIABLE),
)


def own_scope() -> Scope:
    known = scope()
    own = {each.asset.chain for each in known.token.deployments}
    return replace(known, chains=tuple(spec for spec in known.chains if spec.id in own), feeds=())


ON_TRON, ON_ETHEREUM = own_scope().token.deployments
TOKEN = ON_ETHEREUM.asset.contract
OWNER = account(0xD000, ETHEREUM)


def honest() -> dict[ChainId, tuple[FakeReader, ...]]:
    """Two operators of each chain, of a token that a key owns, on TRON one of two permissions."""
    found = readers()
    for deployment in own_scope().token.deployments:
        for one in found[deployment.asset.chain]:
            one.values = {**one.values, **values_of(deployment)}
    return found


def values_of(deployment: Deployment) -> dict[Question[object], object]:
    token = deployment.asset.contract
    lacking = UndecodableError("no bytes (0x)", asked="it", whom="a")
    given: dict[Question[object], object] = {
        question: answer.value if isinstance(answer, Reading) else lacking
        for question, answer in control_evidence(deployment).answers
    }
    members = (PermissionsOf(account(number, TRON)) for number in (1, 2))
    unset = Permissions(is_contract=False, owner=None, active=())
    if token.chain == TRON:
        return given | dict.fromkeys(members, unset)
    return given | {StorageWord(token, slot): 0 for slot in SLOTS}


def with_answer(
    question: Question[object], answer: object
) -> dict[ChainId, tuple[FakeReader, ...]]:
    found = honest()
    for one in found[ETHEREUM]:
        one.values = {**one.values, question: answer}
    return found


def test_survey_of_honest_readers_lacks_nothing_and_asks_for_nothing_else() -> None:
    steps = Steps()
    found = honest()
    result = survey(own_scope(), world(found, steps=steps), as_of=None)
    evidence = result.case.evidence
    assert result.unread == ()
    assert [one.asset for one in evidence.controls] == [ON_TRON.asset, ON_ETHEREUM.asset]
    assert (evidence.deployments, evidence.ledgers, evidence.feeds) == ((), (), ())
    assert [chain.reference for chain in evidence.chains] == [
        stamp(FINAL, chain=chain) for chain in (TRON, ETHEREUM)
    ]
    assert [chain.reread for chain in evidence.chains] == [
        chain.reference for chain in evidence.chains
    ]
    assert ("Ethereum", "done") in steps.said
    control_map = result.case.controls(ON_ETHEREUM)
    assert control_map is not None
    assert [actor.kind for actor in control_map.actors] == [ActorKind.KEY]


def test_snapshot_holds_every_deployment_at_its_block() -> None:
    snapshot = survey(own_scope(), world(honest()), as_of=None).snapshot
    assert snapshot.token == "usdkg"  # noqa: S105 - a key of the registry
    assert [one.block for one in snapshot.deployments] == [FINAL, FINAL]
    on_ethereum = snapshot.deployment(ON_ETHEREUM.asset)
    assert on_ethereum is not None
    assert (on_ethereum.code_hash, on_ethereum.offices) == (
        CODE_HASH,
        (KeptOffice("owner()", OWNER),),
    )


def test_survey_of_the_past_reads_at_the_last_block_until_then() -> None:
    then = NOW - 1200
    result = survey(own_scope(), world(honest()), as_of=then)
    last = (then - START) // SPACING
    references = [chain.reference for chain in result.case.evidence.chains]
    assert references == [stamp(last, chain=chain) for chain in (TRON, ETHEREUM)]
    with pytest.raises(DeclarationError, match="is in the future"):
        survey(own_scope(), world(honest()), as_of=NOW + 1)


def test_chain_that_nobody_reads_is_said_and_is_not_in_the_snapshot() -> None:
    found = honest()
    for one in found[ETHEREUM]:
        one.broken = UnreachableError("refused", asked="it", whom="a")
    result = survey(own_scope(), world(found), as_of=None)
    assert result.unread == (
        "USDKG on Ethereum: nothing was read, for its chain has no reference block",
    )
    assert [one.asset for one in result.snapshot.deployments] == [ON_TRON.asset]
    on_ethereum = result.case.chain(ETHEREUM)
    assert on_ethereum is not None
    assert isinstance(on_ethereum.reference, Unavailable)


def test_chain_whose_block_no_usable_endpoint_gives_keeps_their_incidents() -> None:
    found = honest()
    failed = Incident(ETHEREUM, dissent=False, what="a failed")
    found[ETHEREUM][0].own_incidents = (failed,)
    result = survey(own_scope(), world(found), as_of=START - 1)
    assert len(result.unread) == 2
    assert result.snapshot.deployments == ()
    on_ethereum = result.case.chain(ETHEREUM)
    assert on_ethereum is not None
    assert failed in on_ethereum.incidents


@pytest.mark.parametrize(
    "question",
    [Getter(TOKEN, "owner()"), CodeOf(OWNER), StorageWord(TOKEN, proxies.ADMIN), CodeOf(TOKEN)],
)
def test_answer_that_nobody_gave_is_said(question: Question[object]) -> None:
    refused = UnreachableError("refused", asked=question.label, whom="a")
    (said,) = survey(own_scope(), world(with_answer(question, refused)), as_of=None).unread
    assert said.startswith("USDKG on Ethereum: 1 of ")
    assert said.endswith("refused")


def test_function_that_a_contract_lacks_is_no_missing_answer_and_unreadable_code_is() -> None:
    nothing = UndecodableError("no bytes (0x)", asked="it", whom="a")
    lacking = with_answer(Getter(TOKEN, "paused()"), nothing)
    assert survey(own_scope(), world(lacking), as_of=None).unread == ()
    unreadable = with_answer(CodeOf(OWNER), nothing)
    assert len(survey(own_scope(), world(unreadable), as_of=None).unread) == 1


def test_block_that_changed_while_it_was_read_is_said() -> None:
    found = honest()

    def reorganise() -> None:
        for one in found[ETHEREUM]:
            if "ask" in one.asked:
                one.fork = "other"

    for one in found[ETHEREUM]:
        one.on_ask = reorganise
    result = survey(own_scope(), world(found), as_of=None)
    on_ethereum = result.case.chain(ETHEREUM)
    assert on_ethereum is not None
    assert isinstance(on_ethereum.reread, BlockStamp)
    assert on_ethereum.reread != on_ethereum.reference
    assert result.unread[0] == (
        "USDKG on Ethereum: its chain did not give the same reference block again"
    )


def with_ledger(*, broken: EvidenceError | None = None) -> LedgerAccess:
    """A ledger on this machine that has one pause, on Ethereum alone."""
    pause = told("Pause()", at=(5, 0))
    store, source = MemoryStore(), FakeEvents("a", (pause,), page=1 << 40)
    sources = Sources("Ethereum", FakeReader("a"), (source,))
    sync(ON_ETHEREUM, sources, store, until=stamp(FINAL), progress=Steps())
    source.broken = broken
    source.calls = {pause.transaction: TransactionCall(pause.transaction, 5, bytes(20), None, b"")}
    return replace(
        ledgers(of={ETHEREUM: (source,)}),
        at_hand=lambda of: nullcontext(store if of == ON_ETHEREUM else None),
    )


def test_ledger_on_this_machine_tells_what_was_done_and_none_is_no_gap() -> None:
    result = survey(own_scope(), world(honest(), access=with_ledger()), as_of=None)
    on_tron, on_ethereum = result.case.evidence.controls
    assert on_tron.history is None
    assert isinstance(on_ethereum.history, ControlHistory)
    assert [kept.log.block for kept in on_ethereum.history.told.logs] == [5]
    assert result.unread == ()


def test_transactions_that_nobody_gave_are_said() -> None:
    access = with_ledger(broken=UnreachableError("refused", asked="it", whom="a"))
    (said,) = survey(own_scope(), world(honest(), access=access), as_of=None).unread
    assert said.startswith("USDKG on Ethereum: who signed the newest acts could not be read: ")
