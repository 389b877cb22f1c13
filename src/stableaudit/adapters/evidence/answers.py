"""The answers of a bundle that was read, opened again: each question beside what came.

Bodies are read one by one when asked for, and held to the manifest again each time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Final

from stableaudit.adapters.evidence.contents import content_of
from stableaudit.adapters.evidence.folder import BundleFolder, open_bundle
from stableaudit.adapters.evidence.layout import answer_path
from stableaudit.adapters.evidence.reader import Bundle
from stableaudit.adapters.evidence.records import Exchange
from stableaudit.adapters.transport.recorded import Recorded

_MOST_HELD: Final = 1 << 14
"""Bytes of a question that is kept in memory once read: they are looked through again and again,
and those for the balances of many holders are too many and too long for that."""


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
            if one.answer_sha256 is None or one.status is None:
                continue
            size = _question_size(bundle, one)
            question = partial(_question, folder, bundle, one)
            recorded = Recorded(
                one.operator,
                one.endpoint,
                one.path,
                one.at,
                one.status,
                one.answer_sha256,
                cache(question) if size <= _MOST_HELD else question,
                size,
                partial(_named, folder, bundle, one.answer_sha256),
            )
            by_chain.setdefault(one.chain, []).append(recorded)
        yield {chain: tuple(found) for chain, found in by_chain.items()}


def _question_size(bundle: Bundle, one: Exchange) -> int:
    if one.body_sha256 is None:
        return len(one.body or "")
    return bundle.listed[answer_path(one.body_sha256)].content_size or 0


def _question(folder: BundleFolder, bundle: Bundle, one: Exchange) -> str:
    if one.body_sha256 is None:
        return one.body or ""
    return _named(folder, bundle, one.body_sha256).decode(errors="replace")


def _named(folder: BundleFolder, bundle: Bundle, digest: str) -> bytes:
    # The name of a body was held to what is in it when the bundle was read.
    return content_of(folder, bundle.listed[answer_path(digest)])
