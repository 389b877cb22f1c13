"""What is asked of a chain to learn who controls a contract: getters, slots, code, permissions.

Answers stay raw here: whether 32 bytes are an owner, a delay or a lie is for `controls` to say.
"""

from dataclasses import dataclass
from typing import Final, Self, TypeAlias

from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.permission_updates import PermissionUpdates, PermissionUpdatesOf
from stableaudit.domain.question_kinds import Question, UnsignedQuestion
from stableaudit.domain.readings import Reading, Unavailable

SHORT_CODE: Final = 64
"""Bytes up to which code is kept whole: minimal proxies and delegations name their target in it."""

_WORD: Final = 32
_HASH_DIGITS: Final = 66


@dataclass(frozen=True, slots=True)
class Getter(Question[bytes]):
    """A function without effect, and the ABI-encoded bytes that it returned."""

    signature: str
    """Function and argument types: `owner()`."""

    arguments: bytes = b""
    """ABI-encoded, without the selector."""

    @property
    def label(self) -> str:
        """See Question.label."""
        if not self.arguments:
            return self.signature
        return f"{self.signature.partition('(')[0]}(0x{self.arguments.hex()})"

    def accept(self, answer: object) -> bytes:
        """See Question.accept."""
        if isinstance(answer, bytes):
            return answer
        raise self.refusal(answer, "bytes")


@dataclass(frozen=True, slots=True)
class StorageWord(UnsignedQuestion):
    """One word of a contract's storage. EVM chains; TRON's nodes give none of a past block."""

    slot: int

    @property
    def label(self) -> str:
        """See Question.label."""
        return f"storage slot 0x{self.slot:064x}"


@dataclass(frozen=True, slots=True)
class Code:
    """What stands at an account: its runtime code, or none."""

    size: int
    """In bytes; 0 for an account that is no contract."""

    hash: str
    """keccak256, `0x` and 64 hex digits; of no bytes for no code."""

    short: bytes
    """The code itself where it is of at most SHORT_CODE bytes; else empty."""

    def __post_init__(self) -> None:
        whole = self.size <= SHORT_CODE
        if len(self.hash) != _HASH_DIGITS or len(self.short) != (self.size if whole else 0):
            message = f"{self.size} bytes of code, {len(self.short)} of them here"
            raise ValueError(message)

    def __str__(self) -> str:
        return f"{self.size} bytes with the hash {self.hash}" if self.size else "no code"

    @classmethod
    def of(cls, code: bytes, digest: bytes) -> Self:
        """Return what `code`, perhaps empty, is; `digest` is its keccak256."""
        return cls(len(code), f"0x{digest.hex()}", code if len(code) <= SHORT_CODE else b"")


@dataclass(frozen=True, slots=True)
class CodeOf(Question[Code]):
    """The code of an account. An account without any answers, too."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "its code"

    def accept(self, answer: object) -> Code:
        """See Question.accept."""
        if isinstance(answer, Code):
            return answer
        raise self.refusal(answer, "code")


@dataclass(frozen=True, slots=True)
class WeightedKey:
    """A key of a permission."""

    account: AccountId
    """Whose key it is: the account that the key itself stands for."""

    weight: int

    def __str__(self) -> str:
        return f"{self.account.local} (weight {self.weight})"


@dataclass(frozen=True, slots=True)
class Permission:
    """Who may act for an account of TRON, and in what. Source: java-tron, Permission; TIP-16."""

    id: int
    """0 is the owner's, from 2 on the active ones."""

    name: str
    """Given by the account; escaped."""

    threshold: int
    keys: tuple[WeightedKey, ...]
    operations: bytes
    """32 bytes, bit t for contract type t; empty for the owner's, which may do everything."""

    def __post_init__(self) -> None:
        if len(self.operations) not in (0, _WORD):
            message = f"operations of {len(self.operations)} bytes"
            raise ValueError(message)

    def allows(self, contract_type: int) -> bool:
        """Return whether it may sign transactions of a type. Bit t of byte t // 8."""
        if not self.operations:
            return True
        return bool(self.operations[contract_type // 8] >> (contract_type % 8) & 1)

    def __str__(self) -> str:
        keys = ", ".join(map(str, self.keys))
        operations = f", operations {self.operations.hex()}" if self.operations else ""
        return f"{self.id} '{self.name}' from weight {self.threshold} of {keys}{operations}"


@dataclass(frozen=True, slots=True)
class Permissions:
    """Every permission of an account, or that it never set one."""

    is_contract: bool
    owner: Permission | None
    """None where the account never set one: its own key then does everything."""

    active: tuple[Permission, ...]

    def __str__(self) -> str:
        whose = "a contract's: " if self.is_contract else ""
        if self.owner is None:
            return f"{whose}none set"
        return whose + "; ".join(map(str, (self.owner, *self.active)))


@dataclass(frozen=True, slots=True)
class PermissionsOf(Question[Permissions]):
    """The permissions of an account. TRON alone."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return "its permissions"

    def accept(self, answer: object) -> Permissions:
        """See Question.accept."""
        if isinstance(answer, Permissions):
            return answer
        raise self.refusal(answer, "permissions of an account")


ControlQuestion: TypeAlias = Getter | StorageWord | CodeOf | PermissionsOf | PermissionUpdatesOf
ControlValue: TypeAlias = bytes | int | Code | Permissions | PermissionUpdates
ControlAnswer: TypeAlias = Reading[ControlValue] | Unavailable
