"""What a bundle is made of: its files, their names, and how large each may be.

    report.json            the report, the exact bytes that `check --format json` prints
    manifest.json          every other file but the signed ones: path, kind, SHA-256, size; sorted
    run.json               what was asked, of which program, when
    evidence.json.zst      scope and evidence: what the report is judged from (codec.py)
    exchanges.jsonl.zst    every request that was sent and what came, a line each, sorted
    answers/SHA256.zst     bodies, named by the digest of what is in them, each once
    inputs/DIGITS-NAME     the files that a person named, as they were read

Beside them may lie what is made over the manifest and the report: signatures, and how to check
them. The manifest cannot name those; whoever signs adds the names in SIGNED.
"""

import re
from typing import Final

BUNDLE_VERSION: Final = 1

REPORT: Final = "report.json"
MANIFEST: Final = "manifest.json"
RUN: Final = "run.json"
EVIDENCE: Final = "evidence.json.zst"
EXCHANGES: Final = "exchanges.jsonl.zst"
ANSWERS: Final = "answers"
INPUTS: Final = "inputs"
FOLDERS: Final = (ANSWERS, INPUTS)
REQUIRED: Final = (EVIDENCE, EXCHANGES, REPORT, RUN)

SIGNED: Final = frozenset(
    {
        "VERIFY.md",
        "allowed_signers",
        "auditor.pem",
        "report.intoto.json",
        "report.json.sig",
        "report.json.tsq",
        "report.json.tsr",
    }
)
"""Files over the report and the manifest; the one place where the signer's files are let in."""

MOST_FILES: Final = 100_000
MOST_STORED: Final = 1 << 29
"""Bytes of one file."""

MOST_MANIFEST: Final = 1 << 25
MOST_SIGNED: Final = 1 << 20
"""Bytes of one of the signer's files."""

_KINDS: Final = {REPORT: "report", RUN: "run", EVIDENCE: "evidence", EXCHANGES: "exchanges"}
_ANSWER: Final = re.compile(r"answers/([0-9a-f]{64})\.zst")
_INPUT: Final = re.compile(r"inputs/[0-9a-f]{8}-[A-Za-z0-9_-][A-Za-z0-9._-]{0,59}")
_NOT_PLAIN: Final = re.compile(r"[^A-Za-z0-9._-]")


def kind_of(path: str) -> str | None:
    """Return the kind of the file of that path; None where a bundle has no such path.

    Every path that has a kind stays in the bundle: it has no `..`, no root, one slash at most.
    """
    if _ANSWER.fullmatch(path) is not None:
        return "answer"
    if _INPUT.fullmatch(path) is not None:
        return "input"
    return _KINDS.get(path)


def is_packed(path: str) -> bool:
    """Return whether a file is compressed."""
    return kind_of(path) in ("answer", "evidence", "exchanges")


def answer_path(sha256: str) -> str:
    """Return the path of a body by its digest."""
    return f"{ANSWERS}/{sha256}.zst"


def answer_digest(path: str) -> str | None:
    """Return the digest that the path of a body says; None for the path of another kind."""
    found = _ANSWER.fullmatch(path)
    return None if found is None else found[1]


def input_path(name: str, sha256: str) -> str:
    """Return the path of a person's file: first digits of its digest, and its own plain name."""
    plain = _NOT_PLAIN.sub("_", name.replace("\\", "/").rpartition("/")[2])
    return f"{INPUTS}/{sha256[:8]}-{plain.lstrip('.')[-60:].lstrip('.') or 'file'}"


def most_in_memory(stored: int) -> int:
    """Return how much a packed file that is read whole may hold, by its own size.

    In proportion, so that a small bundle never fills the memory: addresses, balances and digests
    pack to a half or a fifth. 8 MiB beside it for small ones, which repeat themselves more.
    """
    return (8 << 20) + 10 * stored


def most_in_all(stored: int) -> int:
    """Return how much the answers of a bundle may hold together, by their own size together."""
    return (1 << 30) + 250 * stored
