"""What every text on a ledger begins with: whose, where, as of when, and how far it is covered."""

from collections.abc import Iterator

from stableaudit.domain.ledger import Coverage
from stableaudit.domain.tokens import ChainSpec, Deployment, Token
from stableaudit.ledger.views import Unfetched
from stableaudit.report.accounts import spell
from stableaudit.report.blocks import Banner, Block, Heading, Paragraph, Row, Tone
from stableaudit.report.figures import block_text, count_text
from stableaudit.report.ledger_words import counted


def banner(specs: tuple[ChainSpec, ...]) -> Iterator[Block]:
    """Yield the warning that no figure is of the real token, where a chain is a devnet."""
    if any(spec.simulated for spec in specs):
        yield Banner("SIMULATED NETWORK", "no figure below is of the real token")


def absent(token: Token, unfetched: tuple[Unfetched, ...]) -> Iterator[Block]:
    """Yield which of a token's chains are not shown, because nothing of them was fetched yet."""
    if unfetched:
        yield Heading("Not fetched yet")
    for one in unfetched:
        yield Paragraph(
            f"{one.spec.title} is not in this: its ledger has not been fetched yet. "
            f"stableaudit sync {token.key} fetches it.",
            Tone.DOUBT,
        )


def deployment_rows(deployment: Deployment) -> Iterator[Row]:
    """Yield the contract a ledger is of, and whether its law is certain."""
    yield Row("contract", spell(deployment.asset.contract))
    if not deployment.law_established:
        yield Row(
            "supply law", f"{deployment.law.value}, assumed: not yet proven for it", Tone.DOUBT
        )
    if not deployment.native:
        yield Row("tokens", "bridged: minted elsewhere, represented here", Tone.DOUBT)


def coverage_rows(coverage: Coverage) -> Iterator[Row]:
    """Yield which blocks a ledger covers, by whose word, and what could not be read."""
    lines = counted(coverage.transfers, "transfer")
    others = counted(coverage.entries, "other entry", "other entries")
    origin = f"block {count_text(coverage.origin.block)} ({coverage.origin.why})"
    last = block_text(coverage.last)
    yield Row("ledger", f"{lines} and {others}, from {origin} without a gap to {last}")
    yield Row("sources", "; ".join(coverage.sources))
    if coverage.decided:
        differences = counted(coverage.decided, "difference")
        yield Row("decided", f"{differences} between sources", Tone.DOUBT)
    if coverage.irregular:
        yield Row(
            "irregular",
            f"{counted(coverage.irregular, 'log')} that the supply law cannot read",
            Tone.BAD,
        )
