"""Writing a bundle so that its folder is there whole or not at all.

1. Refuse a target that is there, unless it may be replaced and is a bundle.
2. Fill a folder of another name beside it, the answers while the check runs.
3. Write the manifest last, flush, rename. What was replaced is removed after that.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias

from stableaudit.adapters.evidence.folder import sha256_of, shown
from stableaudit.adapters.evidence.journal import Journal
from stableaudit.adapters.evidence.layout import (
    BUNDLE_VERSION,
    EVIDENCE,
    EXCHANGES,
    INPUTS,
    MANIFEST,
    REPORT,
    RUN,
    input_path,
    is_packed,
    kind_of,
    most_in_memory,
)
from stableaudit.adapters.evidence.packing import pack
from stableaudit.adapters.evidence.records import (
    File,
    Input,
    Manifest,
    Run,
    encode_exchanges,
    encode_record,
)
from stableaudit.domain.errors import BundleError
from stableaudit.ports.clock import Clock

_FOLDER_MODE: Final = 0o755
_FILE_MODE: Final = 0o644


Sign: TypeAlias = Callable[[bytes, bytes], Mapping[str, bytes]]
"""From the bytes of report and manifest, the files that are signed over them."""


class Draft:
    """A bundle that is being written."""

    def __init__(self, folder: Path, target: Path, clock: Clock) -> None:
        """Fill `folder`, which becomes `target`."""
        self._folder = folder
        self._target = target
        self._files: dict[str, File] = {}
        self.journal = Journal(folder, clock)

    def add_input(self, name: str, data: bytes) -> Input:
        """Add a file that a person named, under a plain form of its name."""
        digest = sha256_of(data)
        path = input_path(name, digest)
        if path not in self._files:
            self._put(path, data)
        return Input(path, digest)

    def finish(self, *, report: bytes, run: Run, evidence: bytes, sign: Sign | None = None) -> None:
        """Write the rest, and let the folder appear under its own name.

        Args:
            report: the report's bytes.
            run: what was asked, and when.
            evidence: scope and evidence, encoded.
            sign: makes the signed files, by name, from report and manifest; None for none.

        Raises:
            BundleError: the system refuses; nothing appears then.
            SigningError: the signer cannot; nothing appears then.
        """
        self.journal.close()
        with _writing(self._target):
            self._put(REPORT, report)
            self._put(RUN, encode_record(run))
            self._put(EVIDENCE, evidence)
            self._put(EXCHANGES, encode_exchanges(self.journal.exchanges()))
            listed = [*self._files.values(), *self.journal.files()]
            files = tuple(sorted(listed, key=lambda file: file.path))
            manifest = encode_record(Manifest(BUNDLE_VERSION, files))
            self._write(MANIFEST, manifest)
            signed = {} if sign is None else sign(report, manifest)
            for name, data in signed.items():
                self._write(name, data)
            self._folder.chmod(_FOLDER_MODE)
            _flush(self._folder)
            _appear(self._folder, self._target)

    def _put(self, path: str, content: bytes) -> None:
        packed = is_packed(path)
        data = pack(content) if packed else content
        size = len(content) if packed else None
        if packed and len(content) > most_in_memory(len(data)):
            raise BundleError("repeats itself more than `verify` would read", where=path)
        with _writing(self._target):
            self._write(path, data)
        self._files[path] = File(path, str(kind_of(path)), sha256_of(data), len(data), size)

    def _write(self, path: str, data: bytes) -> None:
        target = self._folder / path
        if path.startswith(f"{INPUTS}/"):
            target.parent.mkdir(exist_ok=True)
        with target.open("xb") as file:
            os.fchmod(file.fileno(), _FILE_MODE)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def new_bundle(target: Path, clock: Clock, *, replace: bool) -> Iterator[Draft]:
    """Yield a bundle to fill; unless it is finished, nothing of it stays.

    Raises:
        BundleError: the target is there and may not be replaced, or the system refuses.
    """
    refuse_target(target, replace=replace)
    folder = target.with_name(f".stableaudit-{secrets.token_hex(8)}.tmp")
    with _writing(target):
        folder.mkdir(mode=0o700)
    try:
        yield Draft(folder, target, clock)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def refuse_target(target: Path, *, replace: bool) -> None:
    """Refuse a target that a bundle cannot become. Raises BundleError."""
    where = shown(str(target))
    with _writing(target):
        if target.name in ("", "..") or not target.parent.is_dir():
            raise BundleError("its folder does not exist", where=where)
        try:
            target.lstat()
        except FileNotFoundError:
            return
        if target.is_symlink() or not target.is_dir():
            raise BundleError("is there, and is no folder", where=where)
        bare = not any(target.iterdir())
        if not replace:
            raise BundleError("is there already", where=where, hint="--force replaces a bundle")
        if not bare and not (target / MANIFEST).is_file():
            raise BundleError("is there, and is no bundle that --force may replace", where=where)


def _appear(folder: Path, target: Path) -> None:
    old = None
    if target.is_dir():
        old = target.with_name(f".stableaudit-{secrets.token_hex(8)}.old")
        target.rename(old)
    try:
        folder.rename(target)
    except OSError:
        if old is not None:
            old.rename(target)
        raise
    _flush(target.parent)
    if old is not None:
        shutil.rmtree(old, ignore_errors=True)


def _flush(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise BundleError(f"cannot be written: {reason}", where=shown(str(target))) from error
