"""What `doctor` examines, and what it leaves alone."""

from dataclasses import dataclass, field

from stableaudit.application.diagnose import Patient, diagnose
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.capabilities import Ability, Capability, Diagnosis
from stableaudit.domain.errors import UnreachableError
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.readings import Unavailable
from tests.cases import ETHEREUM
from tests.fakes.chain_reader import FakeReader
from tests.fakes.world import StoppedClock, reader, scope

TRIED = (Capability("proofs", Ability.YES, ""),)
CONTRACT = AccountId(ETHEREUM, bytes([7]) * 20)


@dataclass
class FakeProbe:
    """Implements EndpointProbe."""

    tried: list[BlockStamp] = field(default_factory=list)

    def capabilities(self, contract: AccountId, *, final: BlockStamp) -> tuple[Capability, ...]:
        assert contract == CONTRACT
        self.tried.append(final)
        return TRIED


def examine(one: FakeReader, probe: FakeProbe, *, contract: bool = True) -> Diagnosis:
    spec = next(spec for spec in scope().chains if spec.id == ETHEREUM)
    contracts = {ETHEREUM: CONTRACT} if contract else {}
    return diagnose((Patient(spec, one, probe),), contracts, clock=StoppedClock())[0]


def test_diagnose_healthy_endpoint_is_usable_and_tried_at_its_final_block() -> None:
    probe = FakeProbe()
    one = reader(ETHEREUM, "a")
    found = examine(one, probe)
    assert (found.usable, found.capabilities, found.unfit) == (True, TRIED, "")
    assert probe.tried == [one.vitals().final]


def test_diagnose_stale_endpoint_is_not_usable_but_tried() -> None:
    one = reader(ETHEREUM, "a")
    one.head -= 400
    one.final -= 400
    found = examine(one, FakeProbe())
    assert (found.usable, bool(found.unfit), found.capabilities) == (False, True, TRIED)


def test_diagnose_other_chain_is_not_tried() -> None:
    one = reader(ETHEREUM, "a")
    one.chain_number = 56
    probe = FakeProbe()
    found = examine(one, probe)
    assert (found.usable, found.capabilities, probe.tried) == (False, (), [])


def test_diagnose_silent_endpoint_keeps_its_reason() -> None:
    one = reader(ETHEREUM, "a")
    one.broken = UnreachableError("refused", asked="it", whom="a")
    found = examine(one, FakeProbe())
    assert isinstance(found.vitals, Unavailable)
    assert (found.usable, found.capabilities) == (False, ())


def test_diagnose_without_a_contract_to_try_on_tries_nothing() -> None:
    probe = FakeProbe()
    assert examine(reader(ETHEREUM, "a"), probe, contract=False).capabilities == ()
    assert probe.tried == []


def test_diagnose_of_nobody_is_empty() -> None:
    assert diagnose((), {}, clock=StoppedClock()) == ()
