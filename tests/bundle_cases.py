"""Bundles to hurt: a healthy one, and ways to change a file with or without its manifest."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import zstandard

from stableaudit.adapters.evidence.codec import encode_case
from stableaudit.adapters.evidence.layout import (
    BUNDLE_VERSION,
    EXCHANGES,
    MANIFEST,
    answer_path,
)
from stableaudit.adapters.evidence.records import (
    Exchange,
    File,
    Manifest,
    Run,
    encode_record,
)
from stableaudit.adapters.evidence.writer import new_bundle
from stableaudit.adapters.transport.journal import Exchanged
from stableaudit.cli.exits import exit_code
from stableaudit.domain.findings import Severity
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.report.document import build
from stableaudit.report.json_v1 import render_json
from tests.cases import healthy_case

ANSWER = b'{"jsonrpc":"2.0","id":1,"result":"0x01"}'
INPUT = ("/home/somebody/my bars;.csv", b"serial,gross\n1,2\n")
LONG = '{"params":["' + "0x" + "00" * 1024 + '"]}'


@dataclass(frozen=True, slots=True)
class At:
    """A clock that stands still."""

    seconds: int = 1_795_262_405

    def now(self) -> int:
        return self.seconds


def exchanged(operator: str, answer: bytes = ANSWER, *, body: str | None = "{}") -> Exchanged:
    method = "GET" if body is None else "POST"
    return Exchanged(operator, f"http://{operator}.invalid", method, "", (), body, 200, answer)


def run_of(case: Case, **changes: object) -> Run:
    run = Run(
        bundle_version=BUNDLE_VERSION,
        program="stableaudit 0.1.0",
        command="check",
        token=case.scope.named or case.scope.token.key,
        fail_on="high",
        profile=None,
        operators=2,
        measurement_time=case.evidence.measurement_time,
        collected_at=case.evidence.collected_at,
        registry_sha256="0" * 64,
        inputs=(),
    )
    return msgspec.structs.replace(run, **changes)


def report_of(case: Case) -> bytes:
    result = judge(case, fail_on=Severity.HIGH)
    return render_json(build(result), int(exit_code(result.gate)))


def write_bundle(
    target: Path,
    case: Case | None = None,
    *,
    told: tuple[Exchanged, ...] = (exchanged("a"), exchanged("b", body=LONG)),
    report: bytes | None = None,
    **changes: object,
) -> Path:
    """Write a bundle of a case, the healthy one by default; as wrong as the arguments are."""
    case = healthy_case() if case is None else case
    with new_bundle(target, At(), replace=False) as draft:
        for one in told:
            draft.journal.of("ethereum")(one)
        inputs = (draft.add_input(*INPUT),)
        draft.finish(
            report=report_of(case) if report is None else report,
            run=run_of(case, **{"inputs": inputs, **changes}),
            evidence=encode_case(case),
        )
    return target


def manifest_of(bundle: Path) -> Manifest:
    return msgspec.json.decode((bundle / MANIFEST).read_bytes(), type=Manifest)


def relist(bundle: Path, *files: File) -> None:
    """Write a manifest of other files."""
    (bundle / MANIFEST).write_bytes(encode_record(Manifest(BUNDLE_VERSION, files)))


def retell(bundle: Path, path: str, **changes: object) -> None:
    """Let the manifest say something else of a file."""
    relist(
        bundle,
        *(
            msgspec.structs.replace(one, **changes) if one.path == path else one
            for one in manifest_of(bundle).files
        ),
    )


def replace_file(bundle: Path, path: str, content: bytes) -> None:
    """Put other content into a file, and let the manifest agree: what no digest alone can find."""
    data = zstandard.ZstdCompressor(level=1).compress(content) if path.endswith(".zst") else content
    (bundle / path).write_bytes(data)
    size = len(content) if path.endswith(".zst") else None
    digest = hashlib.sha256(data).hexdigest()
    retell(bundle, path, sha256=digest, size=len(data), content_size=size)


def content_of(bundle: Path, path: str) -> bytes:
    data = (bundle / path).read_bytes()
    return zstandard.ZstdDecompressor().decompress(data) if path.endswith(".zst") else data


def change_a_byte(file: Path, at: int = -3) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)


def forge_answers(
    bundle: Path, asked: Callable[[Exchange], bool], change: Callable[[bytes], bytes]
) -> int:
    """Change answers as a forger would, every digest made anew; return how many were changed."""
    records = [
        msgspec.json.decode(line, type=Exchange)
        for line in content_of(bundle, EXCHANGES).splitlines()
    ]
    files = {one.path: one for one in manifest_of(bundle).files}
    forged = 0
    for at, one in enumerate(records):
        if one.answer_sha256 is None or not asked(one):
            continue
        before = content_of(bundle, answer_path(one.answer_sha256))
        content = change(before)
        if content == before:
            continue
        data = zstandard.ZstdCompressor(level=1).compress(content)
        digest = hashlib.sha256(content).hexdigest()
        path = answer_path(digest)
        (bundle / path).write_bytes(data)
        sha256 = hashlib.sha256(data).hexdigest()
        files[path] = File(path, "answer", sha256, len(data), len(content))
        records[at] = msgspec.structs.replace(one, answer_sha256=digest, answer_size=len(content))
        forged += 1
    digests = {one for each in records for one in (each.answer_sha256, each.body_sha256)}
    kept = {answer_path(one) for one in digests if one is not None}
    for path in [path for path in files if path.startswith("answers/") and path not in kept]:
        (bundle / path).unlink()
        del files[path]
    relist(bundle, *(files[path] for path in sorted(files)))
    encoder = msgspec.json.Encoder(order="sorted")
    lines = sorted(encoder.encode(one) for one in records)
    replace_file(bundle, EXCHANGES, b"".join(line + b"\n" for line in lines))
    return forged
