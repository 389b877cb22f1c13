"""A bundle read back: whole, unchanged since its manifest, and no more than the manifest says.

1. The manifest: its version, one text for one content, every path one that a bundle has, once.
2. The folder: every file of the manifest and no other, but the signer's.
3. Every file: its size, its digest; a packed one holds as much as was said, and no more.
4. Every answer is the one that its name says, and is one that an exchange names.

What the evidence says is judged again by the caller. That the answers give the evidence is shown as
far as `backing` can; whether the manifest is somebody's word is for a signature over it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from stableaudit.adapters.evidence.backing import refuse_unbacked
from stableaudit.adapters.evidence.codec import decode_case
from stableaudit.adapters.evidence.contents import REMADE, content_of, stored
from stableaudit.adapters.evidence.folder import BundleFolder, open_bundle, shown
from stableaudit.adapters.evidence.layout import (
    BUNDLE_VERSION,
    EVIDENCE,
    EXCHANGES,
    MANIFEST,
    MOST_MANIFEST,
    MOST_SIGNED,
    REPORT,
    REQUIRED,
    RUN,
    SIGNED,
    answer_digest,
    answer_path,
    is_packed,
    kind_of,
    most_in_all,
)
from stableaudit.adapters.evidence.packing import PackingError, digest_within
from stableaudit.adapters.evidence.records import (
    Exchange,
    File,
    Manifest,
    Run,
    decode_exchanges,
    decode_record,
)
from stableaudit.domain.errors import BundleError
from stableaudit.reconcile.case import Case


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a bundle holds."""

    run: Run
    case: Case
    report: bytes
    exchanges: tuple[Exchange, ...]
    files: int
    """How many the manifest names."""

    size: int
    """Bytes of them together."""

    signed: Mapping[str, bytes]
    """The report, the manifest and the signer's files that are there, by name."""

    listed: Mapping[str, File]
    """The files of the manifest, by path."""


def read_bundle(path: Path) -> Bundle:
    """Return what a bundle holds.

    Raises:
        BundleError: it does not hold together; the error names the file.
    """
    with open_bundle(path) as folder:
        files = _manifest(folder)
        _refuse_others(folder, files)
        run = decode_record(content_of(folder, files[RUN]), Run, where=RUN)
        exchanges = decode_exchanges(content_of(folder, files[EXCHANGES]), where=EXCHANGES)
        case = decode_case(content_of(folder, files[EVIDENCE]), where=EVIDENCE)
        report = content_of(folder, files[REPORT])
        signed = {
            name: folder.read(name, most=MOST_SIGNED) for name in folder.paths() if name in SIGNED
        }
        signed |= {REPORT: report, MANIFEST: folder.read(MANIFEST, most=MOST_MANIFEST)}
        _refuse_changed(folder, files)
        _refuse_strangers(files, run, exchanges)
        _refuse_another_run(run, case)

        def body_of(digest: str) -> str:
            return content_of(folder, files[answer_path(digest)]).decode(errors="replace")

        refuse_unbacked(case, exchanges, run, body_of=body_of)
    size = sum(file.size for file in files.values())
    return Bundle(run, case, report, tuple(exchanges), len(files), size, signed, files)


def _manifest(folder: BundleFolder) -> Mapping[str, File]:
    manifest = decode_record(folder.read(MANIFEST, most=MOST_MANIFEST), Manifest, where=MANIFEST)
    files = {file.path: file for file in manifest.files}
    if len(files) != len(manifest.files):
        raise BundleError("names a file twice", where=MANIFEST)
    if list(files) != sorted(files):
        raise BundleError("does not name its files in order", where=MANIFEST)
    for file in manifest.files:
        where = f"{MANIFEST}: {shown(file.path)}"
        if kind_of(file.path) is None:
            raise BundleError(f"is no path of version {BUNDLE_VERSION}", where=where)
        if kind_of(file.path) != file.kind or is_packed(file.path) != _sayscontent_of(file):
            raise BundleError("is not of that kind", where=where)
        if file.size < 0 or (file.content_size or 0) < 0:
            raise BundleError("has a size below 0", where=where)
    for path in REQUIRED:
        if path not in files:
            raise BundleError("is missing", where=path, hint=REMADE)
    packed = [file for file in manifest.files if file.kind == "answer"]
    held = sum(file.content_size or 0 for file in packed)
    if held > most_in_all(sum(file.size for file in packed)):
        raise BundleError("says that the answers hold more than they can", where=MANIFEST)
    return files


def _sayscontent_of(file: File) -> bool:
    return file.content_size is not None


def _refuse_others(folder: BundleFolder, files: Mapping[str, File]) -> None:
    there = {path for path in folder.paths() if path != MANIFEST and path not in SIGNED}
    for path in sorted(there - files.keys()):
        raise BundleError("is not in the manifest", where=shown(path), hint=REMADE)
    for path in sorted(files.keys() - there):
        raise BundleError("is missing", where=path, hint=REMADE)


def _refuse_changed(folder: BundleFolder, files: Mapping[str, File]) -> None:
    for file in files.values():
        if file.path in REQUIRED:
            continue
        data = stored(folder, file)
        if file.content_size is None:
            continue
        try:
            digest = digest_within(data, size=file.content_size)
        except PackingError as error:
            raise BundleError(str(error), where=file.path) from error
        if digest != answer_digest(file.path):
            raise BundleError("holds something else than its name says", where=file.path)


def _refuse_strangers(files: Mapping[str, File], run: Run, exchanges: list[Exchange]) -> None:
    kept = {answer_digest(path): file for path, file in files.items()}
    named: set[str | None] = {None}
    for one in exchanges:
        named |= {one.answer_sha256, one.body_sha256}
        answer = kept.get(one.answer_sha256) if one.answer_sha256 is not None else None
        if answer is not None and answer.content_size != one.answer_size:
            raise BundleError(f"says another size than {answer.path} has", where=EXCHANGES)
    for digest in sorted(str(each) for each in named - kept.keys() if each is not None):
        raise BundleError(f"names an answer that is missing: {shown(digest)}", where=EXCHANGES)
    for digest in sorted(str(each) for each in kept.keys() - named):
        raise BundleError("holds an answer that nobody asked for", where=f"answers/{digest}.zst")
    inputs = {one.path: one.sha256 for one in run.inputs}
    there = {path: file.sha256 for path, file in files.items() if file.kind == "input"}
    if inputs != there or len(inputs) != len(run.inputs):
        raise BundleError("names other inputs than the bundle has", where=RUN)


def _refuse_another_run(run: Run, case: Case) -> None:
    times = (case.evidence.measurement_time, case.evidence.collected_at)
    if (run.measurement_time, run.collected_at) != times:
        raise BundleError("speaks of another time than the evidence", where=RUN)
    if run.token != (case.scope.named or case.scope.token.key):
        raise BundleError("speaks of another token than the evidence", where=RUN)
