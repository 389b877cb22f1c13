"""The JSON of `wallets verify`, version 1, down from `WalletsReport`. See `values`."""

from typing import Annotated, Literal

from msgspec import Meta

from stableaudit.report.v1.values import Address, Caip, Flag, Instant, Record, SchemaVersion, Text

SCHEMA_VERSION = "1.0.0"


class WalletProof(Record, frozen=True):
    """One wallet, and whether control of it is shown."""

    account: Caip
    address: Address
    purpose: Literal["treasury", "redemption-queue", "escrow", "test"]
    kind: Literal["eip-191", "tron-v1", "tron-v2", "eip-1271", "marker-transaction"]
    challenge: Text
    verified: Flag
    refused_because: Annotated[str, Meta(description="Empty where it is verified.")]
    expires: Annotated[Instant | None, Meta(description="Null where it is refused.")]


class WalletsReport(Record, frozen=True, tag_field="kind", tag="wallet-proofs"):
    """A register of wallets, each proof verified or refused."""

    schema_version: SchemaVersion
    program: Text
    passed: Flag
    exit_code: Annotated[int, Meta(description="Exit code of the process that printed this.")]
    file: Text
    sha256: Annotated[str, Meta(description="Of the file's bytes.", pattern="^[0-9a-f]{64}$")]
    token: Text
    issuer: Text
    at: Instant
    wallets: tuple[WalletProof, ...]
