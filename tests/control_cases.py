"""Maps of who controls a token, built by hand. Every account is simulated.

On Ethereum: a proxy whose admin is a timelock over a multisig, 3 of 7, that owns the token, too.
One of the seven is a contract that the multisig owns: a cycle. On TRON: an owner with permissions.
"""

from dataclasses import replace

from stableaudit.controls.seen import Seen
from stableaudit.controls.snapshot import kept, snapshot_of
from stableaudit.controls.survey import power_map
from stableaudit.domain.control_questions import (
    Code,
    CodeOf,
    ControlAnswer,
    ControlQuestion,
    Getter,
    Permission,
    Permissions,
    PermissionsOf,
    WeightedKey,
)
from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.evidence import ControlEvidence
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.power_map import (
    Actor,
    ActorKind,
    Grip,
    Member,
    Power,
    PowerMap,
    Proxy,
    ProxyKind,
    Rule,
    Switch,
)
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import Deployment
from stableaudit.reconcile.case import Case
from tests.cases import ETHEREUM, NO_ANSWER, TRON, deployment, healthy_case, reading

ON_ETHEREUM, ON_TRON = deployment(ETHEREUM), deployment(TRON)
CODE_HASH, OTHER_HASH = "0x" + "ab" * 32, "0x" + "cd" * 32


def account(number: int, chain: ChainId = ETHEREUM) -> AccountId:
    return AccountId(chain, number.to_bytes(20))


MULTISIG, TIMELOCK, COUNCIL, IMPLEMENTATION = (account(0xA000 + place) for place in range(4))
KEYS = tuple(account(0xB000 + place) for place in range(6))
MEMBERS = (*(Member(key, 1) for key in KEYS), Member(COUNCIL, 1))
DAY = 86_400


def ethereum_map() -> PowerMap:
    issuing = (Power.ISSUE, Power.REDEEM, Power.PAUSE, Power.FEE)
    multisig = Actor(
        MULTISIG,
        ActorKind.MULTISIG,
        CODE_HASH,
        (Rule("owners", 3, MEMBERS),),
        notes=(f"modules that act without its owners: {KEYS[0].local}",),
    )
    proposing = (Grip((Power.APPOINT,), "admin()", MULTISIG),)
    owned = (Grip((Power.APPOINT,), "owner()", MULTISIG),)
    return PowerMap(
        ON_ETHEREUM.asset,
        (
            Grip((Power.UPGRADE,), "EIP-1967 admin slot", TIMELOCK),
            Grip(issuing, "owner()", MULTISIG),
            Grip((Power.DESTROY, Power.FREEZE), "compliance()", NO_ANSWER),
        ),
        (Switch("paused()", "no"), Switch("basisPointsRate()", NO_ANSWER)),
        Proxy(ProxyKind.EIP1967, IMPLEMENTATION, OTHER_HASH),
        (
            Actor(TIMELOCK, ActorKind.TIMELOCK, CODE_HASH, heads=proposing, delay_seconds=2 * DAY),
            multisig,
            *(Actor(key, ActorKind.KEY) for key in KEYS),
            Actor(COUNCIL, ActorKind.OWNED, OTHER_HASH, heads=owned),
        ),
        ("Who proposes is not known.",),
    )


TRON_OWNER, TRON_FIRST, TRON_SECOND = (account(0xC000 + place, TRON) for place in range(3))


def tron_map() -> PowerMap:
    rules = (
        Rule("owner permission", 3, (Member(TRON_FIRST, 2), Member(TRON_SECOND, 1))),
        Rule("active permission daily", 1, (Member(TRON_SECOND, 1),)),
    )
    held = Grip((Power.ISSUE,), "owner()", TRON_OWNER)
    return PowerMap(
        ON_TRON.asset,
        (held, Grip((Power.FREEZE,), "compliance()", account(0, TRON))),
        (),
        None,
        (
            Actor(
                TRON_OWNER,
                ActorKind.PERMISSIONED,
                rules=rules,
                notes=("its own key has no power",),
            ),
            Actor(account(0, TRON), ActorKind.NOBODY),
            Actor(TRON_FIRST, ActorKind.UNREAD, notes=(str(NO_ANSWER),)),
            Actor(TRON_SECOND, ActorKind.KEY),
        ),
        (),
    )


def unread_map() -> PowerMap:
    """A proxy of whose code nothing was read, and whose owner nobody told."""
    return replace(
        ethereum_map(),
        grips=(Grip((Power.ISSUE,), "owner()", NO_ANSWER),),
        proxy=Proxy(ProxyKind.BEACON, NO_ANSWER, NO_ANSWER),
        actors=(),
        switches=(),
    )


_NO_FUNCTION = Unavailable(UndecodableError.kind, "it", "operator a", "", "no bytes (0x)", "")


def control_evidence(of: Deployment) -> ControlEvidence:
    """Answers of a token whose owner is one key; on TRON a key with a permission of two keys."""
    token, chain = of.asset.contract, of.asset.chain
    owner = account(0xD000, chain)
    permission = Permission(0, "", 2, tuple(WeightedKey(account(n, chain), 1) for n in (1, 2)), b"")
    answers: dict[ControlQuestion, ControlAnswer] = {
        Getter(token, "owner()"): reading(bytes(12) + owner.address, chain),
        Getter(token, "compliance()"): _NO_FUNCTION,
        Getter(token, "paused()"): reading(bytes(32), chain),
        Getter(token, "basisPointsRate()"): _NO_FUNCTION,
        CodeOf(token): reading(Code(4000, CODE_HASH, b""), chain),
        CodeOf(owner): reading(Code(0, OTHER_HASH, b""), chain),
        PermissionsOf(owner): reading(
            Permissions(is_contract=False, owner=permission, active=()), chain
        ),
    }
    return ControlEvidence(of.asset, tuple(answers.items()))


def case_with_controls() -> Case:
    """The healthy case, and who controls its deployments."""
    case = healthy_case()
    controls = tuple(control_evidence(each) for each in case.scope.token.deployments)
    return replace(case, evidence=replace(case.evidence, controls=controls))


def case_with_snapshot() -> Case:
    """The same, compared with what was kept of two maps, one of which lacks readings."""
    case = case_with_controls()
    maps = (kept(ethereum_map(), Seen({}), block=1), kept(tron_map(), Seen({}), block=2))
    return replace(case, scope=replace(case.scope, controls=snapshot_of("usdkg", maps)))


def map_of(of: Deployment) -> PowerMap:
    return power_map(of, Seen(dict(control_evidence(of).answers)))
