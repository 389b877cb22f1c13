"""Who controls each deployment: power, office, contract, m of n, keys, as a tree."""

from collections.abc import Iterator

from stableaudit.domain.amounts import TokenAmount
from stableaudit.domain.phrases import joined, say
from stableaudit.domain.power_map import PowerMap, Proposal, Proxy, Switch
from stableaudit.domain.readings import Unavailable
from stableaudit.report.accounts import spell
from stableaudit.report.blocks import Block, Gap, Heading, Lead, Paragraph, Row, Rows, Tone, Tree
from stableaudit.report.document import Document
from stableaudit.report.figures import block_text, count_text, tokens_text
from stableaudit.report.pages.control_history import past_blocks
from stableaudit.report.pages.control_tree import control_tree
from stableaudit.report.pages.wording import marked, not_known
from stableaudit.report.sections.controls import ControlEntry


def controls(document: Document, *, verbose: bool) -> Iterator[Block]:
    """Yield who controls each deployment; nothing where nobody asked."""
    if not document.controls:
        return
    yield Heading("Control")
    for entry in document.controls:
        yield from control(entry, verbose=verbose)


def control(entry: ControlEntry, *, verbose: bool) -> Iterator[Block]:
    """Yield who controls one deployment; verbose adds the hash of every code and older acts."""
    yield Lead(marked(entry.chain_title, simulated=entry.simulated))
    found = entry.found
    if isinstance(found, Unavailable):
        yield Rows((not_known("control", str(found)),), indent=2)
        return
    yield Rows(tuple(_rows(entry, found)), indent=2)
    yield Gap()
    yield Tree(control_tree(found, entry.labels, verbose=verbose), indent=2)
    for proposal in found.pending:
        yield Paragraph(_waiting(entry, proposal), Tone.DOUBT, indent=2)
    for sentence in found.unknown:
        yield Paragraph(sentence, Tone.DOUBT, indent=2)
    yield from past_blocks(entry, verbose=verbose)


def _waiting(entry: ControlEntry, proposal: Proposal) -> str:
    owners = joined(", ", (spell(owner) for owner in proposal.approved_by)) or "nobody"
    signed = say(
        "{approved_by} of {threshold} approved it ({owners}), nonce {nonce} of {multisig}",
        approved_by=count_text(len(proposal.approved_by)),
        threshold=count_text(proposal.threshold),
        owners=owners,
        nonce=count_text(proposal.nonce),
        multisig=spell(proposal.multisig),
    )
    if proposal.recipient is None or proposal.base_units is None:
        call = say(
            "0x{selector} to {target}",
            selector=proposal.selector.hex(),
            target=spell(proposal.target),
        )
        return say("Waits for signatures: a call of {call}; {signed}.", call=call, signed=signed)
    amount = TokenAmount(proposal.base_units, entry.deployment.decimals)
    issue = say(
        "issue {amount} to {recipient}",
        amount=tokens_text(amount, entry.symbol),
        recipient=spell(proposal.recipient),
    )
    return say("Waits for signatures: {issue}; {signed}.", issue=issue, signed=signed)


def _rows(entry: ControlEntry, found: PowerMap) -> Iterator[Row]:
    yield Row("contract", spell(found.asset.contract))
    if isinstance(entry.block, Unavailable):
        yield not_known("reference block", str(entry.block))
    else:
        yield Row("reference block", block_text(entry.block))
    if found.proxy is None:
        yield Row("code", "its own, as far as could be told")
    else:
        yield from _proxy_rows(found.proxy)
    for switch in found.switches:
        yield _switch_row(switch)


def _proxy_rows(proxy: Proxy) -> Iterator[Row]:
    yield Row("code", say("{kind}: it runs the code of another contract", kind=proxy.kind))
    if isinstance(proxy.implementation, Unavailable):
        yield not_known("implementation", str(proxy.implementation))
        return
    yield Row("implementation", spell(proxy.implementation))
    if isinstance(proxy.code_hash, Unavailable):
        yield not_known("code hash of that", str(proxy.code_hash))
    else:
        yield Row("code hash of that", proxy.code_hash)


def _switch_row(switch: Switch) -> Row:
    if isinstance(switch.value, Unavailable):
        return not_known(switch.name, str(switch.value))
    return Row(switch.name, switch.value)
