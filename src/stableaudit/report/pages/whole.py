"""All pages of a report in reading order, and its last line."""

from collections.abc import Iterator
from typing import assert_never

from stableaudit.domain.phrases import in_language, joined, say
from stableaudit.domain.tokens import TokenKind
from stableaudit.report.blocks import Banner, Block
from stableaudit.report.document import Document
from stableaudit.report.figures import instant_text
from stableaudit.report.language import Language, catalogue_of, spoken
from stableaudit.report.pages.accounts import accounts
from stableaudit.report.pages.closing import chains, limits, open_points, repeat, times
from stableaudit.report.pages.controls import controls
from stableaudit.report.pages.findings import findings
from stableaudit.report.pages.flows import flows
from stableaudit.report.pages.ledgers import ledgers
from stableaudit.report.pages.on_chain import on_chain
from stableaudit.report.pages.opening import opening
from stableaudit.report.pages.policy import policy
from stableaudit.report.pages.profile import profile
from stableaudit.report.pages.proofs import proofs
from stableaudit.report.pages.rates import rates
from stableaudit.report.pages.reserve import reserve
from stableaudit.report.pages.statement import statement
from stableaudit.report.pages.stress import stress
from stableaudit.report.pages.supply import supply
from stableaudit.report.pages.waivers import waivers
from stableaudit.report.pages.wording import SIMULATED
from stableaudit.report.verdicts import EXIT_CODE, IN_SHORT

_BANNER = Banner(
    SIMULATED,
    "A chain is a devnet: figures are not the real token's.",
)


def warning(document: Document) -> tuple[Block, ...]:
    """Return the banner over a report whose figures are not the real token's; else nothing."""
    return (_BANNER,) if document.simulated else ()


def whole(document: Document, *, verbose: bool) -> tuple[Block, ...]:
    """Return the report's blocks, without its last line; verbose adds the readings' sources."""
    banner = warning(document)
    return _spoken(
        document,
        *banner,
        *opening(document),
        *supply(document, verbose=verbose),
        *ledgers(document, verbose=verbose),
        *proofs(document, verbose=verbose),
        *controls(document, verbose=verbose),
        *_backing(document, verbose=verbose),
        *statement(document),
        *rates(document),
        *accounts(document, verbose=verbose),
        *profile(document),
        *findings(document),
        *waivers(document),
        *open_points(document),
        *times(document),
        *chains(document, verbose=verbose),
        *policy(document),
        *limits(document),
        *repeat(document),
        *banner,
    )


def _backing(document: Document, *, verbose: bool) -> Iterator[Block]:
    """Yield the reserve of a token; of what is no token, what it holds on chain."""
    match document.token.kind:
        case TokenKind.STABLECOIN:
            yield from reserve(document, verbose=verbose)
            yield from stress(document)
            yield from flows(document)
        case TokenKind.CRYPTO_RESERVE | TokenKind.DIGITAL_CURRENCY:
            yield from on_chain(document, verbose=verbose)
        case _ as never:
            assert_never(never)


def reserves_only(document: Document, *, verbose: bool) -> tuple[Block, ...]:
    """Return what of the report bears on the reserve, without its last line."""
    banner = warning(document)
    return _spoken(
        document,
        *banner,
        *opening(document),
        *_backing(document, verbose=verbose),
        *statement(document),
        *rates(document),
        *profile(document),
        *findings(document),
        *waivers(document),
        *times(document),
        *policy(document),
        *limits(document),
        *repeat(document),
        *banner,
    )


def last_line(document: Document) -> str:
    """Return the verdict with the meaning of its exit code."""
    verdict = document.verdict
    line = say(
        "{verdict} (exit code {code}): {meaning}",
        verdict=verdict.value,
        code=EXIT_CODE[document.gate],
        meaning=IN_SHORT[verdict],
    )
    return in_language(line, catalogue_of(document.language))


def one_line(document: Document) -> str:
    """Return the whole result in one line, for a log or a mail of cron."""
    line = say(
        "{verdict} {symbol} at {measured}: {why} (exit code {code})",
        verdict=document.verdict.value,
        symbol=document.token.symbol,
        measured=instant_text(document.measurement_time),
        why=document.why,
        code=EXIT_CODE[document.gate],
    )
    whole_line = joined(" ", (SIMULATED, line)) if document.simulated else line
    return in_language(whole_line, catalogue_of(document.language))


def _spoken(document: Document, *blocks: Block) -> tuple[Block, ...]:
    if document.language is Language.ENGLISH:
        return blocks  # each text still knows its template
    catalogue = catalogue_of(document.language)
    return tuple(spoken(block, catalogue) for block in blocks)
