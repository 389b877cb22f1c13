"""A token's file into the domain value it describes."""

from collections.abc import Callable, Mapping

from msgspec import UNSET

from stableaudit.adapters.files.addresses import account_on
from stableaudit.adapters.files.conversion import convert
from stableaudit.adapters.files.document import Document
from stableaudit.adapters.files.token_file import (
    AccountTable,
    DeploymentTable,
    StatementReference,
    TokenFile,
)
from stableaudit.adapters.files.vocabulary import Fact
from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Provenance, Unknown
from stableaudit.domain.identifiers import AccountId, AssetId, ChainId
from stableaudit.domain.instants import first_instant
from stableaudit.domain.statements import MissingStatement, ReserveStatement
from stableaudit.domain.tokens import (
    Deployment,
    KnownAccount,
    LedgerDepth,
    OpenPoint,
    Peg,
    Since,
    SupplyLaw,
    Token,
    TokenKind,
)


def token_from(
    document: Document,
    chains: Mapping[str, ChainId],
    *,
    trusted: bool,
    read_statement: Callable[[str], ReserveStatement],
) -> Token:
    """Return the token that a file describes.

    Args:
        document: the parsed file.
        chains: the chains that may be named, by key.
        trusted: see addresses.account_on.
        read_statement: reads the statement that the file names.

    Raises:
        DeclarationError: a key is unknown, missing or not of its type; a chain is not known, an
            address is none of its chain's or stands twice; no deployment, and no reason for it;
            a crypto reserve with deployments, or that promises something.
    """
    table = convert(document, TokenFile)
    _require_reason_for_none(document, table)
    _require_no_token(document, table)
    read = _Addresses(document, chains, trusted=trusted)
    with document.blame("peg", "per_token"):
        peg = Peg(table.peg.currency, Figure.parse(table.peg.per_token))
    return Token(
        key=table.key,
        title=table.title,
        symbol=table.symbol,
        issuer=table.issuer,
        peg=peg,
        deployments=tuple(
            _deployment(document, index, one, account)
            for index, (one, account) in enumerate(
                zip(table.deployments, read.each("deployments", table.deployments), strict=True)
            )
        ),
        accounts=tuple(
            KnownAccount(account, one.label, one.role, _provenance(one))
            for one, account in zip(
                table.accounts, read.each("accounts", table.accounts), strict=True
            )
        ),
        open_points=tuple(
            OpenPoint(one.about, one.conflict, one.statement, _provenance(one))
            for one in table.open_points
        ),
        statement=_statement(table.statement, read_statement),
        kind=TokenKind(table.kind),
    )


class _Addresses:
    """Reads the addresses of one document's tables."""

    def __init__(self, document: Document, chains: Mapping[str, ChainId], *, trusted: bool) -> None:
        self._document = document
        self._chains = chains
        self._trusted = trusted

    def each(
        self, name: str, tables: tuple[DeploymentTable | AccountTable, ...]
    ) -> tuple[AccountId, ...]:
        """Return the account of each table, in order, no two the same."""
        accounts: list[AccountId] = []
        for index, table in enumerate(tables):
            account = self._account(table, (name, index))
            if account in accounts:
                problem = f"{account} stands twice in {name}"
                raise self._document.error(problem, (name, index, "address"))
            accounts.append(account)
        return tuple(accounts)

    def _account(self, table: DeploymentTable | AccountTable, path: tuple[str, int]) -> AccountId:
        chain = self._chains.get(table.chain)
        if chain is None:
            raise self._document.error(
                f"no chain is called {table.chain}",
                (*path, "chain"),
                hint=f"known: {', '.join(sorted(self._chains))}",
            )
        with self._document.blame(*path, "address"):
            return account_on(chain, table.address, trusted=self._trusted)


def _deployment(
    document: Document, index: int, table: DeploymentTable, contract: AccountId
) -> Deployment:
    with document.blame("deployments", index, "decimals"):
        return Deployment(
            asset=AssetId(contract),
            decimals=table.decimals,
            law=SupplyLaw(table.law),
            law_established=table.law_established,
            native=table.native,
            provenance=_provenance(table),
            depth=LedgerDepth(table.ledger),
            since=_since(table),
        )


def _since(table: DeploymentTable) -> Since | None:
    if table.since is UNSET:
        return None
    return Since(first_instant(table.since), str(table.since_why))


def _statement(
    reference: StatementReference, read_statement: Callable[[str], ReserveStatement]
) -> ReserveStatement | MissingStatement:
    if reference.file is not UNSET:
        return read_statement(reference.file)
    # The struct refuses to exist with neither; these strings are set wherever file is not.
    return MissingStatement(
        str(reference.missing),
        Provenance(str(reference.source), str(reference.as_of)),
        Unknown() if reference.ask is UNSET else reference.ask,
    )


def _require_reason_for_none(document: Document, table: TokenFile) -> None:
    explained = table.no_deployments_because is not UNSET
    if bool(table.deployments) != explained:
        return
    if explained:
        raise document.error("deployments are declared after all", ("no_deployments_because",))
    raise document.error(
        "nothing is deployed, and nothing says why",
        ("deployments",),
        hint='add no_deployments_because = "…" or a [[deployments]] table',
    )


def _require_no_token(document: Document, table: TokenFile) -> None:
    if TokenKind(table.kind) is not TokenKind.CRYPTO_RESERVE:
        return
    if table.deployments:
        raise document.error(
            "a crypto reserve is no token and has no deployments",
            ("deployments",),
            hint="declare what its accounts hold in its statement",
        )
    with document.blame("peg", "per_token"):
        promised = Figure.parse(table.peg.per_token)
    if promised.value:
        raise document.error(
            "a crypto reserve promises nothing",
            ("peg", "per_token"),
            hint='write "0"; the currency is what it is valued in',
        )


def _provenance(table: Fact) -> Provenance:
    return Provenance(table.source, table.as_of)
