"""The statements before a statement: each named by the digest of its bytes, newest first.

A file is read only if its bytes have the digest that the later statement gives, so that nobody can
exchange what was said before. After 50 statements nothing older is looked for.
"""

from typing import Final

from stableaudit.adapters.files.beside import Beside
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.plain_file import MAX_BYTES
from stableaudit.adapters.files.toml_file import decode_document
from stableaudit.adapters.files.vocabulary import UNKNOWN
from stableaudit.domain.statements import FIRST
from stableaudit.domain.untrusted import Untrusted

MOST_STATEMENTS: Final = 50


def document_before(
    document: Document, beside: Beside, name: str, declared: str, *, seen: tuple[str, ...]
) -> Document | None:
    """Return the document of the statement before; None where enough have been read.

    Args:
        document: the later statement's.
        beside: the files that it may name.
        name: the file that it names.
        declared: what it says that it supersedes.
        seen: the digests of the statements read so far, the later one's among them.

    Raises:
        DeclarationError: the file cannot be read, is not what is declared, or was read before.
    """
    if len(seen) > MOST_STATEMENTS:
        return None
    before = decode_document(beside.read(name, limit=MAX_BYTES), name=name)
    shown = Untrusted(name)
    if before.sha256 in seen:
        problem = f"{shown} is this statement, or one after it: a loop"
        raise document.error(problem, ("supersedes_file",))
    if declared in (UNKNOWN, FIRST):
        raise document.error(
            f"is {declared}, though {shown} is named",
            ("supersedes",),
            hint=f'write supersedes = "{before.sha256}"',
        )
    if before.sha256 != declared:
        raise document.error(
            f"{shown} has SHA-256 {before.sha256}, and {declared} is declared",
            ("supersedes",),
            hint="it is another statement, or was changed since",
        )
    return before
