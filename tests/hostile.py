"""Hostile text and figures, and documents that hold them wherever somebody may have put them.

The corpus is ours, by whom it would act on: terminals (escape and OSC sequences), eyes (invisible,
directional and confusable characters), browsers, XML, Markdown, spreadsheets, CI runners, rich,
metrics. Every renderer's test takes it from here.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import date

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
from stableaudit.report.document import Document, build
from tests.unit.report import cases

CORPUS = (
    *("\x1b[2J", "\x1b]0;t\x07", "\x1b]8;;http://x\x1b\\", "\x9b31m", "\r", "\x08", "\x7f"),
    *("\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\U000e0041", "\ud800"),
    "USD\u041aG",
    *("<img src=x onerror=1>", '"><script>', "</script>", "javascript:"),
    *("]]>", "&lt;b&gt;", "&#27;", "<!-- x -->", "<?xml?>", "<details>"),
    *("![x](http://x)", "```", "|", "\n# h", "[x](http://x)", "[x]: //x", "<http://x>"),
    *("\\|", "`|`", "`` ` ``", "http://x.invalid", "www.x.invalid", "x@x.invalid", "@octocat"),
    *("=1+1", " =1", "\u00a0=1", "+7", "-1+1", "@x", "\t=", "\uff1d1", "a\n=1", "-5.25"),
    *("\n::error::x", "\n::stop-commands::y", "::error::x", "##[error]x", "%0A::error::x"),
    *("[red]", "[/x]", "[link=http://x]x[/link]", ":smile:"),
    *('"}\nfake 1', "# HELP x y", "\n# EOF", "x|y=1;2;3"),
    "",
    "x" * 10_240,
    "\\u202e",
)

RUNNER_COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)


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
