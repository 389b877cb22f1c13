"""The registry for people: a table of tokens, and everything known of one."""

from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stableaudit.domain.amounts import Figure
from stableaudit.domain.declarations import Assurance, Provenance, Unknown
from stableaudit.domain.identifiers import ChainId
from stableaudit.domain.instants import format_instant
from stableaudit.domain.statements import MissingStatement
from stableaudit.domain.tokens import ChainSpec, Token
from stableaudit.report.accounts import spell
from stableaudit.report.kinds import KIND, kind_text
from stableaudit.report.safe_text import safe, safe_line


def render_tokens(tokens: tuple[Token, ...], chains: tuple[ChainSpec, ...], *, width: int) -> str:
    """Return one line a token: key, name, peg, chains, and its newest reserve statement."""
    titles = {chain.id: chain.title for chain in chains}
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("token", "name", "kind", "peg", "chains", "reserve statement"):
        table.add_column(Text(column))
    for token in tokens:
        table.add_row(
            Text(token.key),
            Text(safe(token.title)),
            Text(KIND[token.kind]),
            Text(token.peg.currency if token.peg.per_token.value else "none"),
            Text(", ".join(_title(titles, d.asset.chain) for d in token.deployments) or "none"),
            Text(_statement(token)),
        )
    return _print(table, width=width)


def render_token(token: Token, chains: tuple[ChainSpec, ...], *, width: int) -> str:
    """Return all that the registry states of a token, each fact with its source and date."""
    titles = {chain.id: chain.title for chain in chains}
    lines = [
        Text(f"{safe(token.title)} ({safe(token.symbol)})", style="bold"),
        Text(f"kind    {kind_text(token.kind)}"),
        Text(f"issuer  {safe(token.issuer)}"),
        Text(_peg(token)),
        Text(f"reserve statement  {_statement(token)}"),
    ]
    for deployment in token.deployments:
        kind = "native" if deployment.native else "bridged"
        law = deployment.law if deployment.law_established else f"{deployment.law} (assumed)"
        lines += [
            Text(""),
            Text(f"{_title(titles, deployment.asset.chain)}, {kind}", style="bold"),
            Text(f"  {spell(deployment.asset.contract)}"),
            Text(f"  decimals {deployment.decimals}, supply law {law}"),
            _source(deployment.provenance),
        ]
    lines += _declared(token)
    for account in token.accounts:
        where = _title(titles, account.account.chain)
        lines += [
            Text(""),
            Text(f"{safe(account.label)} ({account.role}) on {where}"),
            Text(f"  {spell(account.account)}"),
            _source(account.provenance),
        ]
    for point in token.open_points:
        word = "Sources conflict" if point.conflict else "Not known"
        lines += [
            Text(""),
            Text(f"{word}: {safe(point.about)}", style="bold"),
            Text(f"  {safe(point.statement)}"),
            _source(point.provenance),
        ]
    return "".join(_print(line, width=width) for line in lines)


def _peg(token: Token) -> str:
    if not token.peg.per_token.value:
        return f"peg     none; valued in {token.peg.currency}"
    return f"peg     {token.peg.per_token.text} {token.peg.currency} a token"


def _declared(token: Token) -> list[Text]:
    """Return what the reserve statement says, or where one was looked for."""
    statement = token.statement
    if isinstance(statement, MissingStatement):
        return [
            Text(""),
            Text("Reserve statement: none at hand", style="bold"),
            Text(f"  {safe(statement.reason)}"),
            *(
                ()
                if isinstance(statement.ask, Unknown)
                else (Text(f"  next step: {safe(statement.ask)}"),)
            ),
            _source(statement.provenance),
        ]
    lines = [
        Text(""),
        Text(f"Reserve statement {safe(statement.id)}", style="bold"),
        Text(f"  as of {format_instant(statement.as_of)}, by {safe(statement.issuer)}"),
        Text(f"  declared supply {_known(statement.declared_supply)}"),
        _source(statement.provenance),
    ]
    for gold in statement.gold:
        basis = gold.weight_basis
        basis_text = "gross or fine is unknown" if isinstance(basis, Unknown) else basis.value
        lines += [
            Text(f"  gold {gold.quantity.text} {gold.unit.value}, {basis_text}"),
            Text(f"  fineness {_known(gold.fineness)} per mille"),
            Text(f"  fineness at least {_known(gold.fineness_floor)} per mille"),
            Text(f"  bars {_known(gold.bars)}, custodian {safe(_known(gold.custody.custodian))}"),
            Text(f"  value {_known(gold.declared_value)} {safe(gold.currency)}"),
            Text(f"  at {_known(gold.declared_price)} {safe(gold.currency)} a fine troy ounce"),
            _source(gold.provenance),
        ]
    for held in statement.crypto:
        what = "coins" if held.token is None else f"tokens of {spell(held.token.contract)}"
        lines += [
            Text(f"  {safe(held.id)}: {_known(held.declared)} {safe(held.symbol)}, {what}"),
            Text(f"  of {spell(held.account)}"),
            _source(held.provenance),
        ]
    if isinstance(statement.assurance, Assurance):
        report = statement.assurance
        lines += [
            Text(f"  report by {safe(report.signer)} under {safe(report.standard)}"),
            _source(report.provenance),
        ]
    return lines


def _known(value: Figure | Unknown | int | str) -> str:
    match value:
        case Unknown():
            return "unknown"
        case Figure():
            return value.text
        case _:
            return str(value)


def _statement(token: Token) -> str:
    statement = token.statement
    if isinstance(statement, MissingStatement):
        return "none at hand"
    return f"as of {format_instant(statement.as_of)[:10]}"


def _title(titles: dict[ChainId, str], chain: ChainId) -> str:
    return titles.get(chain, str(chain))


def _source(provenance: Provenance) -> Text:
    return Text(f"  source: {safe(provenance.source)} ({safe(provenance.as_of)})", style="dim")


def _print(renderable: Table | Text, *, width: int) -> str:
    console = Console(file=StringIO(), width=width, color_system=None, highlight=False)
    with console.capture() as capture:
        console.print(_indented(renderable) if isinstance(renderable, Text) else renderable)
    return "".join(f"{safe_line(line.rstrip())}\n" for line in capture.get().splitlines())


def _indented(text: Text) -> Padding:
    """Return a text whose wrapped lines keep the indent of its first."""
    bare = text.plain.lstrip(" ")
    return Padding(Text(bare, style=text.style), (0, 0, 0, len(text.plain) - len(bare)))
