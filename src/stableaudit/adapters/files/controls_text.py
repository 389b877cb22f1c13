"""A snapshot of who controls a token as the TOML that `controls_file` reads back.

Same snapshot, same bytes: one order, one spelling, no clock. One member a line, so that a change of
one is a change of one line.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from stableaudit.adapters.files.addresses import checksummed
from stableaudit.adapters.files.controls_file import KINDS, SCHEMA_VERSION
from stableaudit.adapters.files.vocabulary import UNKNOWN
from stableaudit.domain.control_snapshot import (
    ControlSnapshot,
    KeptActor,
    KeptControls,
    KeptOffice,
)
from stableaudit.domain.identifiers import AccountId, ChainId
from stableaudit.domain.power_map import Rule
from stableaudit.domain.untrusted import escape, is_hidden

_HEAD: Final = """\
# Who controls this token: written by `stableaudit controls TOKEN --write FILE`. Review it, keep it
# under version control, and give it to `stableaudit check TOKEN --controls FILE`, which says what
# has changed since. "unknown" was not read, and is compared with nothing.
"""
_SIMULATED: Final = "# SIMULATED NETWORK: a chain is a devnet; nothing here is the real token's."


def controls_text(
    snapshot: ControlSnapshot, keys: Mapping[ChainId, str], *, simulated: bool
) -> str:
    """Return the file of a snapshot.

    Args:
        snapshot: what to write.
        keys: the key of every chain that it names.
        simulated: whether any of those chains is a devnet.
    """
    lines = (*_head(snapshot, simulated=simulated), *_deployments(snapshot, keys))
    return "\n".join(lines) + "\n"


def _head(snapshot: ControlSnapshot, *, simulated: bool) -> Iterator[str]:
    yield _HEAD + (f"{_SIMULATED}\n" if simulated else "")
    yield f'schema_version = "{SCHEMA_VERSION}"'
    yield f"token = {_quoted(snapshot.token)}"


def _deployments(snapshot: ControlSnapshot, keys: Mapping[ChainId, str]) -> Iterator[str]:
    for one in snapshot.deployments:
        yield ""
        yield "[[deployments]]"
        yield f"chain = {_quoted(keys[one.asset.chain])}"
        yield from _deployment(one)


def _deployment(one: KeptControls) -> Iterator[str]:
    yield f"address = {_account(one.asset.contract)}"
    yield f"block = {one.block}"
    yield f"code_hash = {_hash(one.code_hash)}"
    if one.proxy is not None:
        yield f"implementation = {_account(one.proxy.implementation)}"
        yield f"implementation_code_hash = {_hash(one.proxy.code_hash)}"
    yield from _offices("deployments.offices", one.offices)
    for actor in one.actors:
        yield ""
        yield "[[deployments.actors]]"
        yield from _actor(actor)


def _actor(actor: KeptActor) -> Iterator[str]:
    yield f"account = {_account(actor.account)}"
    yield f'kind = "{KINDS[actor.kind]}"'
    if actor.code_hash is not None:
        yield f"code_hash = {_hash(actor.code_hash)}"
    if actor.delay_seconds is not None:
        yield f"delay_seconds = {actor.delay_seconds}"
    for rule in actor.rules:
        yield ""
        yield "[[deployments.actors.rules]]"
        yield from _rule(rule)
    yield from _offices("deployments.actors.heads", actor.heads)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"name = {_quoted(rule.name)}"
    yield f"threshold = {rule.threshold}"
    yield "members = ["
    for member in rule.members:
        yield f"  {{ account = {_account(member.account)}, weight = {member.weight} }},"
    yield "]"


def _offices(table: str, offices: tuple[KeptOffice, ...]) -> Iterator[str]:
    for office in offices:
        yield ""
        yield f"[[{table}]]"
        yield f"office = {_quoted(office.office)}"
        yield f"holder = {_account(office.holder)}"


def _account(account: AccountId | None) -> str:
    return f'"{UNKNOWN if account is None else checksummed(account)}"'


def _hash(digits: str | None) -> str:
    return f'"{UNKNOWN if digits is None else digits}"'


def _quoted(text: str) -> str:
    """Return a text as a TOML string; what shows nothing is in it by its number, as text."""
    shown = "".join(escape(one) if is_hidden(one) else one for one in text)
    return json.dumps(shown, ensure_ascii=False)
