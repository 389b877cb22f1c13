"""Who controls a token, for people and for machines: whole, once, and never more than was read."""

import json
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from jsonschema import (  # type: ignore[import-untyped]  # no types are shipped with it
    Draft202012Validator,
)

from stableaudit.domain.findings import Severity
from stableaudit.domain.power_map import (
    Actor,
    ActorKind,
    Grip,
    Member,
    Power,
    PowerMap,
    Proposal,
    Proxy,
    ProxyKind,
    Rule,
    Switch,
)
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import KnownAccount
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.report.accounts import spell
from stableaudit.report.console import render_blocks, render_text
from stableaudit.report.document import build
from stableaudit.report.json_v1 import json_schema, render_json
from stableaudit.report.pages.control_tree import delay_text, rule_text
from stableaudit.report.pages.controls import control
from stableaudit.report.sections.controls import ControlEntry
from stableaudit.report.v1 import fill_controls
from stableaudit.report.v1.controls import Control
from tests.cases import NO_ANSWER, SOURCE, block, healthy_case
from tests.control_cases import (
    CODE_HASH,
    COUNCIL,
    IMPLEMENTATION,
    KEYS,
    MULTISIG,
    ON_ETHEREUM,
    ON_TRON,
    OTHER_HASH,
    TIMELOCK,
    TRON_OWNER,
    TRON_SECOND,
    account,
    case_with_controls,
    ethereum_map,
    tron_map,
    unread_map,
)

LABELS = {MULTISIG: "Issuer Safe"}


def entry(found: PowerMap | Unavailable) -> ControlEntry:
    of = ON_TRON if found == tron_map() else ON_ETHEREUM
    return ControlEntry(of, "Chain", False, block(of.asset.chain), found, LABELS)  # noqa: FBT003 - a made-up record


def lines(found: PowerMap | Unavailable, *, verbose: bool = False) -> list[str]:
    """The page on long lines, indents kept, columns as one blank."""
    blocks = control(entry(found), verbose=verbose)
    shown = render_blocks(blocks, width=200, colour=False).splitlines()
    return [
        " " * (len(line) - len(line.lstrip())) + " ".join(line.split()) for line in shown if line
    ]


def whole(case: Case) -> str:
    result = judge(case, fail_on=Severity.HIGH)
    return render_text(build(result), width=200, colour=False)


def test_tree_leads_from_power_over_timelock_and_multisig_to_keys() -> None:
    multisig = f"{spell(MULTISIG)} (Issuer Safe), a multisig, by its own word"
    shown = lines(ethereum_map())
    assert shown[shown.index("    upgrade — EIP-1967 admin slot") :] == [
        "    upgrade — EIP-1967 admin slot",
        f"      {spell(TIMELOCK)}, a timelock, by its own word",
        "        2 d between a proposal and its execution",
        f"        admin(): {multisig}",
        "          owners: 3 of 7",
        *(f"            {spell(key)}, a key" for key in KEYS),
        f"            {spell(COUNCIL)}, a contract with an owner",
        # the cycle ends here
        f"              owner(): {spell(MULTISIG)} (Issuer Safe), a multisig, by its own",
        "                word: see above",
        f"          modules that act without its owners: {KEYS[0].local}",
        "    issue, redeem, pause, set a fee — owner()",
        f"      {multisig}: see above",
        "    destroy, freeze — compliance()",
        "      not known: asked operator a (http://127.0.0.1) for it: refused",
        "    Who proposes is not known.",
    ]


def test_proxy_and_switches_stand_before_the_tree() -> None:
    assert lines(ethereum_map())[:8] == [
        "  Chain",
        f"    contract {spell(ON_ETHEREUM.asset.contract)}",
        "    reference block block 1,000 0x00000000… of 2026-11-21T11:50:00Z",
        "    code EIP-1967 proxy: it runs the code of another contract",
        f"    implementation {spell(IMPLEMENTATION)}",
        f"    code hash of that {OTHER_HASH}",
        "    paused() no",
        "    basisPointsRate() not known: asked operator a (http://127.0.0.1) for it: refused",
    ]


def test_hashes_of_actors_are_shown_where_all_is_to_be_shown() -> None:
    shown = lines(ethereum_map(), verbose=True)
    assert shown.count(f"        code hash {CODE_HASH}") == 1
    assert not any(CODE_HASH in line for line in lines(ethereum_map()))


def test_tron_permissions_show_weights_and_who_was_not_read() -> None:
    assert lines(tron_map())[3:] == [
        "    code its own, as far as could be told",
        "    issue — owner()",
        f"      {TRON_OWNER.local}, an account with permissions of its own",
        "        owner permission: weight 3 of 3, 2 members",
        f"          {account(0xC001, ON_TRON.asset.chain).local}, weight 2, not read",
        "            asked operator a (http://127.0.0.1) for it: refused",
        f"          {TRON_SECOND.local}, a key",
        "        active permission daily: 1 of 1",
        f"          {TRON_SECOND.local}, a key",
        "        its own key has no power",
        "    freeze — compliance()",
        f"      {account(0, ON_TRON.asset.chain).local}, nobody: the zero address",
    ]


def test_what_was_not_read_is_said_and_nothing_in_its_place() -> None:
    shown = "\n".join(lines(unread_map()))
    assert "implementation not known: asked" in shown
    assert "code hash of that" not in shown
    assert shown.count("not known: asked") == 2
    code_unread = replace(unread_map(), proxy=Proxy(ProxyKind.ZOS, IMPLEMENTATION, NO_ANSWER))
    assert "code hash of that not known: asked" in "\n".join(lines(code_unread))
    assert lines(NO_ANSWER)[1].startswith("    control not known: asked operator a")


def test_account_beyond_the_map_is_said_to_be_not_followed() -> None:
    found = replace(ethereum_map(), actors=ethereum_map().actors[:1])
    assert f"        admin(): {spell(MULTISIG)} (Issuer Safe), not followed further" in lines(found)


@pytest.mark.parametrize(
    ("threshold", "weights", "said"),
    [
        (2, (1, 1, 1), "r: 2 of 3"),
        (1, (1, 1, 1), "r: 1 of 3; one of them is enough"),
        (1, (1,), "r: 1 of 1"),
        (2, (2,), "r: weight 2 of 2, 1 member"),
        (2, (2, 1), "r: weight 2 of 3, 2 members; one of them is enough"),
        (1000, (999, 1), "r: weight 1,000 of 1,000, 2 members"),
        (1, (), "r: 1 of 0"),
    ],
)
def test_rule_says_how_many_of_how_many(
    threshold: int, weights: tuple[int, ...], said: str
) -> None:
    members = tuple(Member(account(place), weight) for place, weight in enumerate(weights))
    assert rule_text(Rule("r", threshold, members)) == said


def test_delay_of_nothing_is_said_in_words() -> None:
    assert delay_text(0) == "no delay between a proposal and its execution"
    assert delay_text(90_000) == "1 d 1 h between a proposal and its execution"


def test_page_is_in_the_report_where_somebody_asked_and_nowhere_else() -> None:
    assert "\nCONTROL\n" not in whole(healthy_case())
    shown = whole(case_with_controls())
    assert shown.count("\nCONTROL\n") == 1
    assert shown.index("\nCONTROL\n") < shown.index("\nRESERVE")
    assert f"{spell(account(0xD000))}, a key" in shown


def test_label_of_the_registry_stands_beside_the_account() -> None:
    case = case_with_controls()
    labelled = replace(
        case.scope.token, accounts=(KnownAccount(account(0xD000), "Owner", "owner", SOURCE),)
    )
    shown = whole(replace(case, scope=replace(case.scope, token=labelled)))
    assert f"{spell(account(0xD000))} (Owner), a key" in shown


def test_deployment_that_nobody_could_ask_is_shown_as_not_known() -> None:
    case = case_with_controls()
    evidence = replace(
        case.evidence,
        controls=case.evidence.controls[1:],
        chains=(replace(case.evidence.chains[0], reference=NO_ANSWER), *case.evidence.chains[1:]),
    )
    shown = " ".join(whole(replace(case, evidence=evidence)).split("\nCONTROL\n")[1].split())
    assert shown.startswith("Tron control not known: asked nobody for who controls tron:0x2b6653dc")
    assert "the chain has no reference block" in shown
    gone = replace(evidence, chains=evidence.chains[1:])
    found = json.loads(
        render_json(build(judge(replace(case, evidence=gone), fail_on=Severity.HIGH)), 3)
    )
    assert found["controls"][0]["block"]["came"] == "the chain has no reference block"


def test_map_whose_block_is_not_known_says_so() -> None:
    blocks = control(replace(entry(ethereum_map()), block=NO_ANSWER), verbose=False)
    shown = render_blocks(blocks, width=200, colour=False)
    assert "reference block               not known: asked operator a" in shown


def report(case: Case) -> Any:  # noqa: ANN401 - JSON
    found = json.loads(render_json(build(judge(case, fail_on=Severity.HIGH)), 0))
    assert list(Draft202012Validator(json_schema()).iter_errors(found)) == []
    return found


def test_json_is_valid_by_its_schema_and_empty_where_nobody_asked() -> None:
    assert report(healthy_case())["controls"] == []
    on_tron, on_ethereum = report(case_with_controls())["controls"]
    assert on_ethereum["control"]["offices"] == [
        {
            "office": "owner()",
            "powers": ["issue", "redeem", "pause", "set a fee"],
            "holder": {
                "status": "known",
                "account": "eip155:1:0x000000000000000000000000000000000000d000",
                "address": "0x000000000000000000000000000000000000d000",
            },
        }
    ]
    assert on_ethereum["control"]["actors"][0]["kind"] == "KEY"
    (rule,) = on_tron["control"]["actors"][0]["rules"]
    assert (rule["threshold"], rule["one_is_enough"]) == ("2", False)
    assert [member["weight"] for member in rule["members"]] == ["1", "1"]


def test_json_of_a_map_has_every_actor_once_and_every_absence_with_its_reason() -> None:
    found = fill_controls.control(entry(ethereum_map()))
    shown = _plain(found)
    control_map = shown["control"]
    assert (control_map["status"], len(control_map["actors"])) == ("mapped", 9)
    timelock, multisig = control_map["actors"][:2]
    assert (timelock["kind"], timelock["delay_seconds"]) == ("TIMELOCK", "172800")
    assert timelock["heads"][0]["powers"] == ["appoint"]
    assert (multisig["label"], multisig["code_hash"]) == ("Issuer Safe", CODE_HASH)
    assert multisig["delay_seconds"] is None
    assert control_map["offices"][2]["holder"]["came"] == "refused"
    assert control_map["switches"][0]["value"] == {"status": "known", "value": "no"}
    assert control_map["switches"][1]["value"]["status"] == "unavailable"
    assert control_map["proxy"]["code_hash"]["value"] == OTHER_HASH
    assert control_map["unknown"] == ["Who proposes is not known."]
    unread = _plain(fill_controls.control(entry(NO_ANSWER)))
    assert unread["control"]["status"] == "unavailable"


def test_json_has_a_word_for_every_power_and_every_kind() -> None:
    every = Actor(account(1), ActorKind.KEY, heads=(Grip(tuple(Power), "owner()", account(2)),))
    actors = tuple(replace(every, kind=kind) for kind in ActorKind)
    found = replace(ethereum_map(), actors=actors, switches=(Switch("paused()", "yes"),))
    shown = _plain(fill_controls.control(entry(found)))["control"]
    assert [actor["kind"] for actor in shown["actors"]] == [kind.name for kind in ActorKind]
    assert shown["actors"][0]["heads"][0]["powers"] == [power.value for power in Power]


def _plain(found: Control) -> Any:  # noqa: ANN401 - JSON
    return json.loads(msgspec.json.encode(found))


WAITS = Proposal(
    MULTISIG,
    b"\xd1" * 32,
    4,
    KEYS[:2],
    3,
    ON_ETHEREUM.asset.contract,
    bytes.fromhex("867904b4"),
    KEYS[2],
    10_000_000_000000,
)


def test_issuance_that_waits_is_shown_with_its_amount_and_who_approved() -> None:
    found = replace(
        ethereum_map(), pending=(WAITS, replace(WAITS, recipient=None, base_units=None))
    )
    made = replace(entry(found), symbol="USDKG")
    blocks = control(made, verbose=False)
    shown = " ".join(render_blocks(blocks, width=200, colour=False).split())
    assert f"issue 10,000,000 USDKG to {spell(KEYS[2])}; 2 of 3 approved it" in shown
    assert f"a call of 0x867904b4 to {spell(ON_ETHEREUM.asset.contract)}" in shown
    told = msgspec.to_builtins(fill_controls.control(made))["control"]["pending"]
    assert [one["issues"] for one in told] == ["10000000000000", None]
    assert [len(one["approved_by"]) for one in told] == [2, 2]
    nobody = replace(entry(replace(found, pending=(replace(WAITS, approved_by=()),))), symbol="X")
    text = " ".join(render_blocks(control(nobody, verbose=False), width=200, colour=False).split())
    assert "0 of 3 approved it (nobody)" in text
