"""A kept result as one line of JSON, and back; see result_shape.

Printable ASCII alone: what a chain or a file named cannot act on who looks at the lines.
"""

import re
from typing import Final

import msgspec

from stableaudit.adapters.store import result_shape as shape
from stableaudit.adapters.store.result_values import (
    amount,
    block,
    deployment,
    interval,
    missing,
    read_amount,
    read_chain,
    read_deployment,
    read_finding,
    read_interval,
)
from stableaudit.domain.phrases import as_plain
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.outcome import KeptResult, Outcome, StatementOutcome

_ENCODER: Final = msgspec.json.Encoder(order="sorted", enc_hook=as_plain)
_UNPRINTED: Final = re.compile(r"[^ -~]")
_LINES: Final = msgspec.json.Decoder(shape.Line)
_HEADERS: Final = msgspec.json.Decoder(shape.Header)
_GLANCES: Final = msgspec.json.Decoder(shape.Glance)


def encode_header(token: str, network: str) -> bytes:
    """Return the first line of a token's file, without its end."""
    return _ENCODER.encode(
        shape.Header(format=shape.FORMAT, version=shape.VERSION, token=token, network=network)
    )


def decode_header(line: bytes) -> shape.Header:
    """Return what a first line says; ValueError where it is none."""
    return _HEADERS.decode(line)


def encode_line(result: KeptResult, *, previous: str) -> bytes:
    """Return a result as a line without its end.

    Args:
        result: what is kept.
        previous: SHA-256 of the line before, hex.

    Raises:
        ValueError: a text of it is not Unicode.
    """
    one = result.outcome
    return _ascii(
        shape.Line(
            previous=previous,
            program=result.program,
            measurement_time=one.measurement_time,
            collected_at=one.collected_at,
            verdict=one.verdict,
            gate=one.gate,
            why=result.why,
            chains=tuple(
                shape.Chain(chain=str(each.chain), reference=block(each.reference))
                for each in one.chains
            ),
            deployments=tuple(deployment(each) for each in one.deployments),
            native=amount(one.native),
            declared=amount(one.declared),
            currency=one.currency,
            price=interval(one.price),
            coverage=interval(one.coverage),
            redeemable_coverage=interval(one.redeemable_coverage),
            break_even=interval(one.break_even),
            statement=missing(one.statement)
            if isinstance(one.statement, Open)
            else shape.Statement(
                id=one.statement.id, sha256=one.statement.digest, as_of=one.statement.as_of
            ),
            findings=tuple(
                shape.Finding(
                    check=each.check,
                    severity=str(each.severity),
                    bearing=each.bearing,
                    subject=each.subject,
                    statement=each.statement,
                    waived=each.waived,
                )
                for each in one.findings
            ),
            report_sha256=result.report_sha256,
        )
    )


def decode_line(line: bytes, *, token: str) -> tuple[KeptResult, str]:
    """Return the result that a line holds, and the digest of the line before by its word.

    Raises:
        ValueError: it is none; the error says what it lacks.
    """
    read = _LINES.decode(line)
    outcome = Outcome(
        token,
        read.measurement_time,
        read.collected_at,
        read.verdict,
        read.gate,
        tuple(read_chain(each) for each in read.chains),
        tuple(read_deployment(each) for each in read.deployments),
        read_amount(read.native),
        read_amount(read.declared),
        read.currency,
        read_interval(read.price),
        read_interval(read.coverage),
        read_interval(read.redeemable_coverage),
        read_interval(read.break_even),
        StatementOutcome(read.statement.id, read.statement.sha256, read.statement.as_of)
        if isinstance(read.statement, shape.Statement)
        else Open(read.statement.missing),
        tuple(read_finding(each) for each in read.findings),
    )
    return KeptResult(outcome, read.why, read.program, read.report_sha256), read.previous


def glance(line: bytes) -> shape.Glance:
    """Return when a line's result was measured, and its word on the line before.

    Raises:
        ValueError: it is no result.
    """
    return _GLANCES.decode(line)


def _ascii(record: shape.Record | shape.Header) -> bytes:
    return _UNPRINTED.sub(_escaped, _ENCODER.encode(record).decode()).encode()


def _escaped(found: re.Match[str]) -> str:
    """Return a character by its number, beyond four digits by its surrogates, as JSON has it."""
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
