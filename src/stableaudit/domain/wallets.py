"""Wallets that an issuer says are its own, and the text that shows whether it holds their keys.

A challenge is one line of printable ASCII, so that no wallet's window, shell or editor changes what
is signed. It has one spelling: whatever is not written as `Challenge.text` writes it is no
challenge, and nothing can be signed that two readers take for two things.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self, TypeAlias

from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.instants import LAST_INSTANT, first_instant, format_instant, parse_instant

_TOKEN: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")
_NONCE: Final = re.compile(r"[0-9A-Za-z_-]{16,64}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_CHALLENGE: Final = re.compile(
    r"stableaudit wallet challenge v1: I hold the key of (?P<account>[!-~]+) as "
    r"(?P<purpose>treasury|redemption-queue|escrow|test) wallet of (?P<token>[!-~]+); for "
    r"(?:the statement sha256:(?P<statement>[!-~]+)|the measurement of (?P<day>[0-9-]+)); "
    r"until (?P<expires>[!-~]+); nonce (?P<nonce>[!-~]+)"
)


class WalletPurpose(StrEnum):
    """What the issuer says that it keeps a wallet for."""

    TREASURY = "treasury"
    REDEMPTION_QUEUE = "redemption-queue"
    ESCROW = "escrow"
    TEST = "test"


class ProofKind(StrEnum):
    """How control of a wallet is said to be shown."""

    EIP_191 = "eip-191"
    """`personal_sign` of an EVM wallet."""

    TRON_V1 = "tron-v1"
    """TronWeb's `sign` of the 32 bytes of keccak256 of the challenge."""

    TRON_V2 = "tron-v2"
    """TronWeb's `signMessageV2`."""

    EIP_1271 = "eip-1271"
    """What a contract says of a signature; only its chain can be asked."""

    MARKER = "marker-transaction"
    """A transaction of the wallet that carries the challenge's digest."""


@dataclass(frozen=True, slots=True)
class ForStatement:
    """The challenge is about the wallets of one statement."""

    sha256: str
    """Of the statement's file, hex."""

    def __post_init__(self) -> None:
        if _SHA256.fullmatch(self.sha256) is None:
            message = f"{self.sha256[:80]!r} is no SHA-256: 64 lower-case hex digits"
            raise ValueError(message)

    def __str__(self) -> str:
        return f"the statement sha256:{self.sha256}"


@dataclass(frozen=True, slots=True)
class ForMeasurement:
    """The challenge is about measurements from one day on, UTC."""

    day: date

    def __str__(self) -> str:
        return f"the measurement of {self.day.isoformat()}"


Subject: TypeAlias = ForStatement | ForMeasurement


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the holder of a wallet's key is to sign."""

    token: str
    """Key of the token."""

    account: AccountId
    purpose: WalletPurpose
    subject: Subject
    expires: int
    """The last second at which it counts, UTC."""

    nonce: str
    """Not known before the challenge was made, so that nothing was signed earlier."""

    def __post_init__(self) -> None:
        if _TOKEN.fullmatch(self.token) is None:
            message = f"{self.token[:80]!r} is no key of a token"
            raise ValueError(message)
        if _NONCE.fullmatch(self.nonce) is None:
            message = "a nonce has 16 to 64 letters, digits, hyphens or underscores"
            raise ValueError(message)
        if not 0 <= self.expires <= LAST_INSTANT:
            message = "it expires at no time that can be written"
            raise ValueError(message)
        if self.expires < self.begins:
            message = "it expires before the day that it is about"
            raise ValueError(message)

    @property
    def begins(self) -> int:
        """The first second of the day that it is about; 0 where a statement tells."""
        if isinstance(self.subject, ForStatement):
            return 0
        return first_instant(self.subject.day.isoformat())

    @property
    def text(self) -> str:
        """The line to sign, without a line feed."""
        return (
            f"stableaudit wallet challenge v1: I hold the key of {self.account} as {self.purpose} "
            f"wallet of {self.token}; for {self.subject}; until {format_instant(self.expires)}; "
            f"nonce {self.nonce}"
        )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the challenge that a line writes; ValueError for any other text."""
        found = _CHALLENGE.fullmatch(text)
        if found is None:
            message = "it is not written as `wallets challenge` writes one"
            raise ValueError(message)
        statement: str | None = found["statement"]
        challenge = cls(
            found["token"],
            AccountId.parse(found["account"]),
            WalletPurpose(found["purpose"]),
            ForMeasurement(date.fromisoformat(found["day"]))
            if statement is None
            else ForStatement(statement),
            parse_instant(found["expires"]),
            found["nonce"],
        )
        if challenge.text != text:
            message = "it is not written as `wallets challenge` writes one"
            raise ValueError(message)
        return challenge


@dataclass(frozen=True, slots=True)
class Wallet:
    """An account that an issuer says is its own."""

    account: AccountId
    purpose: WalletPurpose
    issuer: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What is given to show control, as it was given."""

    kind: ProofKind
    challenge: str
    signature: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose key made a signature."""

    address: bytes
    """20 raw bytes."""


@dataclass(frozen=True, slots=True)
class OnChainProof:
    """What the wallet's chain is to be asked, since no key's signature tells."""

    digest: bytes
    """32 bytes that stand for the challenge."""

    given: bytes
    """What a contract is to accept as its signature of them, or a transaction's hash."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a proof shows nothing."""

    reason: str


@dataclass(frozen=True, slots=True)
class Verified:
    """Control of a wallet is shown, by whose key and for how long."""

    signer: AccountId
    expires: int


@dataclass(frozen=True, slots=True)
class RegisteredWallet:
    """A wallet with its proof, and whose key made the signature."""

    wallet: Wallet
    proof: Proof
    signer: Signer | OnChainProof | Refused
    """From the proof alone; whether it is the wallet's, or its chain agrees, is asked later."""


@dataclass(frozen=True, slots=True)
class WalletRegister:
    """Every wallet that an issuer of one token says is its own: at least one, no account twice."""

    name: str
    """Of its file, without the folders of a machine."""

    sha256: str
    """Of the file's bytes as they were received, hex."""

    token: str
    wallets: tuple[RegisteredWallet, ...]

    def __post_init__(self) -> None:
        if not self.wallets:
            message = "a register names no wallet"
            raise ValueError(message)
        accounts = [one.wallet.account for one in self.wallets]
        if len(set(accounts)) < len(accounts):
            message = "an account is registered twice"
            raise ValueError(message)

    def of(self, account: AccountId) -> RegisteredWallet | None:
        """Return the wallet of an account, or None."""
        return next((one for one in self.wallets if one.wallet.account == account), None)
