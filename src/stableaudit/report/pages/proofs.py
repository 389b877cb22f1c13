"""What follows from the reference blocks, and on whose word the slots are what they are."""

from collections.abc import Iterator

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.readings import Unavailable
from stableaudit.report.accounts import spell
from stableaudit.report.blocks import Block, Heading, Lead, Row, Rows, Tone
from stableaudit.report.document import Document
from stableaudit.report.figures import block_text, count_text, tokens_text
from stableaudit.report.pages.issuance_proofs import issuance_rows
from stableaudit.report.pages.wording import marked, not_known
from stableaudit.report.sections.proofs import ProofEntry


def proofs(document: Document, *, verbose: bool) -> Iterator[Block]:
    """Yield what was proven of each deployment; nothing where no proof was asked for."""
    if not document.proofs:
        return
    yield Heading("Proofs")
    for entry in document.proofs:
        yield Lead(marked(entry.chain_title, simulated=entry.simulated))
        rows = (
            *_rows(entry, document.token.symbol, verbose=verbose),
            *issuance_rows(entry.issuances, verbose=verbose),
        )
        yield Rows(rows, indent=2)


def _rows(entry: ProofEntry, symbol: str, *, verbose: bool) -> Iterator[Row]:
    proof = entry.proof
    if isinstance(proof, Unavailable):
        yield not_known("state", str(proof))
        return

    def tokens(value: int) -> str:
        return tokens_text(TokenAmount(value, entry.deployment.decimals), symbol)

    yield Row("from block", block_text(proof.supply.block))
    yield Row("supply", tokens(proof.supply.value))
    yield Row("balances", say("{balances} accounts", balances=count_text(len(proof.balances))))
    if proof.control_slots:
        filled = sum(value.value != 0 for _, value in proof.control_slots)
        slots = count_text(len(proof.control_slots))
        yield Row(
            "control slots",
            say("{slots}, of which {filled} are not empty", slots=slots, filled=count_text(filled)),
        )
    if verbose:
        for account, value in proof.balances:
            yield Row(spell(account), tokens(value.value), Tone.QUIET)
        for step in proof.supply.steps:
            yield Row("step", step, Tone.QUIET)
    yield Row("code hash", proof.code_hash.value)
    yield Row("layout", proof.layout)
    yield Row("slots confirmed by", joined(", ", entry.confirmed) or "nobody")
