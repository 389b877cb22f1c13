"""Hostile text and figures through every renderer.

The corpus is ours, by whom it would act on: terminals (escape and OSC sequences), eyes (invisible,
directional and confusable characters), browsers, Markdown, spreadsheets, CI runners, rich, metrics.

Whoever names a token, runs a node or writes a file cannot move a cursor, forge a line, command a CI
runner, break a format or stop the report.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import (  # type: ignore[import-untyped]  # no types are shipped with it
    Draft202012Validator,
)

from stableaudit.domain.blocks import BlockStamp
from stableaudit.domain.control_questions import (
    CodeOf,
    Getter,
    Permission,
    Permissions,
    PermissionsOf,
    WeightedKey,
)
from stableaudit.domain.declarations import Provenance, Unknown
from stableaudit.domain.evidence import ControlEvidence, Incident
from stableaudit.domain.finality import FinalBlock, FinalityEvidence
from stableaudit.domain.findings import Severity
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.instants import LAST_INSTANT
from stableaudit.domain.questions import Round
from stableaudit.domain.readings import Reading, Source, Unavailable
from stableaudit.domain.reserve_assets import Custody
from stableaudit.domain.tokens import Deployment
from stableaudit.domain.untrusted import Untrusted
from stableaudit.domain.waivers import Waiver, WaiverList
from stableaudit.reconcile.judge import Result, judge
from stableaudit.report.console import render_text, render_verdict_line
from stableaudit.report.document import Document, build
from stableaudit.report.json_v1 import json_schema, render_error_json, render_json
from tests.unit.report import cases

CORPUS = (
    *("\x1b[2J", "\x1b]0;t\x07", "\x1b]8;;http://x\x1b\\", "\x9b31m", "\r", "\x08", "\x7f"),
    *("\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\U000e0041", "\ud800"),
    "USD\u041aG",
    *("<img src=x onerror=1>", '"><script>', "</script>", "javascript:"),
    *("![x](http://x)", "```", "|", "\n# h"),
    *("=1+1", " =1", "\u00a0=1", "+7", "-1+1", "@x", "\t=", "\uff1d1", "a\n=1", "-5.25"),
    *("\n::error::x", "\n::stop-commands::y", "::error::x", "##[error]x"),
    *("[red]", "[/x]", "[link=http://x]x[/link]", ":smile:"),
    '"}\nfake 1',
    "",
    "x" * 10_240,
    "\\u202e",
)

_RUNNER_COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)
_VALID = Draft202012Validator(json_schema())


def poisoned(text: str) -> Document:
    """A document with `text` wherever a person, a chain or a server may have put one."""
    case = cases.usdkg_case()
    provenance = Provenance(text, text)
    source = Source(text, text, text)
    gold = replace(
        cases.GOLD, custody=Custody(custodian=text), fineness=Unknown(text), provenance=provenance
    )
    assurance = replace(cases.ASSURANCE, signer=text, network=text, standard=text)
    token = replace(
        cases.USDKG,
        key=text,
        title=text,
        symbol=text,
        issuer=text,
        peg=replace(cases.USDKG.peg, currency=text),
        accounts=(replace(cases.OWNER, label=text, role=text, provenance=provenance),),
        open_points=(
            replace(cases.USDKG.open_points[0], about=text, statement=text, provenance=provenance),
        ),
        statement=replace(
            cases.STATEMENT, id=text, issuer=text, reserves=(gold,), assurance=assurance
        ),
    )
    chains = tuple(
        replace(
            entry,
            incidents=(
                Incident(entry.chain, dissent=True, what=text),
                Incident(entry.chain, dissent=False, what=text),
            ),
            endpoints=tuple(
                replace(
                    one,
                    operator=text,
                    endpoint=text,
                    vitals=Unavailable(text, text, text, text, text, text),
                )
                for one in entry.endpoints
            ),
            finality=FinalityEvidence(
                FinalBlock(cases.block(entry.chain, later=9), 2, 3, 2, (text,), (text,)),
                Unavailable(text, text, text, text, text, text),
            ),
        )
        for entry in case.evidence.chains
    )
    deployments = tuple(
        replace(
            entry,
            total_supply=sourced(entry.total_supply, source),
            name=cases.read(Untrusted(text), entry.asset.chain, text),
            symbol=cases.read(Untrusted(text), entry.asset.chain, text),
        )
        for entry in case.evidence.deployments
    )
    return build(
        judge(
            replace(
                case,
                scope=replace(
                    case.scope,
                    token=token,
                    waivers=WaiverList(text, text, (waiver_of(text), unused_waiver(text))),
                ),
                evidence=replace(
                    case.evidence,
                    chains=chains,
                    deployments=deployments,
                    controls=tuple(poisoned_control(one, text) for one in token.deployments),
                ),
            ),
            fail_on=Severity.HIGH,
        )
    )


def waiver_of(text: str) -> Waiver:
    """A waiver of what the case has, the age of its statement, with `text` in every word of it."""
    return Waiver("DEC-03", "", f"late {text}", f"me {text}", date(2026, 12, 31))


def unused_waiver(text: str) -> Waiver:
    return replace(waiver_of(text), subject=f"it {text}", expires=date(2020, 1, 1))


def poisoned_control(of: Deployment, text: str) -> ControlEvidence:
    """An owner whose permission is called `text`, and whatever is missing for the reason `text`."""
    token, chain = of.asset.contract, of.asset.chain
    owner = AccountId(chain, bytes([9]) * 20)
    absent = Unavailable(text, text, text, text, text, text)
    named = Permission(2, text, 1, (WeightedKey(token, 3),), b"")
    permissions = Permissions(is_contract=False, owner=named, active=(named,))
    return ControlEvidence(
        of.asset,
        (
            (Getter(token, "owner()"), cases.read(bytes(12) + owner.address, chain, text)),
            (Getter(token, "compliance()"), absent),
            (Getter(token, "paused()"), absent),
            (PermissionsOf(owner), cases.read(permissions, chain, text)),
            (CodeOf(owner), absent),
        ),
    )


def sourced(observed: Reading[int] | Unavailable, source: Source) -> Reading[int]:
    assert isinstance(observed, Reading)
    return replace(observed, sources=(source, source))


def huge() -> Result:
    """Figures as large as a contract can answer, and a node can invent."""
    case = cases.usdkg_case()
    most = (1 << 256) - 1
    block = BlockStamp(cases.ETHEREUM, most, "0x" + "f" * 64, LAST_INSTANT)
    latest = Round(most, -(1 << 255), most, most)
    deployments = tuple(
        replace(
            entry,
            total_supply=replace(
                cases.read(most, entry.asset.chain, "totalSupply()"), observed_at=block
            ),
            decimals=cases.read(most, entry.asset.chain, "decimals()"),
        )
        for entry in case.evidence.deployments
    )
    feeds = tuple(
        replace(entry, round=cases.read(latest, entry.contract.chain, "latestRoundData()"))
        for entry in case.evidence.feeds
    )
    chains = tuple(replace(entry, reread=block) for entry in case.evidence.chains)
    evidence = replace(case.evidence, chains=chains, deployments=deployments, feeds=feeds)
    return judge(replace(case, evidence=evidence), fail_on=Severity.HIGH)


def hidden(text: str) -> set[str]:
    return {
        one
        for one in text
        if one != "\n" and unicodedata.category(one) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    }


def plain(document: Document) -> str:
    return render_text(document, width=80, colour=False, verbose=True)


def coloured(document: Document) -> str:
    text = render_text(document, width=80, colour=True, verbose=True)
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def as_json(document: Document) -> str:
    return render_json(document, 3).decode()


RENDERERS = (plain, coloured, render_verdict_line, as_json)


@pytest.mark.parametrize("text", CORPUS)
@pytest.mark.parametrize("render", RENDERERS)
def test_render_corpus_text_hides_and_commands_nothing(
    render: Callable[[Document], str], text: str
) -> None:
    output = render(poisoned(text))
    assert hidden(output) == set()
    assert _RUNNER_COMMAND.findall(output) == []


@settings(deadline=None, max_examples=30)  # four whole reports an example
@given(st.text(max_size=60))
def test_render_any_text_hides_and_commands_nothing(text: str) -> None:
    document = poisoned(text)
    for render in RENDERERS:
        output = render(document)
        assert hidden(output) == set()
        assert _RUNNER_COMMAND.findall(output) == []


@settings(deadline=None)  # the machine is shared; time is no part of the property
@given(st.text(max_size=60))
def test_render_json_any_text_is_valid_and_round_trips(text: str) -> None:
    output = as_json(poisoned(text))
    report = json.loads(output)
    assert list(_VALID.iter_errors(report)) == []
    assert json.dumps(report, indent=2, sort_keys=True, ensure_ascii=False) + "\n" == output


@settings(deadline=None)  # the machine is shared; time is no part of the property
@given(st.text(max_size=60))
def test_render_error_json_any_text_is_valid(text: str) -> None:
    failure = json.loads(render_error_json(text, text, text, 1))
    assert list(_VALID.iter_errors(failure)) == []


@pytest.mark.parametrize("text", ["[red]", "[/x]", "[link=http://x]x[/link]", ":smile:"])
def test_render_text_markup_is_shown_as_it_is(text: str) -> None:
    assert text in plain(poisoned(text))


def test_render_text_forged_verdict_does_not_become_the_last_line() -> None:
    output = plain(poisoned("\nRECONCILED (exit code 0): nothing found counts against it\n"))
    assert output.splitlines()[-1].startswith("INCONCLUSIVE (exit code 3)")
    assert [line for line in output.splitlines() if line.startswith("RECONCILED")] == []


@pytest.mark.parametrize("render", RENDERERS)
def test_render_huge_figures_are_shown_and_break_nothing(
    render: Callable[[Document], str],
) -> None:
    output = render(build(huge()))
    assert hidden(output) == set()
    assert "RECONCILED" not in output.replace("UNRECONCILED", "")


def test_render_json_huge_figures_are_valid_and_exact() -> None:
    report = json.loads(as_json(build(huge())))
    assert list(_VALID.iter_errors(report)) == []
    supply = report["supply"]["deployments"][0]["total_supply"]
    assert int(supply["value"]) == (1 << 256) - 1
    assert int(supply["observed_block"]["number"]) == (1 << 256) - 1
    updated = report["reserve"]["feeds"][0]["round"]["updated_at"]
    assert updated == {"seconds": str((1 << 256) - 1), "utc": None}
