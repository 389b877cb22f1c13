"""What is signed: which files, by digest, and what was found. in-toto Statement v1.

The type of the predicate is a name and no address: this project owns no host, and a URL that nobody
answers for could be answered by anybody. `urn:stableaudit:` is not registered with IANA; it is
compared as text and never resolved. A new required meaning is a new name (`…:v2`).

Numbers are texts: in-toto's own library keeps a predicate's numbers as doubles, and a supply of
50000000000000000 base units would come back as 5e+16.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stableaudit.adapters.signing.strict_json import any_table, decode, encode, items, table, text
from stableaudit.adapters.signing.wire import MalformedError
from stableaudit.domain.errors import BundleError
from stableaudit.domain.findings import Verdict
from stableaudit.domain.instants import format_instant, parse_instant
from stableaudit.domain.untrusted import Untrusted

STATEMENT_TYPE: Final = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE: Final = "urn:stableaudit:predicate:supply-reserve-check:v1"

PRINCIPAL: Final = "auditor"

_NUMBER: Final = re.compile(r"-?\d{1,100}(?:[./]\d{1,100})?", re.ASCII)
_LONGEST: Final = 200
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a statement says was found. The report says the rest."""

    tool_version: str
    token: str
    """The token's id in the registry."""

    as_of: int
    """The measurement time, seconds of UTC."""

    generated_at: int
    """When the check ran, seconds of UTC; the report itself does not say."""

    verdict: Verdict
    numbers: Mapping[str, str]
    """Figures by name, as integers, decimals or fractions written out; may be empty."""

    signer: str = PRINCIPAL
    """How the signer calls itself, which proves nothing; `allowed_signers` has the same name."""

    tool_name: str = "stableaudit"

    def __post_init__(self) -> None:
        """Refuse names that say nothing, and numbers that are none. Raises ValueError."""
        for name in (self.tool_name, self.tool_version, self.signer, self.token, *self.numbers):
            if not 0 < len(name) <= _LONGEST:
                raise ValueError(f"a name has 1 to {_LONGEST} characters, not {len(name)}")
        for name, number in self.numbers.items():
            if _NUMBER.fullmatch(number) is None:
                raise ValueError(f"{Untrusted(name)} is {Untrusted(number)}, which is no number")


def write_statement(subjects: Mapping[str, bytes], facts: Facts) -> bytes:
    """Return the statement about some files and what was found. Same arguments, same bytes."""
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in subjects.items()}
    return encode(
        {
            "_type": STATEMENT_TYPE,
            "subject": [
                {"name": name, "digest": {"sha256": digest}}
                for name, digest in sorted(digests.items())
            ],
            "predicateType": PREDICATE_TYPE,
            "predicate": {
                "tool": {"name": facts.tool_name, "version": facts.tool_version},
                "signer": facts.signer,
                "token": facts.token,
                "as_of": format_instant(facts.as_of),
                "generated_at": format_instant(facts.generated_at),
                "verdict": facts.verdict.value,
                "numbers": dict(facts.numbers),
            },
        }
    )


def read_statement(payload: bytes, subjects: Mapping[str, bytes], *, where: str) -> Facts:
    """Return what a statement says was found, if it speaks of exactly these files.

    Raises:
        BundleError: it is no such statement, or a file is not the one that it names.
    """
    try:
        outer = table(
            decode(payload), ("_type", "subject", "predicateType", "predicate"), "the statement"
        )
        _expect(outer["_type"], STATEMENT_TYPE, "_type")
        _expect(outer["predicateType"], PREDICATE_TYPE, "predicateType")
        digests = _digests(outer["subject"])
        facts = _facts(outer["predicate"])
    except ValueError as error:  # a MalformedError, or a value that Facts refuses
        raise BundleError(f"holds no statement of a check: {error}", where=where) from error
    if digests.keys() != subjects.keys():
        named = ", ".join(str(Untrusted(name)) for name in sorted(digests))
        raise BundleError(f"speaks of {named}, not of {', '.join(sorted(subjects))}", where=where)
    for name in sorted(subjects):
        found = hashlib.sha256(subjects[name]).hexdigest()
        if found != digests[name]:
            raise BundleError(
                f"is not the file that was signed: its sha256 is {found}, "
                f"and {where} says {Untrusted(digests[name])}",
                where=name,
            )
    return facts


def _digests(value: object) -> dict[str, str]:
    digests: dict[str, str] = {}
    for item in items(value, "subject"):
        subject = table(item, ("name", "digest"), "a subject")
        name = text(subject["name"], "the name of a subject")
        digest = table(subject["digest"], ("sha256",), "the digest of a subject")
        if name in digests:
            raise MalformedError("it names a file twice")
        digests[name] = text(digest["sha256"], "the sha256 of a subject")
    return digests


def _facts(value: object) -> Facts:
    keys = ("tool", "signer", "token", "as_of", "generated_at", "verdict", "numbers")
    predicate = table(value, keys, "the predicate")
    tool = table(predicate["tool"], ("name", "version"), "tool")
    numbers = any_table(predicate["numbers"], "numbers")
    return Facts(
        tool_name=text(tool["name"], "the tool's name"),
        tool_version=text(tool["version"], "the tool's version"),
        signer=text(predicate["signer"], "signer"),
        token=text(predicate["token"], "token"),
        as_of=_instant(predicate["as_of"], "as_of"),
        generated_at=_instant(predicate["generated_at"], "generated_at"),
        verdict=_verdict(predicate["verdict"]),
        numbers={name: text(number, "a number") for name, number in numbers.items()},
    )


def _instant(value: object, name: str) -> int:
    written = text(value, name)
    if _INSTANT.fullmatch(written) is None:
        raise MalformedError(f"{name} is {Untrusted(written)}, which is no instant in UTC")
    return parse_instant(written)


def _verdict(value: object) -> Verdict:
    written = text(value, "verdict")
    if written not in set(Verdict):
        raise MalformedError(f"verdict is {Untrusted(written)}, which is none")
    return Verdict(written)


def _expect(value: object, expected: str, name: str) -> None:
    if (written := text(value, name)) != expected:
        raise MalformedError(f"its {name} is {Untrusted(written)}, not {expected}")
