"""A register of wallets for a person at a terminal: whose control is shown, and why not."""

from collections.abc import Iterator

from stableaudit.domain.findings import Gate
from stableaudit.domain.wallets import Refused, RegisteredWallet, Verified
from stableaudit.reconcile.wallets import JudgedRegister
from stableaudit.report.accounts import spell
from stableaudit.report.blocks import Block, Gap, Heading, Lead, Paragraph, Row, Rows, Tone
from stableaudit.report.console import render_blocks
from stableaudit.report.figures import count_text, instant_text
from stableaudit.report.verdicts import EXIT_CODE


def render_wallets(judged: JudgedRegister, *, width: int, colour: bool) -> str:
    """Return a register's wallets in lines of at most `width` columns.

    Args:
        judged: the register, and whether each proof holds.
        width: columns.
        colour: without it there is no escape sequence in the text.
    """
    blocks = (*_head(judged), *_wallets(judged), *_ending(judged))
    return render_blocks(blocks, width=width, colour=colour)


def _head(judged: JudgedRegister) -> Iterator[Block]:
    register = judged.register
    yield Heading("Wallets")
    yield Rows(
        (
            Row("file", register.name),
            Row("SHA-256", register.sha256, Tone.QUIET),
            Row("token", register.token),
            Row("issuer", register.wallets[0].wallet.issuer),
            Row("control is asked at", instant_text(judged.at)),
        )
    )


def _wallets(judged: JudgedRegister) -> Iterator[Block]:
    for entry, verdict in judged.verdicts:
        yield from _wallet(entry, verdict)


def _wallet(entry: RegisteredWallet, verdict: Verified | Refused) -> Iterator[Block]:
    holds = isinstance(verdict, Verified)
    account = entry.wallet.account
    yield Lead(
        "verified" if holds else "refused",
        Tone.GOOD if holds else Tone.BAD,
        f"{spell(account)} ({account.chain}), {entry.wallet.purpose}",
    )
    shown = (
        f"{entry.proof.kind}; until {instant_text(verdict.expires)}"
        if isinstance(verdict, Verified)
        else f"{entry.proof.kind}: {verdict.reason}"
    )
    yield Paragraph(shown, indent=2)
    yield Paragraph(entry.proof.challenge, Tone.QUIET, indent=2)


def _ending(judged: JudgedRegister) -> Iterator[Block]:
    failed = judged.gate is Gate.FAILED
    held = sum(isinstance(verdict, Verified) for _, verdict in judged.verdicts)
    yield Gap()
    yield Paragraph(
        "A signature shows who holds the key. That a nonce was new, whoever gave it can say; that "
        "the tokens are the issuer's own, nobody's signature does.",
        Tone.QUIET,
    )
    yield Lead(
        f"{'FAILED' if failed else 'PASSED'} (exit code {EXIT_CODE[judged.gate]})",
        Tone.BAD if failed else Tone.GOOD,
        f"{count_text(held)} of {count_text(len(judged.verdicts))} verified",
    )
