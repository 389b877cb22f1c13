"""A world in memory: readers of every chain of `tests.cases`, a clock that stands, silence."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from stableaudit.adapters.quorum.reader import QuorumReader
from stableaudit.application.collect import World
from stableaudit.application.sources import LedgerAccess
from stableaudit.controls.proxies import SLOTS, has_slots
from stableaudit.domain import questions as ask
from stableaudit.domain.control_questions import (
    Code,
    CodeOf,
    Getter,
    Permissions,
    PermissionsOf,
    StorageWord,
)
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.logs import RawLog, TransactionCall
from stableaudit.domain.questions import Question, Round
from stableaudit.domain.tokens import ChainSpec, Deployment
from stableaudit.domain.untrusted import Untrusted
from stableaudit.ledger.attribution import ISSUE_TO
from stableaudit.ports.chain import ChainReader
from stableaudit.reconcile.case import Scope
from tests.cases import BNB, ETHEREUM, NOW, TRON, healthy_case
from tests.fakes.chain_reader import SPACING, START, FakeReader
from tests.fakes.events import FakeEvents
from tests.fakes.ledger_store import MemoryStore

HEAD = (NOW - START) // SPACING
FINAL = HEAD - 40
HOLDER, OWNER = bytes([0xA1]) * 20, bytes([0x0E]) * 20
MINT_TX = b"\x01" * 32
ISSUE_TOPIC = bytes.fromhex("cb8241adb0c3fdb35b70c24ce35c5eb0c17af7431c99f827d44a445ca624176a")
SUPPLY = {TRON: 40_000_000_000000, ETHEREUM: 10_000_000_000000}


@dataclass(frozen=True, slots=True)
class StoppedClock:
    """Implements Clock."""

    at: int = NOW

    def now(self) -> int:
        return self.at


class Steps:
    """Implements Progress; keeps what it is told."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []

    def step(self, subject: str, what: str) -> None:
        self.said.append((subject, what))

    def advance(self, subject: str, *, done: int, total: int, logs: int) -> None:
        self.said.append((subject, f"{done} of {total} blocks, {logs} logs"))


def scope() -> Scope:
    """The scope of the healthy case, its chains as the fake readers show them."""
    healthy = healthy_case().scope
    return replace(healthy, chains=tuple(_as_fake(spec) for spec in healthy.chains))


def values_of(chain: ChainId) -> dict[Question[object], object]:
    """Return what an honest reader of a chain answers."""
    known = healthy_case().scope
    values: dict[Question[object], object] = {}
    for deployment in known.token.deployments:
        if deployment.asset.chain == chain:
            token = deployment.asset.contract
            values[ask.TotalSupply(token)] = SUPPLY[chain]
            values[ask.Decimals(token)] = 6
            values[ask.Name(token)] = Untrusted("Simulated")
            values[ask.Symbol(token)] = Untrusted("USDKG")
            values[ask.CodeHash(token)] = "0x" + "ab" * 32
            values |= _control(token)
    for feed in known.feeds:
        if feed.contract.chain == chain:
            values[ask.FeedDecimals(feed.contract)] = 8
            values[ask.FeedDescription(feed.contract)] = Untrusted("XAU / USD")
            values[ask.LatestRound(feed.contract)] = _round(10)
            values |= {ask.RoundData(feed.contract, _id(n)): _round(n) for n in range(1, 10)}
    return values


def _control(token: AccountId) -> dict[Question[object], object]:
    """Two of three keys move the owner's multisig, another key is the compliance officer."""
    safe, *keys = (AccountId(token.chain, bytes([0x50 + at]) * 20) for at in range(5))
    words = [each.address.rjust(32, b"\0") for each in (safe, *keys)]
    owners = (32).to_bytes(32) + (3).to_bytes(32) + b"".join(words[1:4])
    key = Permissions(is_contract=False, owner=None, active=())
    found: dict[Question[object], object] = {
        Getter(token, "owner()"): words[0],
        Getter(token, "compliance()"): words[4],
        Getter(safe, "getOwners()"): owners,
        Getter(safe, "getThreshold()"): (2).to_bytes(32),
        CodeOf(safe): Code(1000, "0x" + "5a" * 32, b""),
        PermissionsOf(safe): replace(key, is_contract=True),
    }
    if has_slots(token):
        found |= {StorageWord(token, slot): 0 for slot in SLOTS}
    for each in keys:
        found[CodeOf(each)] = Code(0, "0x" + "c5" * 32, b"")
        found[PermissionsOf(each)] = key
    return found


def reader(chain: ChainId, operator: str) -> FakeReader:
    """Return an honest reader of one endpoint."""
    return FakeReader(
        operator,
        values_of(chain),
        chain=chain,
        head=HEAD,
        final=FINAL,
        chain_number=int(chain.reference, 0),
    )


def readers() -> dict[ChainId, tuple[FakeReader, ...]]:
    """Return two honest operators of each chain."""
    return {chain: (reader(chain, "a"), reader(chain, "b")) for chain in (TRON, ETHEREUM, BNB)}


def events(chain: ChainId, operator: str) -> FakeEvents:
    """Return the past that explains what `reader` answers: one mint, held by one account."""
    mint = RawLog(1, 0, MINT_TX, (ISSUE_TOPIC,), SUPPLY[chain].to_bytes(32))
    token = next(
        deployment.asset.contract.address
        for deployment in healthy_case().scope.token.deployments
        if deployment.asset.chain == chain
    )
    data = ISSUE_TO.selector + bytes(12) + HOLDER + SUPPLY[chain].to_bytes(32)
    return FakeEvents(
        operator,
        (mint,),
        {HOLDER: SUPPLY[chain]},
        calls={MINT_TX: TransactionCall(MINT_TX, 1, OWNER, token, data)},
        chain=chain,
        page=1 << 40,
    )


def ledgers(
    *, most_balances: int = 1000, of: Mapping[ChainId, tuple[FakeEvents, ...]] | None = None
) -> LedgerAccess:
    """Return ledgers in memory, kept from one check to the next, over honest endpoints."""
    kept: dict[Deployment, MemoryStore] = {}
    past = of or {chain: (events(chain, "a"), events(chain, "b")) for chain in SUPPLY}
    return LedgerAccess(
        past,
        lambda deployment: kept.setdefault(deployment, MemoryStore()),
        dict.fromkeys((TRON, ETHEREUM, BNB), most_balances),
    )


def world(
    of: Mapping[ChainId, tuple[ChainReader, ...]],
    *,
    operators: int = 2,
    steps: Steps | None = None,
    access: LedgerAccess | None = None,
) -> World:
    """Return a world with these readers, and with ledgers that agree with them."""
    return World(
        of,
        lambda some: QuorumReader(some, wanted=operators),
        operators,
        StoppedClock(),
        steps or Steps(),
        access or ledgers(),
    )


def _as_fake(spec: ChainSpec) -> ChainSpec:
    return replace(spec, genesis=reader(spec.id, "a").vitals().genesis)


def _id(number: int) -> int:
    return (1 << 64) + number


def _round(number: int) -> Round:
    # The first is of before a statement and the two weeks around it; the others are of today.
    updated = NOW - 15 * 86_400 if number == 1 else NOW - 3600 * (11 - number)
    return Round(_id(number), 4180_00000000, updated, updated)
