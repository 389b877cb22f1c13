"""The answers of a bundle that was read, opened again: each question beside what came.

Bodies are read one by one when asked for, and held to the manifest again each time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from stableaudit.adapters.evidence.contents import content_of
from stableaudit.adapters.evidence.folder import BundleFolder, open_bundle, sha256_of
from stableaudit.adapters.evidence.layout import answer_path
from stableaudit.adapters.evidence.reader import Bundle
from stableaudit.adapters.evidence.records import Exchange
from stableaudit.adapters.transport.recorded import Recorded
from stableaudit.domain.errors import BundleError


@contextmanager
def kept_answers(path: Path, bundle: Bundle) -> Iterator[dict[str, tuple[Recorded, ...]]]:
    """Yield by chain key every exchange that was answered, as long as the folder is open.

    Args:
        path: where `bundle` was read.
        bundle: names the files and their digests.

    Raises:
        BundleError: the folder, or a body that is asked for, is another one by now.
    """
    with open_bundle(path) as folder:
        by_chain: dict[str, list[Recorded]] = {}
        for one in bundle.exchanges:
            if one.answer_sha256 is not None and one.status is not None:
                by_chain.setdefault(one.chain, []).append(
                    Recorded(
                        one.operator,
                        one.endpoint,
                        one.path,
                        one.at,
                        one.status,
                        one.answer_sha256,
                        cache(partial(_question, folder, bundle, one)),
                        partial(_named, folder, bundle, one.answer_sha256),
                    )
                )
        yield {chain: tuple(found) for chain, found in by_chain.items()}


def _question(folder: BundleFolder, bundle: Bundle, one: Exchange) -> str:
    if one.body_sha256 is None:
        return one.body or ""
    return _named(folder, bundle, one.body_sha256).decode(errors="replace")


def _named(folder: BundleFolder, bundle: Bundle, digest: str) -> bytes:
    content = content_of(folder, bundle.listed[answer_path(digest)])
    if sha256_of(content) != digest:
        raise BundleError("holds something else than its name says", where=answer_path(digest))
    return content
