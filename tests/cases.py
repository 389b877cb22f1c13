"""Cases built by hand from domain values: a healthy one, and ways to hurt it.

Every figure is simulated. `healthy_case()` is RECONCILED: two native deployments of 6 decimals
whose supplies add up to the declared 50,000,000, a fresh statement of 400 kg of fine gold, and two
feeds that agree on 4,180 dollars an ounce.
"""

from array import array
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from stableaudit.domain.amounts import Figure
from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.declarations import (
    Assurance,
    AssuranceLevel,
    MassUnit,
    Provenance,
    Unknown,
    WeightBasis,
)
from stableaudit.domain.evidence import (
    ChainEvidence,
    DeploymentEvidence,
    EndpointEvidence,
    Evidence,
    FeedEvidence,
    HoldingEvidence,
    Vitals,
)
from stableaudit.domain.findings import Finding, Severity
from stableaudit.domain.identifiers import AccountId, AssetId, ChainId
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
from stableaudit.domain.quantities import Quantity
from stableaudit.domain.questions import Round
from stableaudit.domain.readings import (
    Pin,
    Reading,
    Source,
    Trust,
    TrustLevel,
    Unavailable,
)
from stableaudit.domain.reserve_assets import AllocatedGold, CryptoHolding, Custody
from stableaudit.domain.statements import FIRST, MissingStatement, ReserveStatement
from stableaudit.domain.tokens import (
    ChainSpec,
    Deployment,
    Endpoint,
    FeedSpec,
    Finality,
    Peg,
    SupplyLaw,
    Token,
    TokenKind,
)
from stableaudit.domain.untrusted import Untrusted
from stableaudit.reconcile.case import Case, Scope
from stableaudit.reconcile.judge import judge

T = TypeVar("T")

NOW = 1_795_262_400
"""2026-11-21T12:00:00Z, a Saturday: the gold market is closed."""

SOURCE = Provenance("simulated", "2026-11-21")
ETHEREUM = ChainId("eip155", "1")
BNB = ChainId("eip155", "56")
TRON = ChainId("tron", "0x2b6653dc")
AGREED = Trust(TrustLevel.AGREED, 2, 2)
NO_ANSWER = Unavailable("unreachable", "it", "operator a (http://127.0.0.1)", "", "refused", "")


def chain_spec(chain: ChainId, key: str) -> ChainSpec:
    endpoints = tuple(Endpoint(name, f"http://{name}.invalid/") for name in ("a", "b"))
    finality = Finality.SOLIDIFIED if chain == TRON else Finality.FINALIZED_TAG
    return ChainSpec(
        key, key.title(), chain, "0x" + "11" * 32, finality, 60, 1800, endpoints, SOURCE
    )


def block(chain: ChainId, *, age: int = 600, number: int = 1000) -> BlockStamp:
    return BlockStamp(chain, number, f"0x{number:064x}", NOW - age)


def reading(value: T, chain: ChainId, *, pin: Pin = Pin.EXACT, trust: Trust = AGREED) -> Reading[T]:
    at = block(chain)
    sources = tuple(Source(name, f"http://{name}.invalid", "simulated call") for name in ("a", "b"))
    return Reading(value, at, at, pin, trust, sources[: trust.agreeing])


def chain_evidence(spec: ChainSpec) -> ChainEvidence:
    head = block(spec.id, age=6, number=1100)
    vitals = Vitals(int(spec.id.reference, 0), spec.genesis, head, block(spec.id))
    endpoints = tuple(
        EndpointEvidence(entry.operator, entry.label, vitals, NOW, used=True)
        for entry in spec.endpoints
    )
    return ChainEvidence(spec.id, endpoints, block(spec.id), block(spec.id), ())


def deployment(chain: ChainId, *, native: bool = True) -> Deployment:
    asset = AssetId(AccountId(chain, bytes([7]) * 20))
    return Deployment(
        asset, 6, SupplyLaw.USDKG, law_established=True, native=native, provenance=SOURCE
    )


def deployment_evidence(entry: Deployment, supply: int) -> DeploymentEvidence:
    chain = entry.asset.chain
    pin = Pin.BRACKETED if chain == TRON else Pin.EXACT
    return DeploymentEvidence(
        entry.asset,
        reading(supply, chain, pin=pin),
        reading(entry.decimals, chain, pin=pin),
        reading(Untrusted("Simulated"), chain, pin=pin),
        reading(Untrusted("USDKG"), chain, pin=pin),
        reading("0x" + "ab" * 32, chain, pin=pin),
        (),
    )


HOLDERS = (bytes([0xA1]) * 20, bytes([0xB0]) * 20)
MINT = Entry(
    EntryKind.MINT,
    10,
    0,
    b"\x01" * 32,
    Boundary.SUPPLY,
    HOLDERS[0],
    1,
    Attribution.NESTED_CALLDATA,
)


def ledger_state(entry: Deployment, supply: int) -> LedgerState:
    """A ledger of one mint and one transfer, its balances as both operators answer them."""
    chain = entry.asset.chain
    first, second = HOLDERS
    held = (supply - supply // 4, supply // 4)
    sheets = tuple(
        BalanceSheet(
            name,
            f"http://{name}.invalid",
            "simulated balances",
            first + second,
            held,
            array("q", [block(chain).number] * 2),
        )
        for name in ("a", "b")
    )
    return LedgerState(
        Coverage(
            Origin(0, "It is the chain's first block."),
            block(chain),
            *(1, 1, 1, 0, 0),
            ("a (http://a.invalid)",),
        ),
        Totals(supply, 0, 0, 0, 0, 1),
        HolderColumns(first + second, held),
        2,
        sheets,
        {},
        frozenset({second}),
        (EntryRow(replace(MINT, base_units=supply), NOW - 86_400),),
        (),
        (),
        (),
    )


def feed(chain: ChainId) -> FeedSpec:
    return FeedSpec(
        "xau-usd", AccountId(chain, bytes([9]) * 20), "XAU", "USD", 8, "XAU / USD", SOURCE
    )


AT_STATEMENT = Round((1 << 64) + 2, 4163_00000000, NOW - 121 * 3600, NOW - 121 * 3600)
"""An hour before the statement's time."""

HISTORY = PriceHistory(
    (
        Round((1 << 64) + 1, 4150_00000000, NOW - 15 * 86_400, NOW - 15 * 86_400),
        AT_STATEMENT,
        Round((1 << 64) + 3, 4170_00000000, NOW - 4 * 86_400, NOW - 4 * 86_400),
        Round((1 << 64) + 10, 4180_00000000, NOW - 3600, NOW - 3600),
    ),
    NOW,
    NOW,
    1,
)


def feed_evidence(entry: FeedSpec, *, answer: int = 4180_00000000) -> FeedEvidence:
    chain = entry.contract.chain
    latest = Round((1 << 64) + 10, answer, NOW - 3600, NOW - 3600)
    return FeedEvidence(
        entry.contract,
        reading(8, chain),
        reading(Untrusted("XAU / USD"), chain),
        reading(latest, chain),
        (),
        reading(AT_STATEMENT, chain),
        reading(HISTORY, chain) if chain == ETHEREUM else None,
    )


GOLD = AllocatedGold(
    "gold-1",
    Figure("400.00"),
    MassUnit.KILOGRAM,
    WeightBasis.FINE,
    Unknown(),
    Unknown(),
    32,
    Figure("4163.475"),
    Figure("53543889"),
    "USD",
    SOURCE,
    Custody(pledged=False),
)
ASSURANCE = Assurance(
    "Signer Ltd",
    "Network",
    "ISAE 3000 (Revised)",
    AssuranceLevel.EXAMINATION_REASONABLE,
    NOW - 5 * 86_400,
    NOW - 3 * 86_400,
    Unknown(),
    SOURCE,
)
STATEMENT = ReserveStatement(
    "S-1",
    "Issuer",
    NOW - 5 * 86_400,
    NOW - 3 * 86_400,
    Figure("50000000"),
    (GOLD,),
    ASSURANCE,
    92,
    SOURCE,
    supersedes=FIRST,
)
MISSING = MissingStatement("none was found", SOURCE)


def token(statement: ReserveStatement | MissingStatement = STATEMENT) -> Token:
    return Token(
        "usdkg",
        "Gold Dollar",
        "USDKG",
        "Issuer",
        Peg("USD", Figure("1")),
        (deployment(TRON), deployment(ETHEREUM)),
        (),
        (),
        statement,
    )


def healthy_case() -> Case:
    chains = (chain_spec(TRON, "tron"), chain_spec(ETHEREUM, "ethereum"), chain_spec(BNB, "bnb"))
    feeds = (feed(ETHEREUM), feed(BNB))
    subject = token()
    on_tron, on_ethereum = subject.deployments
    evidence = Evidence(
        NOW,
        NOW + 5,
        tuple(chain_evidence(spec) for spec in chains),
        (
            deployment_evidence(on_tron, 40_000_000_000000),
            deployment_evidence(on_ethereum, 10_000_000_000000),
        ),
        tuple(feed_evidence(entry) for entry in feeds),
        (
            LedgerEvidence(on_tron.asset, ledger_state(on_tron, 40_000_000_000000)),
            LedgerEvidence(on_ethereum.asset, ledger_state(on_ethereum, 10_000_000_000000)),
        ),
    )
    # One of its two holders has most of the tokens: a policy that notes it would be in every test.
    policy = Policy(max_holder_share=Fraction(1))
    return Case(Scope(subject, chains, feeds, policy), evidence)


KEEPER = bytes([0xC0]) * 20
COINS = CryptoHolding("bnb-1", AccountId(BNB, KEEPER), None, "BNB", 18, Figure("1250.5"), SOURCE)
WRAPPED = CryptoHolding(
    "btc-1",
    AccountId(ETHEREUM, KEEPER),
    AssetId(AccountId(ETHEREUM, bytes([8]) * 20)),
    "BTC",
    8,
    Figure("3.25"),
    SOURCE,
)
CRYPTO_STATEMENT = replace(
    STATEMENT,
    declared_supply=Unknown(),
    reserves=tuple(replace(one, custody=Custody(pledged=False)) for one in (COINS, WRAPPED)),
    promised_cadence_days=Unknown(),
)
CRYPTO_RESERVE = Token(
    "crypto-reserve",
    "Crypto reserve",
    "RESERVE",
    "Keeper",
    Peg("USD", Figure("0")),
    (),
    (),
    (),
    CRYPTO_STATEMENT,
    TokenKind.CRYPTO_RESERVE,
)


def coin_feed(chain: ChainId, base: str) -> FeedSpec:
    contract = AccountId(chain, base.encode().ljust(20, b"\1"))
    return FeedSpec(f"{base.lower()}-usd", contract, base, "USD", 8, f"{base} / USD", SOURCE)


def coin_price(entry: FeedSpec, answer: int, *, age: int = 600) -> FeedEvidence:
    healthy = feed_evidence(entry, answer=answer)
    assert isinstance(healthy.round, Reading)
    latest = replace(healthy.round.value, updated_at=NOW - age)
    described = reading(Untrusted(entry.description), entry.contract.chain)
    return replace(healthy, description=described, round=reading(latest, entry.contract.chain))


def crypto_case() -> Case:
    """A reserve of 1,250.5 BNB on BNB Chain and 3.25 wrapped BTC on Ethereum; RECONCILED.

    BNB is 600 and 602 dollars by two feeds, BTC 90,000 by one.
    """
    chains = (chain_spec(ETHEREUM, "ethereum"), chain_spec(BNB, "bnb"))
    feeds = (coin_feed(ETHEREUM, "BNB"), coin_feed(BNB, "BNB"), coin_feed(ETHEREUM, "BTC"))
    answers = (600_00000000, 602_00000000, 90_000_00000000)
    evidence = Evidence(
        NOW,
        NOW + 5,
        tuple(chain_evidence(spec) for spec in chains),
        (),
        tuple(coin_price(entry, answer) for entry, answer in zip(feeds, answers, strict=True)),
        (),
        holdings=(
            HoldingEvidence("bnb-1", reading(12505 * 10**17, BNB), None),
            HoldingEvidence("btc-1", reading(325_000_000, ETHEREUM), reading(8, ETHEREUM)),
        ),
    )
    return Case(Scope(CRYPTO_RESERVE, chains, feeds, Policy()), evidence)


def with_holding(case: Case, index: int, entry: HoldingEvidence) -> Case:
    holdings = list(case.evidence.holdings)
    holdings[index] = entry
    return replace(case, evidence=replace(case.evidence, holdings=tuple(holdings)))


def with_statement(case: Case, statement: ReserveStatement | MissingStatement) -> Case:
    changed = replace(case.scope.token, statement=statement)
    return replace(case, scope=replace(case.scope, token=changed))


def with_gold(case: Case, gold: AllocatedGold) -> Case:
    return with_statement(case, replace(STATEMENT, reserves=(gold,)))


def with_chain(case: Case, index: int, chain: ChainEvidence) -> Case:
    chains = list(case.evidence.chains)
    chains[index] = chain
    return replace(case, evidence=replace(case.evidence, chains=tuple(chains)))


def with_deployment(case: Case, index: int, entry: DeploymentEvidence) -> Case:
    deployments = list(case.evidence.deployments)
    deployments[index] = entry
    return replace(case, evidence=replace(case.evidence, deployments=tuple(deployments)))


def with_ledger(case: Case, index: int, state: LedgerState | Unavailable) -> Case:
    ledgers = list(case.evidence.ledgers)
    ledgers[index] = LedgerEvidence(ledgers[index].asset, state)
    return replace(case, evidence=replace(case.evidence, ledgers=tuple(ledgers)))


def ledger_of(case: Case, index: int) -> LedgerState:
    state = case.evidence.ledgers[index].state
    assert isinstance(state, LedgerState)
    return state


def with_feed(case: Case, index: int, entry: FeedEvidence) -> Case:
    feeds = list(case.evidence.feeds)
    feeds[index] = entry
    return replace(case, evidence=replace(case.evidence, feeds=tuple(feeds)))


def with_history(case: Case, index: int, *changes: tuple[int, int], left_out: int = 0) -> Case:
    """A ledger's mints and burns: seconds before NOW and base units, below zero for a burn.

    Each is a block of its own, numbered by its second; the oldest comes first.
    """
    rows = tuple(
        EntryRow(
            replace(
                MINT,
                kind=EntryKind.MINT if units > 0 else EntryKind.BURN,
                block=NOW - ago,
                source=Boundary.SUPPLY if units > 0 else HOLDERS[0],
                destination=HOLDERS[0] if units > 0 else Boundary.SUPPLY,
                base_units=abs(units),
            ),
            NOW - ago,
        )
        for ago, units in changes
    )
    state = replace(ledger_of(case, index), history=SupplyHistory(rows, left_out))
    return with_ledger(case, index, state)


def findings_of(case: Case, check: str) -> tuple[Finding, ...]:
    """Return what one check finds in a case."""
    return tuple(f for f in judge(case, fail_on=Severity.HIGH).findings if f.check == check)


def figures_of(finding: Finding) -> dict[str, Quantity]:
    return {entry.label: entry.value for entry in finding.figures}
