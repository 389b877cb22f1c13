"""The document: everything of the result is in it, and what is missing says why."""

from dataclasses import replace

from stableaudit.domain.findings import Severity
from stableaudit.domain.readings import Unavailable
from stableaudit.reconcile.case import Case
from stableaudit.reconcile.judge import judge
from stableaudit.report.document import Document, build
from tests.unit.report import cases


def built(case: Case) -> Document:
    return build(judge(case, fail_on=Severity.HIGH))


def without_evidence() -> Document:
    case = cases.usdkg_case()
    bare = replace(case.evidence, chains=(), deployments=(), feeds=())
    return built(replace(case, evidence=bare))


def test_build_same_result_gives_the_same_document() -> None:
    assert build(cases.usdkg()) == build(cases.usdkg())


def test_build_any_simulated_chain_makes_the_document_simulated() -> None:
    case = cases.usdkg_case(simulated=False)
    chains = (*case.scope.chains[:2], cases.chain(cases.BNB, simulated=True))
    document = built(replace(case, scope=replace(case.scope, chains=chains)))
    assert document.simulated
    assert [entry.simulated for entry in document.chains] == [False, False, True]
    assert [entry.simulated for entry in document.supply.deployments] == [False, False]
    assert [entry.simulated for entry in document.reserve.feeds] == [False, True]


def test_build_real_chains_only_is_not_simulated() -> None:
    assert not built(cases.usdkg_case(simulated=False)).simulated


def test_build_deployment_without_evidence_says_that_it_was_not_asked() -> None:
    supplies = [entry.supply for entry in without_evidence().supply.deployments]
    assert [type(supply) for supply in supplies] == [Unavailable, Unavailable]


def test_build_feed_without_evidence_says_that_it_was_not_asked() -> None:
    feeds = without_evidence().reserve.feeds
    assert [(type(entry.round), entry.price) for entry in feeds] == [(Unavailable, None)] * 2


def test_build_chain_without_evidence_says_that_it_was_not_asked() -> None:
    references = [entry.reference for entry in without_evidence().chains]
    assert [type(reference) for reference in references] == [Unavailable] * 3


def test_build_account_without_evidence_says_that_it_was_not_asked() -> None:
    (entry,) = without_evidence().accounts
    assert isinstance(entry.balance, Unavailable)
    assert entry.amount is None


def test_build_account_on_a_chain_out_of_scope_is_kept_under_its_name() -> None:
    case = cases.usdkg_case()
    token = replace(cases.USDKG, accounts=(replace(cases.OWNER, account=cases.ELSEWHERE),))
    (entry,) = built(replace(case, scope=replace(case.scope, token=token))).accounts
    assert (entry.chain_title, entry.simulated) == ("eip155:10", False)


def test_build_account_that_was_read_has_its_amount() -> None:
    (entry,) = build(cases.kgst()).accounts
    assert entry.amount is not None
    assert entry.amount.tokens == 284_567_410


def test_build_times_are_in_order() -> None:
    seconds = [entry.seconds for entry in build(cases.usdkg()).times]
    assert seconds == sorted(seconds)
    assert len(seconds) == 6


def test_build_checks_count_their_findings() -> None:
    document = build(cases.usdkg())
    counts = {entry.id: entry.findings for entry in document.checks if entry.findings}
    noted = {"COV-04": 1, "FLO-01": 1, "FLO-04": 1, "RSK-01": 1, "RSK-04": 1, "RSK-05": 1}
    own = {"DEC-03": 1, "DEC-04": 1, "DEC-05": 1, "DEC-08": 1, "DEC-10": 1}
    assert counts == {**own, **noted}


def test_build_command_of_a_token_file_is_quoted_for_a_shell() -> None:
    case = cases.usdkg_case()
    token = replace(cases.USDKG, key="./my token;rm.toml")
    command = built(replace(case, scope=replace(case.scope, token=token))).repeat
    assert command == (
        "stableaudit check './my token;rm.toml' --as-of 2026-11-20T15:00:00Z --fail-on high"
    )


def test_build_without_evidence_keeps_every_mark_of_simulation() -> None:
    document = without_evidence()
    marks = [
        *(entry.simulated for entry in document.chains),
        *(entry.simulated for entry in document.supply.deployments),
        *(entry.simulated for entry in document.reserve.feeds),
        *(entry.simulated for entry in document.accounts),
    ]
    assert marks == [True] * 8


def test_build_token_of_a_file_is_repeated_by_the_name_of_the_file() -> None:
    case = cases.usdkg_case()
    named = replace(case.scope, named="./my tokens/token.toml")
    command = built(replace(case, scope=named)).repeat
    assert command.startswith("stableaudit check './my tokens/token.toml' --as-of ")


def test_build_command_repeats_every_file_that_was_named() -> None:
    case = cases.usdkg_case()
    files = (("--prices", "my gold.csv"), ("--rates", "./daily.xml"))
    command = built(replace(case, scope=replace(case.scope, files=files))).repeat
    assert " --prices 'my gold.csv' --rates ./daily.xml --as-of " in command
