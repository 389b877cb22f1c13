"""Cases to render, built by hand from domain values.

Addresses, the statement and its sources are as published (knowledge of 2026-11-20); supplies,
prices, blocks and operators are invented, which is why every chain of them is a simulated one,
except where a test turns that off to see the difference.
"""

import hashlib
from array import array
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from stableaudit.domain.amounts import Figure
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.declarations import Assurance, AssuranceLevel, MassUnit, Provenance, Unknown
from stableaudit.domain.evidence import (
    ChainEvidence,
    DeploymentEvidence,
    EndpointEvidence,
    Evidence,
    FeedEvidence,
    HolderEvidence,
    Incident,
    Vitals,
)
from stableaudit.domain.findings import Severity
from stableaudit.domain.identifiers import AccountId, AssetId, ChainId
from stableaudit.domain.instants import parse_instant
from stableaudit.domain.ledger import (
    Attribution,
    BalanceSheet,
    Boundary,
    Coverage,
    Entry,
    EntryKind,
    EntryRow,
    HolderColumns,
    Origin,
    Totals,
)
from stableaudit.domain.ledger_evidence import LedgerEvidence, LedgerState, SupplyHistory
from stableaudit.domain.policy import Policy
from stableaudit.domain.prices import PriceHistory
from stableaudit.domain.questions import Round
from stableaudit.domain.rates import DOLLAR_IN_SOM, Rate, RateEvidence, RateOrNot, RateReading
from stableaudit.domain.readings import Pin, Reading, Source, Trust, TrustLevel, Unavailable
from stableaudit.domain.reserve_assets import AllocatedGold, Custody
from stableaudit.domain.statements import MissingStatement, ReserveStatement
from stableaudit.domain.tokens import (
    ChainSpec,
    Deployment,
    Endpoint,
    FeedSpec,
    Finality,
    KnownAccount,
    OpenPoint,
    Peg,
    SupplyLaw,
    Token,
)
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.case import Case, Scope
from stableaudit.reconcile.judge import Result, judge
from tests.unit.report.on_chain_cases import crypto_reserve, digital_som

T = TypeVar("T")

NOW = parse_instant("2026-11-20T15:00:00Z")
TRON = ChainId.parse("tron:0x2b6653dc")
ETHEREUM = ChainId.parse("eip155:1")
BNB = ChainId.parse("eip155:56")
_TITLES = {TRON: "TRON", ETHEREUM: "Ethereum", BNB: "BNB Chain"}
_NUMBERS = {TRON: 88_230_113, ETHEREUM: 25_841_007, BNB: 112_402_551}
_AGES = {TRON: 57, ETHEREUM: 1_021, BNB: 3}
_OPERATORS = ("Operator A", "Operator B")
BOTH = Trust(TrustLevel.AGREED, 2, 2)
ONE = Trust(TrustLevel.SINGLE, 1, 1)
_REPORT = Provenance("Kreston report of 2025-11-30, as quoted by a public tracker", "2026-08-08")
_INVENTED = Provenance("invented for the tests; no such statement exists", "2026-11-21")
_PHAROS = Provenance("TokenBrice/pharos-watch", "2026-08-21")


def chain(identity: ChainId, *, simulated: bool = True) -> ChainSpec:
    title = _TITLES[identity]
    return ChainSpec(
        title.lower().partition(" ")[0],
        title,
        identity,
        "0x" + "1e" * 32,
        Finality.SOLIDIFIED if identity == TRON else Finality.FINALIZED_TAG,
        60,
        1_800,
        tuple(Endpoint(name, "http://127.0.0.1:8545/secret") for name in _OPERATORS),
        Provenance("the devnet of the tests", "2026-11-21"),
        simulated,
    )


def block(identity: ChainId, *, later: int = 0) -> BlockStamp:
    number = _NUMBERS[identity] + later
    digest = hashlib.sha256(f"{identity} {number}".encode()).hexdigest()
    return BlockStamp(identity, number, f"0x{digest}", NOW - _AGES[identity] + 3 * later)


def read(value: T, identity: ChainId, call: str, *, trust: Trust = BOTH) -> Reading[T]:
    """A reading: exact on EVM chains, bracketed on TRON, which keeps no past state."""
    later = 4 if identity == TRON else 0
    pin = Pin.BRACKETED if identity == TRON else Pin.EXACT
    names = _OPERATORS[: trust.agreeing]
    sources = tuple(Source(name, "http://127.0.0.1:8545/…", call) for name in names)
    return Reading(value, block(identity), block(identity, later=later), pin, trust, sources)


def refused(asked: str, identity: ChainId, operator: str = _OPERATORS[0]) -> Unavailable:
    return Unavailable(
        "unreachable",
        asked,
        f"{operator} (http://127.0.0.1:8545/…)",
        f"block {_NUMBERS[identity]}",
        "connection refused, 3 attempts",
        "another endpoint, with --endpoint",
    )


def reached(spec: ChainSpec) -> ChainEvidence:
    head = replace(block(spec.id, later=90), timestamp=NOW - 2)
    vitals = Vitals(int(spec.id.reference, 0), spec.genesis, head, block(spec.id))
    endpoints = tuple(
        EndpointEvidence(one.operator, one.label, vitals, NOW, used=True) for one in spec.endpoints
    )
    return ChainEvidence(spec.id, endpoints, block(spec.id), block(spec.id), ())


def unreached(spec: ChainSpec) -> ChainEvidence:
    asked = f"the vitals of {spec.title}"
    absent = refused(asked, spec.id)
    endpoints = tuple(
        EndpointEvidence(
            one.operator,
            one.label,
            refused(asked, spec.id, one.operator),
            NOW,
            used=False,
        )
        for one in spec.endpoints
    )
    incident = Incident(spec.id, dissent=False, what="Operator B closed the connection")
    return ChainEvidence(spec.id, endpoints, absent, absent, (incident,))


def deployment(address: str, decimals: int, law: SupplyLaw, *, established: bool) -> Deployment:
    asset = AssetId(AccountId.parse(address))
    return Deployment(asset, decimals, law, established, native=True, provenance=_PHAROS)


def state(
    entry: Deployment, symbol: str, supply: int, holders: tuple[tuple[KnownAccount, int], ...] = ()
) -> DeploymentEvidence:
    where = entry.asset.chain
    return DeploymentEvidence(
        entry.asset,
        read(supply, where, "totalSupply()"),
        read(entry.decimals, where, "decimals()"),
        read(Untrusted(symbol), where, "name()"),
        read(Untrusted(symbol), where, "symbol()"),
        read("0x" + "c0de" * 16, where, "getCode", trust=ONE),
        tuple(
            HolderEvidence(known.account, read(units, where, "balanceOf", trust=ONE))
            for known, units in holders
        ),
    )


STRANGER = bytes.fromhex("b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0")


def ledger(
    entry: Deployment, supply: int, holders: tuple[tuple[KnownAccount, int], ...] = ()
) -> LedgerEvidence:
    """A ledger of one mint whose account only the call names, passed on; both operators agree."""
    where = entry.asset.chain
    held = [(units, known.account.address) for known, units in holders]
    held.append((supply - sum(units for units, _ in held), STRANGER))
    held.sort(key=lambda pair: (-pair[0], pair[1]))
    columns = HolderColumns(b"".join(address for _, address in held), tuple(u for u, _ in held))
    mint = Entry(
        EntryKind.MINT,
        20_000_001,
        3,
        bytes.fromhex("c0ffee" * 10 + "0001"),
        Boundary.SUPPLY,
        STRANGER,
        supply,
        Attribution.NESTED_CALLDATA,
    )
    origin = Origin(
        19_999_000, "It is the last block until 2025-01-16T00:00:00Z. Nothing was before it."
    )
    at = block(where)
    sheets = tuple(
        BalanceSheet(
            source.operator,
            source.endpoint,
            "balanceOf, simulated",
            columns.addresses,
            columns.balances,
            array("q", [at.number] * len(columns)),
        )
        for source in read(0, where, "balanceOf").sources
    )
    return LedgerEvidence(
        entry.asset,
        LedgerState(
            Coverage(origin, at, 12, 3_141, 1, 0, 0, ("operator A (simulated) eth_getLogs",)),
            Totals(supply, 0, 0, 0, 0, 3_141),
            columns,
            len(columns),
            sheets,
            {},
            frozenset(known.account.address for known, _ in holders if known.role == "owner"),
            (EntryRow(mint, NOW - 86_400 * 300),),
            (),
            (),
            (),
            SupplyHistory((EntryRow(mint, NOW - 86_400 * 300),), 0),
        ),
    )


def no_ledger(entry: Deployment) -> LedgerEvidence:
    return LedgerEvidence(entry.asset, refused(f"the logs of {entry.asset}", entry.asset.chain))


def no_state(entry: Deployment) -> DeploymentEvidence:
    absent = refused(f"the state of {entry.asset}", entry.asset.chain)
    return DeploymentEvidence(entry.asset, absent, absent, absent, absent, absent, ())


def feed(address: str) -> FeedSpec:
    return FeedSpec("xau-usd", AccountId.parse(address), "XAU", "USD", 8, "XAU / USD", _PHAROS)


def priced(
    entry: FeedSpec, answer: int, *, age: int = 2_640, as_of: str = "2025-11-28"
) -> FeedEvidence:
    where = entry.contract.chain
    latest = Round((7 << 64) + 5_311, answer, NOW - age, NOW - age)
    stated = parse_instant(as_of) - 7_200
    then = Round((7 << 64) + 4_002, 4160_90000000, stated, stated)
    before = replace(then, round_id=then.round_id - 1, updated_at=then.updated_at - 3 * 86_400)
    after = replace(latest, round_id=then.round_id + 1, updated_at=then.updated_at + 2 * 86_400)
    history = PriceHistory((before, then, after, latest), NOW, NOW, 1)
    return FeedEvidence(
        entry.contract,
        read(8, where, "decimals()"),
        read(Untrusted("XAU / USD"), where, "description()"),
        read(latest, where, f"getRoundData({latest.round_id})"),
        (read(replace(latest, round_id=latest.round_id - 1), where, "getRoundData"),),
        read(then, where, f"getRoundData({then.round_id})"),
        read(history, where, "getRoundData of 4 rounds"),
    )


def feeds_as_of(stated: str) -> tuple[FeedEvidence, ...]:
    """Return both feeds as read for a statement of that day; the history is of the first."""
    second = priced(FEEDS[1], 4_212_87500000, age=4_100, as_of=stated)
    return priced(FEEDS[0], 4_212_51000000, as_of=stated), replace(second, history=None)


def unpriced(entry: FeedSpec) -> FeedEvidence:
    absent = refused("the last round of XAU / USD", entry.contract.chain)
    return FeedEvidence(entry.contract, absent, absent, absent, (), absent, absent)


GOLD = AllocatedGold(
    "gold-1",
    Figure("376"),
    MassUnit.KILOGRAM,
    Unknown(),
    Unknown(),
    Figure("995.0"),
    30,
    Figure("4163.475"),
    Figure("50331256"),
    "USD",
    _REPORT,
    Custody("LLC Virelint Group, at an unnamed bank in Kyrgyzstan"),
)
ASSURANCE = Assurance(
    "Kreston Digital Assets Ltd",
    "Kreston Global",
    "ISRS 4400 (Revised)",
    AssuranceLevel.AGREED_UPON_PROCEDURES,
    parse_instant("2025-11-28"),
    parse_instant("2025-11-30"),
    Unknown(),
    _REPORT,
)
STATEMENT = ReserveStatement(
    "usdkg-2025-11-28",
    "OJSC Virtual Asset Issuer",
    parse_instant("2025-11-28"),
    parse_instant("2025-12-08"),
    Figure("50000000"),
    (GOLD,),
    ASSURANCE,
    92,
    _REPORT,
)
USDKG_TRON = deployment(
    "tron:0x2b6653dc:TXZo12qvnEVKvU2zbfuQeMXKusWyxonwEG", 6, SupplyLaw.USDKG, established=True
)
USDKG_ETHEREUM = deployment(
    "eip155:1:0xE820C06321E60d36257C666643Fa5436643445E3", 6, SupplyLaw.USDKG, established=True
)
OWNER = KnownAccount(
    AccountId.parse("eip155:1:0xcf355aD32abF378F067fA93A28D96a767FEb7377"),
    "owner(), a 3-of-7 multisig",
    "owner",
    _PHAROS,
)
ELSEWHERE = AccountId.parse("eip155:10:0xcf355aD32abF378F067fA93A28D96a767FEb7377")
"""An account on a chain that no case has in scope."""

USDKG = Token(
    "usdkg",
    "Gold Dollar",
    "USDKG",
    "OJSC Virtual Asset Issuer",
    Peg("USD", Figure("1")),
    (USDKG_TRON, USDKG_ETHEREUM),
    (OWNER,),
    (
        OpenPoint(
            "split of the supply between the chains",
            conflict=False,
            statement="No source says how the 50,000,000 tokens are divided between TRON and "
            "Ethereum.",
            provenance=_PHAROS,
        ),
        OpenPoint(
            "cadence of reserve reports",
            conflict=True,
            statement="The issuer promises quarterly reports; only two have ever been found.",
            provenance=_PHAROS,
        ),
    ),
    STATEMENT,
)
FEEDS = (
    feed("eip155:1:0x214eD9Da11D2fbe465a6fc601a91E62EbEc1a0D6"),
    feed("eip155:56:0x86896fEB19D8A607c3b11f2aF50A0f239Bd71CD0"),
)
KGST_BNB = deployment(
    "eip155:56:0x94be0bbA8E1E303fE998c9360B57b826F1A4f828",
    18,
    SupplyLaw.ZERO_TRANSFER,
    established=False,
)
HOT_WALLET = KnownAccount(
    AccountId.parse("eip155:56:0x8894E0a0c962CB723c1976a4421c95949bE2D4E3"),
    "Binance hot wallet",
    "exchange",
    _PHAROS,
)
KGST = Token(
    "kgst",
    "KGST som stablecoin",
    "KGST",
    "KGSToken LLC or OJSC Virtual Asset Issuer (sources conflict)",
    Peg("KGS", Figure("1")),
    (KGST_BNB,),
    (HOT_WALLET,),
    (),
    MissingStatement("No reserve statement, bank, auditor or report was found.", _PHAROS),
)


def usdkg_case(*, ethereum_supply: int = 9_500_000_000_000, simulated: bool = True) -> Case:
    """USDKG as published: 376 kg of unknown basis, a statement almost a year old."""
    chains = tuple(chain(one, simulated=simulated) for one in (TRON, ETHEREUM, BNB))
    evidence = Evidence(
        NOW,
        NOW + 41,
        tuple(reached(spec) for spec in chains),
        (
            state(USDKG_TRON, "USDKG", 40_500_000_000_000),
            state(USDKG_ETHEREUM, "USDKG", ethereum_supply, ((OWNER, 1_250_000_500_000),)),
        ),
        feeds_as_of("2025-11-28"),
        (
            ledger(USDKG_TRON, 40_500_000_000_000),
            ledger(USDKG_ETHEREUM, ethereum_supply, ((OWNER, 1_250_000_500_000),)),
        ),
    )
    return Case(Scope(USDKG, chains, FEEDS, Policy()), evidence)


def usdkg() -> Result:
    """INCONCLUSIVE: nothing contradicts, but the statement is stale."""
    return judge(usdkg_case(), fail_on=Severity.HIGH)


def _current(case: Case) -> Case:
    """The case with a statement that is not stale, of more gold, with assurance."""
    as_of = parse_instant("2026-11-15")
    assurance = replace(
        ASSURANCE,
        signer="Invented Practitioner Ltd",
        network="none",
        provenance=_INVENTED,
        standard="ISAE 3000 (Revised)",
        level=AssuranceLevel.EXAMINATION_REASONABLE,
        as_of=as_of,
        issued=as_of + 86_400,
    )
    statement = replace(
        STATEMENT,
        id="invented-2026-11-15",
        as_of=as_of,
        published=as_of + 2 * 86_400,
        reserves=(
            replace(
                GOLD,
                quantity=Figure("380.125"),
                declared_value=Figure("50883088"),  # of 380.125 kg, at the same price
                provenance=_INVENTED,
            ),
        ),
        provenance=_INVENTED,
        assurance=assurance,
    )
    token = replace(case.scope.token, statement=statement)
    evidence = replace(case.evidence, feeds=feeds_as_of("2026-11-15"))
    return replace(case, scope=replace(case.scope, token=token), evidence=evidence)


def fresh() -> Result:
    """RECONCILED, on a network that is not simulated: the statement is a few days old."""
    return judge(_current(usdkg_case(simulated=False)), fail_on=Severity.HIGH)


def contradiction() -> Result:
    """UNRECONCILED: one and a half million tokens more than are declared, and not covered."""
    case = usdkg_case(ethereum_supply=11_000_000_000_001)
    return judge(_current(case), fail_on=Severity.HIGH)


def rate(operator: str, value: str, day: int) -> RateReading:
    """A rate of the dollar from a stand-in for its publisher."""
    digest = hashlib.sha256(f"{operator} {day}".encode()).hexdigest()
    priced = Rate(DOLLAR_IN_SOM, Fraction(value), date(2026, 11, day))
    return RateReading(priced, operator, "http://127.0.0.1:8545/…", digest, NOW + 12, True)  # noqa: FBT003


_BANK, _SECOND = "National Bank of the Kyrgyz Republic", "Frankfurter"


def kgst() -> Result:
    """INCONCLUSIVE: there is no statement; 18 decimals, one operator for the balance."""
    return _kgst((rate(_BANK, "87.45", 20), rate(_SECOND, "87.45", 20)))


def kgst_evening() -> Result:
    """The same where the bank's file is of tomorrow already, and the second source silent."""
    silent = Unavailable(
        "unreachable",
        "the National Bank's rate of USD/KGS on 2026-11-20",
        "Frankfurter (http://127.0.0.1:8545/…)",
        "",
        "no connection (refused or no route)",
        "again later",
    )
    return _kgst((rate(_BANK, "87.4491", 21), silent))


def _kgst(rates: tuple[RateOrNot, ...]) -> Result:
    spec = chain(BNB)
    evidence = Evidence(
        NOW,
        NOW + 12,
        (reached(spec),),
        (
            state(
                KGST_BNB,
                "KGST",
                445_945_000 * 10**18 + 1,
                ((HOT_WALLET, 284_567_410 * 10**18),),
            ),
        ),
        (),
        (ledger(KGST_BNB, 445_945_000 * 10**18 + 1, ((HOT_WALLET, 284_567_410 * 10**18),)),),
        (RateEvidence(DOLLAR_IN_SOM, rates),),
    )
    return judge(Case(Scope(KGST, (spec,), (), Policy()), evidence), fail_on=Severity.HIGH)


def nothing_read() -> Result:
    """INCONCLUSIVE: every node refused the connection."""
    case = usdkg_case()
    evidence = Evidence(
        NOW,
        NOW + 90,
        tuple(unreached(spec) for spec in case.scope.chains),
        (no_state(USDKG_TRON), no_state(USDKG_ETHEREUM)),
        tuple(unpriced(entry) for entry in FEEDS),
        (no_ledger(USDKG_TRON), no_ledger(USDKG_ETHEREUM)),
    )
    return judge(replace(case, evidence=evidence), fail_on=Severity.HIGH)


ALL = {
    "usdkg": usdkg,
    "fresh": fresh,
    "contradiction": contradiction,
    "kgst": kgst,
    "kgst-evening": kgst_evening,
    "nothing-read": nothing_read,
    "crypto-reserve": crypto_reserve,
    "digital-som": digital_som,
}
"""Every case by the name of its golden files."""
