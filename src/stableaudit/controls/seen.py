"""Answers to questions about control, read as the values that they should be.

A contract without a function answers nothing, or reverts: that is no failure but the news that it
is not of that kind. Whatever else keeps an answer away is one, and is kept with its reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

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
from stableaudit.domain.identifiers import ADDRESS_BYTES, AccountId
from stableaudit.domain.logs import WORD_BYTES
from stableaudit.domain.phrases import say
from stableaudit.domain.readings import Unavailable, not_asked
from stableaudit.ledger.abi import UnreadableError, address_at, number_at

_MOST_MEMBERS: Final = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of the questions asked so far."""

    answers: Mapping[ControlQuestion, ControlAnswer]

    def __contains__(self, question: ControlQuestion) -> bool:
        return question in self.answers

    def value(self, question: ControlQuestion) -> ControlValue | Unavailable:
        """Return what was answered, or why nothing was."""
        answer = self.answers.get(question)
        if answer is None:
            asked = say("{label} of {contract}", label=question.label, contract=question.contract)
            return not_asked(asked, whom="nobody", reason="it was not asked")
        return answer if isinstance(answer, Unavailable) else answer.value

    def account(self, question: Getter | StorageWord) -> AccountId | Unavailable:
        """Return the account that a getter or a slot names."""
        value = self.value(question)
        word = value.to_bytes(WORD_BYTES) if isinstance(value, int) else value
        if not isinstance(word, bytes):
            return self._absent(question, value)
        try:
            return AccountId(question.contract.chain, address_at(_exactly(word, 1), 0))
        except UnreadableError:
            return _undecodable(question, word, "an address")

    def number(self, question: Getter) -> int | Unavailable:
        """Return the number that a getter returns."""
        value = self.value(question)
        if not isinstance(value, bytes):
            return self._absent(question, value)
        try:
            return number_at(_exactly(value, 1), 0)
        except UnreadableError:
            return _undecodable(question, value, "a number")

    def accounts(self, question: Getter) -> tuple[AccountId, ...] | Unavailable:
        """Return the list of accounts that a getter returns first; at most 200."""
        value = self.value(question)
        if not isinstance(value, bytes):
            return self._absent(question, value)
        try:
            start = number_at(value, 0)
            count = number_at(value, start)
            if count > _MOST_MEMBERS:
                return _undecodable(
                    question,
                    value,
                    say("a list of at most {most_members}", most_members=_MOST_MEMBERS),
                )
            places = range(start + WORD_BYTES, start + WORD_BYTES * (count + 1), WORD_BYTES)
            chain = question.contract.chain
            return tuple(AccountId(chain, address_at(value, at)) for at in places)
        except UnreadableError:
            return _undecodable(question, value, "a list of addresses")

    def code(self, account: AccountId) -> Code | Unavailable:
        """Return the code of an account."""
        value = self.value(CodeOf(account))
        return value if isinstance(value, Code) else self._absent(CodeOf(account), value)

    def permissions(self, account: AccountId) -> Permissions | Unavailable:
        """Return the permissions of an account."""
        value = self.value(PermissionsOf(account))
        if isinstance(value, Permissions):
            return value
        return self._absent(PermissionsOf(account), value)

    def _absent(self, question: ControlQuestion, value: ControlValue | Unavailable) -> Unavailable:
        if isinstance(value, Unavailable):
            return value
        asked = say("{label} of {contract}", label=question.label, contract=question.contract)
        came = say("an answer of another kind ({name})", name=type(value).__name__)
        return Unavailable(UndecodableError.kind, asked, "the chain reader", "", came, "")


def has_none(answer: object) -> bool:
    """Return whether an answer only says that the contract has no such function."""
    return isinstance(answer, Unavailable) and answer.kind == UndecodableError.kind


def is_nobody(account: AccountId) -> bool:
    """Return whether an account is the zero address."""
    return account.address == bytes(ADDRESS_BYTES)


def _exactly(value: bytes, words: int) -> bytes:
    if len(value) != WORD_BYTES * words:
        raise UnreadableError
    return value


def _undecodable(question: ControlQuestion, value: bytes, wanted: str) -> Unavailable:
    asked = say("{label} of {contract}", label=question.label, contract=question.contract)
    came = say("{value} bytes that are not {wanted}", value=len(value), wanted=wanted)
    return Unavailable(UndecodableError.kind, asked, "the contract", "", came, "")
