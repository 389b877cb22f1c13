"""New declarations: what a draft begins with, and what is wrong with an answer."""

from pathlib import Path

from stableaudit.adapters.files.addresses import checksummed
from stableaudit.adapters.files.beside import UserFolder
from stableaudit.adapters.files.registry import Registry
from stableaudit.adapters.files.statement_draft import Draft
from stableaudit.adapters.files.statement_values import read_statement
from stableaudit.adapters.files.toml_file import decode_document
from stableaudit.adapters.system.clock import SystemClock
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.instants import format_instant
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.tokens import Token


def new_draft(token: Token | None, registry: Registry) -> Draft:
    """Return an empty declaration of today, for a token where one is named."""
    today = format_instant(SystemClock().now())[:10]
    if token is None:
        return Draft(today)
    keys = {identity: key for key, identity in registry.chain_ids.items()}
    contracts = tuple(
        (keys[one.asset.chain], checksummed(one.asset.contract)) for one in token.deployments
    )
    return Draft(
        today,
        issuer=token.issuer,
        symbol=token.symbol,
        currency=token.peg.currency,
        contracts=contracts,
    )


def draft_problem(draft: Draft, registry: Registry) -> str:
    """Return what is wrong with a draft, or nothing where it is valid."""
    try:
        # half a character that a terminal sent is refused by the decoding, as in any file
        data = draft.text().encode(errors="surrogatepass")
        document = decode_document(data, name="draft.toml")
    except DeclarationError as error:
        return error.problem
    found = read_statement(document, registry.around(UserFolder(Path()), trusted=False))
    if isinstance(found, ReserveStatement):
        return ""
    return f"{found[0].problem} ({found[0].hint})" if found[0].hint else found[0].problem
