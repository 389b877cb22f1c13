"""Which transactions set an account's permissions anew: on TRON no event tells of it.

Source: java-tron, AccountPermissionUpdateContract (type 46), TIP-16; it writes no log.
"""

from dataclasses import dataclass

from stableaudit.domain.question_kinds import Question


@dataclass(frozen=True, slots=True)
class PermissionUpdate:
    """One transaction that set all permissions of an account."""

    block: int
    transaction: bytes
    """32 bytes: its id."""

    def __str__(self) -> str:
        return f"AccountPermissionUpdate in block {self.block} by transaction 0x" + (
            self.transaction.hex()
        )


@dataclass(frozen=True, slots=True)
class PermissionUpdates:
    """Every such transaction of an account in a range of blocks, in chain order; often none."""

    updates: tuple[PermissionUpdate, ...]

    def __str__(self) -> str:
        told = ", ".join(map(str, self.updates))
        return told or "no transaction of the account set its permissions"


@dataclass(frozen=True, slots=True)
class PermissionUpdatesOf(Question[PermissionUpdates]):
    """The updates of an account's permissions up to the block that is read. TRON alone."""

    first: int
    """Number of the first block that is looked at."""

    @property
    def label(self) -> str:
        """See Question.label."""
        return f"the updates of its permissions since block {self.first}"

    def accept(self, answer: object) -> PermissionUpdates:
        """See Question.accept."""
        if isinstance(answer, PermissionUpdates):
            return answer
        raise self.refusal(answer, "updates of permissions")
