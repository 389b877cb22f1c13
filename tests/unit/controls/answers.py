"""Answers of made-up contracts, and a survey of them: what a chain would say, question by question.

A contract answers what it is given here; everything else is "no such function", as on a chain.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from stableaudit.controls.seen import Seen
from stableaudit.controls.survey import power_map, questions
from stableaudit.domain.control_questions import (
    Code,
    CodeOf,
    ControlAnswer,
    ControlQuestion,
    ControlValue,
    Getter,
    Permissions,
    PermissionsOf,
    StorageWord,
)
from stableaudit.domain.errors import UndecodableError
from stableaudit.domain.identifiers import AccountId, AssetId
from stableaudit.domain.power_map import Actor, PowerMap
from stableaudit.domain.readings import Reading, Unavailable
from stableaudit.domain.tokens import Deployment, SupplyLaw
from tests.cases import ETHEREUM, TRON, healthy_case, reading

TOKEN = b"\x70" * 20
NO_CODE = Code(0, "0x" + "c5" * 32, b"")
SOME_CODE = Code(1000, "0x" + "ab" * 32, b"")
FAILED = Unavailable("unreachable", "it", "a", "", "HTTP 503", "")


def on_ethereum(address: bytes) -> AccountId:
    return AccountId(ETHEREUM, address)


def on_tron(address: bytes) -> AccountId:
    return AccountId(TRON, address)


def word(value: int | bytes | AccountId) -> bytes:
    """Encode a number, an address or an account as one ABI word."""
    if isinstance(value, AccountId):
        return value.address.rjust(32, b"\0")
    return value.to_bytes(32) if isinstance(value, int) else value.rjust(32, b"\0")


def listed(*accounts: AccountId) -> bytes:
    """Encode a list of addresses as a getter returns it."""
    return word(32) + word(len(accounts)) + b"".join(word(each) for each in accounts)


@dataclass
class World:
    """What stands at accounts. Where nothing is said, a key."""

    values: dict[ControlQuestion, ControlValue | Unavailable] = field(default_factory=dict)

    def contract(
        self,
        account: AccountId,
        getters: Mapping[str, bytes | Unavailable],
        *,
        slots: Mapping[int, AccountId] | None = None,
        code: Code = SOME_CODE,
    ) -> None:
        self.values[CodeOf(account)] = code
        self.values[PermissionsOf(account)] = Permissions(is_contract=True, owner=None, active=())
        for signature, value in getters.items():
            self.values[Getter(account, signature)] = value
        for slot, named in (slots or {}).items():
            self.values[StorageWord(account, slot)] = int.from_bytes(named.address)

    def answer(self, question: ControlQuestion) -> ControlAnswer:
        value = self.values.get(question)
        if value is None:
            value = _of_nobody(question)
        return value if isinstance(value, Unavailable) else _read(value, question)

    def seen(self, deployment: Deployment) -> tuple[Seen, int]:
        """Everything that is asked, and in how many rounds."""
        answers: dict[ControlQuestion, ControlAnswer] = {}
        rounds = 0
        while wanted := questions(deployment, Seen(answers)):
            rounds += 1
            assert not set(wanted) & set(answers)
            answers.update({question: self.answer(question) for question in wanted})
        return Seen(answers), rounds

    def map(self, deployment: Deployment) -> PowerMap:
        seen, _ = self.seen(deployment)
        return power_map(deployment, seen)


def deployment(law: SupplyLaw = SupplyLaw.USDKG, account: AccountId | None = None) -> Deployment:
    on_chain = healthy_case().scope.token.deployments[1]
    asset = AssetId(account or on_ethereum(TOKEN))
    return replace(on_chain, asset=asset, law=law)


def the(found: PowerMap, account: AccountId) -> Actor:
    actor = found.actor(account)
    assert actor is not None, account
    return actor


def _of_nobody(question: ControlQuestion) -> ControlValue | Unavailable:
    if isinstance(question, CodeOf):
        return NO_CODE
    if isinstance(question, StorageWord):
        return 0
    if isinstance(question, PermissionsOf):
        return Permissions(is_contract=False, owner=None, active=())
    asked = f"{question.label} of {question.contract}"
    return Unavailable(UndecodableError.kind, asked, "a", "", "no such function", "")


def _read(value: ControlValue, question: ControlQuestion) -> Reading[ControlValue]:
    found: Reading[ControlValue] = reading(value, question.contract.chain)
    return found
