"""A snapshot of who controls a token: the schema of its file, and the values it describes.

The program writes it (`controls_text`); people review it, commit it and compare with it later.
"""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, TypeAlias, TypeVar

from msgspec import UNSET, Meta, UnsetType

from stableaudit.adapters.files.addresses import account_on
from stableaudit.adapters.files.conversion import convert
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.positions import Path
from stableaudit.adapters.files.vocabulary import UNKNOWN, Address, Key, Strict, Text
from stableaudit.controls.snapshot import in_order, snapshot_of
from stableaudit.domain.control_snapshot import (
    ControlSnapshot,
    KeptActor,
    KeptCode,
    KeptControls,
    KeptOffice,
)
from stableaudit.domain.identifiers import AccountId, AssetId, ChainId
from stableaudit.domain.power_map import ActorKind, Member, Rule

T = TypeVar("T")

SCHEMA_VERSION: Final = "1.0.0"

_Kind = Literal[
    "nobody",
    "key",
    "delegated-key",
    "permissions",
    "multisig",
    "safe",
    "timelock",
    "owned",
    "published-code",
    "contract",
    "unknown",
]
KINDS: Final[Mapping[ActorKind, _Kind]] = {
    ActorKind.NOBODY: "nobody",
    ActorKind.KEY: "key",
    ActorKind.DELEGATED_KEY: "delegated-key",
    ActorKind.PERMISSIONED: "permissions",
    ActorKind.MULTISIG: "multisig",
    ActorKind.SAFE: "safe",
    ActorKind.TIMELOCK: "timelock",
    ActorKind.OWNED: "owned",
    ActorKind.PUBLISHED_CODE: "published-code",
    ActorKind.CONTRACT: "contract",
    ActorKind.UNREAD: UNKNOWN,
}
"""How the file calls what stands at an account."""

_OF_WORD: Final = {word: kind for kind, word in KINDS.items()}
_END: Final = r"$(?!\n)"
_AddressOrUnknown: TypeAlias = Annotated[
    str, Meta(pattern="^(unknown|0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33})" + _END)
]
_HashOrUnknown: TypeAlias = Annotated[str, Meta(pattern="^(unknown|0x[0-9a-f]{64})" + _END)]
_Number: TypeAlias = Annotated[int, Meta(ge=0, le=2**63 - 1)]


class MemberTable(Strict, frozen=True, kw_only=True):
    """One of those who decide together."""

    account: Annotated[Address, Meta(description="0x… (EIP-55), on TRON T….")]
    weight: Annotated[_Number, Meta(description="How much its signature counts.")]


class RuleTable(Strict, frozen=True, kw_only=True):
    """One way to act for an account."""

    name: Annotated[Text, Meta(description="What the rule is called.")]
    threshold: Annotated[_Number, Meta(description="The weight that signatures must reach.")]
    members: Annotated[tuple[MemberTable, ...], Meta(max_length=1000, description="Who may sign.")]


class OfficeTable(Strict, frozen=True, kw_only=True):
    """One office of a contract."""

    office: Annotated[Text, Meta(description="As it is read: `owner()`, `EIP-1967 admin slot`.")]
    holder: Annotated[_AddressOrUnknown, Meta(description="Who holds it.")]


class ActorTable(Strict, frozen=True, kw_only=True):
    """An account that holds an office, or moves one that does."""

    account: Annotated[Address, Meta(description="0x… (EIP-55), on TRON T….")]
    kind: Annotated[_Kind, Meta(description="What stands there.")]
    code_hash: Annotated[
        _HashOrUnknown | UnsetType, Meta(description="Of its code. Left out where it has none.")
    ] = UNSET
    delay_seconds: Annotated[
        _Number | UnsetType, Meta(description="Between a proposal and its execution.")
    ] = UNSET
    rules: Annotated[
        tuple[RuleTable, ...], Meta(max_length=100, description="Who may act for it.")
    ] = ()
    heads: Annotated[
        tuple[OfficeTable, ...], Meta(max_length=100, description="Its own owner and admin.")
    ] = ()


class DeploymentTable(Strict, frozen=True, kw_only=True):
    """One contract of the token, and who controls it."""

    chain: Annotated[Key, Meta(description="Key of the chain it is on.")]
    address: Annotated[Address, Meta(description="0x… (EIP-55), on TRON T….")]
    block: Annotated[_Number, Meta(description="Number of the block that was read.")]
    code_hash: Annotated[_HashOrUnknown, Meta(description="Of the contract's own code.")]
    implementation: Annotated[
        _AddressOrUnknown | UnsetType,
        Meta(description="Whose code it runs. Left out where it is no proxy."),
    ] = UNSET
    implementation_code_hash: Annotated[
        _HashOrUnknown | UnsetType, Meta(description="Of the implementation.")
    ] = UNSET
    offices: Annotated[
        tuple[OfficeTable, ...], Meta(max_length=500, description="Who holds which office.")
    ] = ()
    actors: Annotated[
        tuple[ActorTable, ...], Meta(max_length=1000, description="What stands at each account.")
    ] = ()


class ControlsFile(Strict, frozen=True, kw_only=True):
    """Who controlled every contract of a token."""

    schema_version: Annotated[Literal["1.0.0"], Meta(description="Of this shape.")]
    token: Annotated[Key, Meta(description="Key of the token.")]
    deployments: Annotated[
        tuple[DeploymentTable, ...],
        Meta(min_length=1, max_length=100, description="One table for each contract."),
    ]


def controls_from(document: Document, chains: Mapping[str, ChainId]) -> ControlSnapshot:
    """Return the snapshot that a file holds, in its own order whatever the file's.

    Args:
        document: the parsed file.
        chains: the chains that may be named, by key.

    Raises:
        DeclarationError: a key is unknown, missing or not of its type; the chain is not known, an
            address is none of its addresses; a contract, an office of one or an account of one
            stands twice.
    """
    table = convert(document, ControlsFile)
    found = tuple(
        _deployment(document, ("deployments", index), one, chains)
        for index, one in enumerate(table.deployments)
    )
    with document.blame("deployments"):
        return snapshot_of(table.token, found)


def _deployment(
    document: Document, path: Path, table: DeploymentTable, chains: Mapping[str, ChainId]
) -> KeptControls:
    chain = chains.get(table.chain)
    if chain is None:
        known = ", ".join(sorted(chains))
        problem = f"no chain is called {table.chain}"
        raise document.error(problem, (*path, "chain"), hint=f"known: {known}")
    read = _Reading(document, chain)
    contract = read.account(table.address, (*path, "address"))
    proxy = None
    if table.implementation is not UNSET:
        implementation = read.known(table.implementation, (*path, "implementation"))
        proxy = KeptCode(implementation, _hash(table.implementation_code_hash))
    elif table.implementation_code_hash is not UNSET:
        problem = "there is no implementation that this would be the code of"
        raise document.error(problem, (*path, "implementation_code_hash"))
    offices = read.offices(table.offices, (*path, "offices"))
    actors = tuple(
        read.actor(one, (*path, "actors", index)) for index, one in enumerate(table.actors)
    )
    with document.blame(*path):
        return in_order(
            KeptControls(
                AssetId(contract), table.block, _hash(table.code_hash), proxy, offices, actors
            )
        )


class _Reading:
    """What the tables of one deployment say, on its chain."""

    def __init__(self, document: Document, chain: ChainId) -> None:
        self._document = document
        self._chain = chain

    def account(self, text: str, path: Path) -> AccountId:
        with self._document.blame(*path):
            return account_on(self._chain, text, trusted=False)

    def known(self, text: str, path: Path) -> AccountId | None:
        return None if text == UNKNOWN else self.account(text, path)

    def offices(self, tables: tuple[OfficeTable, ...], path: Path) -> tuple[KeptOffice, ...]:
        return tuple(
            KeptOffice(one.office, self.known(one.holder, (*path, index, "holder")))
            for index, one in enumerate(tables)
        )

    def actor(self, table: ActorTable, path: Path) -> KeptActor:
        rules = tuple(
            Rule(
                one.name,
                one.threshold,
                self._members(one.members, (*path, "rules", index, "members")),
            )
            for index, one in enumerate(table.rules)
        )
        with self._document.blame(*path):
            return KeptActor(
                self.account(table.account, (*path, "account")),
                _OF_WORD[table.kind],
                _hash(table.code_hash),
                rules,
                self.offices(table.heads, (*path, "heads")),
                None if table.delay_seconds is UNSET else table.delay_seconds,
            )

    def _members(self, tables: tuple[MemberTable, ...], path: Path) -> tuple[Member, ...]:
        return tuple(
            Member(self.account(one.account, (*path, index, "account")), one.weight)
            for index, one in enumerate(tables)
        )


def _hash(text: str | UnsetType) -> str | None:
    return None if text is UNSET or text == UNKNOWN else text
