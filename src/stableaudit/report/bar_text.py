"""A list of bars for a person at a terminal: what it amounts to, what was found, how it ends."""

from collections.abc import Iterator
from typing import Final

from stableaudit.domain.declarations import MassUnit, WeightBasis
from stableaudit.domain.findings import Gate, Severity
from stableaudit.domain.quantities import BarWeight
from stableaudit.domain.untrusted import Untrusted
from stableaudit.report.blocks import Block, Heading, Lead, Paragraph, Row, Rows, Tone
from stableaudit.report.console import render_blocks
from stableaudit.report.figures import count_text, fine_gold_text, quantity_text
from stableaudit.report.ledger_words import counted
from stableaudit.report.verdicts import EXIT_CODE, fail_on_word
from stableaudit.reserves.bar_account import BarAccount
from stableaudit.reserves.bar_rule import BarFault, JudgedRule
from stableaudit.reserves.mass import troy_ounces

FAULTS: Final = 5
"""How many findings of one rule are shown; it says how many more there are. JSON has more."""

LINES: Final = 10
"""How many lines of the file one finding names."""

_TONES: Final = {
    Severity.INFO: Tone.QUIET,
    Severity.LOW: Tone.DOUBT,
    Severity.MEDIUM: Tone.DOUBT,
    Severity.HIGH: Tone.BAD,
    Severity.CRITICAL: Tone.BAD,
}


def render_bars(account: BarAccount, *, fail_on: Severity | None, width: int, colour: bool) -> str:
    """Return a list's sums and findings in lines of at most `width` columns.

    Args:
        account: the list, summed and judged.
        fail_on: least severity that fails; None for none.
        width: columns.
        colour: without it there is no escape sequence in the text.
    """
    blocks = (
        *_sums(account),
        *_findings(account),
        *_not_judged(account),
        *_ending(account, fail_on),
    )
    return render_blocks(blocks, width=width, colour=colour)


def _sums(account: BarAccount) -> Iterator[Block]:
    gross = BarWeight(troy_ounces(account.gross), MassUnit.TROY_OUNCE, WeightBasis.GROSS)
    in_grams = BarWeight(account.gross, MassUnit.GRAM, WeightBasis.GROSS)
    rows = [
        Row("file", str(Untrusted(account.listed.name))),
        Row("SHA-256", account.listed.sha256, Tone.QUIET),
        Row("bars", count_text(len(account.listed.bars))),
        Row("gross weight", f"{quantity_text(in_grams)} ({quantity_text(gross)})"),
        Row("fine weight", fine_gold_text(account.fine), Tone.STRONG),
    ]
    if account.price is not None and account.value is not None:
        rows.append(Row("price given", quantity_text(account.price)))
        rows.append(Row("value of the gold", quantity_text(account.value), Tone.STRONG))
    yield Heading("Bars")
    yield Rows(tuple(rows))


def _findings(account: BarAccount) -> Iterator[Block]:
    yield Heading("Findings")
    if not any(judged.faults for judged in account.rules):
        yield Paragraph("None.", Tone.GOOD)
    for judged in account.rules:
        if judged.faults:
            yield from _rule(judged)


def _rule(judged: JudgedRule) -> Iterator[Block]:
    rule = judged.rule
    yield Lead(str(rule.severity), _TONES[rule.severity], f"{rule.id}  {rule.proposition}")
    for fault in judged.faults[:FAULTS]:
        yield Paragraph(f"{_where(fault)}{fault.statement}.", indent=2)
        if fault.figures:
            yield Rows(
                tuple(Row(one.label, quantity_text(one.value)) for one in fault.figures), indent=4
            )
    more = len(judged.faults) - FAULTS
    if more > 0:
        yield Paragraph(f"And {count_text(more)} more of this kind.", Tone.DOUBT, indent=2)
    yield Paragraph(f"What settles it: {rule.remedy}", Tone.QUIET, indent=2)


def _where(fault: BarFault) -> str:
    if not fault.rows:
        return ""
    shown = ", ".join(str(row) for row in fault.rows[:LINES])
    more = len(fault.rows) - LINES
    word = "line" if len(fault.rows) == 1 else "lines"
    return f"{word} {shown}{f' and {count_text(more)} more' if more > 0 else ''}: "


def _not_judged(account: BarAccount) -> Iterator[Block]:
    rows = tuple(Row(one.rule.id, one.missing) for one in account.rules if one.missing)
    if rows:
        yield Heading("Not judged")
        yield Rows(rows)


def _ending(account: BarAccount, fail_on: Severity | None) -> Iterator[Block]:
    gate = account.gate(fail_on)
    count = sum(len(judged.faults) for judged in account.rules)
    found = counted(count, "finding", "findings") if count else "no finding"
    level = f"--fail-on {fail_on_word(fail_on)}"
    failed = gate is Gate.FAILED
    word = "FAILED" if failed else "PASSED"
    yield Lead(
        f"{word} (exit code {EXIT_CODE[gate]})",
        Tone.BAD if failed else Tone.GOOD,
        f"{found}; {level}. The list is its author's word: nobody here saw a bar.",
    )
