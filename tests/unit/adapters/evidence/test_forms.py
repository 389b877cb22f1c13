"""What each kind of value is written as, and what is refused instead of read."""

from array import array
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stableaudit.adapters.evidence.forms import describe, form_of
from stableaudit.adapters.evidence.leaves import FormError
from stableaudit.domain.declarations import Unknown
from stableaudit.domain.evidence import Evidence
from stableaudit.domain.ledger import Attribution, Boundary, Entry, EntryKind, Party
from stableaudit.domain.ledger_evidence import LedgerState
from stableaudit.domain.policy import Policy
from stableaudit.domain.readings import Pin
from stableaudit.domain.statements import ReserveStatement
from stableaudit.domain.tokens import Endpoint
from stableaudit.reconcile.case import Scope
from tests.cases import STATEMENT, healthy_case

ANY: dict[object, st.SearchStrategy[object]] = {
    int: st.integers(-(2**256), 2**256),
    str: st.text(),
    bool: st.booleans(),
    bytes: st.binary(max_size=64),
    Fraction: st.fractions(),
    date: st.dates(),
    Pin: st.sampled_from(Pin),
    tuple[int, ...]: st.lists(st.integers()).map(tuple),
    tuple[str, int]: st.tuples(st.text(), st.integers()),
    frozenset[bytes]: st.frozensets(st.binary(max_size=4)),
    Mapping[bytes, Mapping[int, int]]: st.dictionaries(
        st.binary(max_size=4), st.dictionaries(st.integers(), st.integers())
    ),
    int | None: st.none() | st.integers(),
    type(None): st.none(),
    str | Unknown: st.text() | st.builds(Unknown),
    Party: st.binary(max_size=20) | st.sampled_from(Boundary),
}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_form_any_value_is_read_as_it_was_written(data: st.DataObject) -> None:
    hint = data.draw(st.sampled_from(list(ANY)))
    value = data.draw(ANY[hint])
    form = form_of(hint)
    assert form.decode(form.encode(value)) == value


@pytest.mark.parametrize(
    ("hint", "plain"),
    [
        (int, 7),
        (int, "07"),
        (int, "-0"),
        (int, "+7"),
        (int, "1_000"),
        (int, " 7"),
        (int, "\u0667"),
        (int, "9" * 1001),
        (int, True),
        (Fraction, "1"),
        (Fraction, "1/0"),
        (Fraction, "1/-2"),
        (str, 7),
        (str, None),
        (bool, "true"),
        (bool, 1),
        (bytes, "0"),
        (bytes, "zz"),
        (date, "2026-13-01"),
        (date, "today"),
        (Pin, "HIGHEST"),
        (Pin, 3),
        (type(None), 0),
        (type(None), "null"),
        (tuple[int, ...], {"0": "1"}),
        (tuple[int, ...], "12"),
        (tuple[str, int], ["a"]),
        (int | None, "7"),
        (str | Unknown, {"str": "a", "Unknown": {}}),
        (str | Unknown, {"int": "7"}),
        (str | Unknown, {}),
        (Endpoint, {"operator": "a", "label": "b", "key": "c"}),
        (Endpoint, {"operator": "a", "label": 7}),
        (Entry, {"kind": "MINT"}),
        (Entry, []),
    ],
)
def test_form_what_it_never_writes_is_refused(hint: object, plain: object) -> None:
    with pytest.raises(FormError):
        form_of(hint).decode(plain)


def test_form_of_an_array_refuses_what_does_not_fit_64_bits() -> None:
    state = next(one.state for one in healthy_case().evidence.ledgers)
    form = form_of(LedgerState)
    plain = form.encode(state)
    assert isinstance(plain, dict)
    plain["sheets"][0]["BalanceSheet"]["observed"] = [str(2**63)]
    with pytest.raises(FormError, match=r"sheets\.0\.BalanceSheet\.observed"):
        form.decode(plain)


def test_form_of_an_array_gives_an_array() -> None:
    state = next(one.state for one in healthy_case().evidence.ledgers)
    form = form_of(LedgerState)
    read = form.decode(form.encode(state))
    assert read == state
    assert isinstance(getattr(read, "sheets")[0].observed, array)  # noqa: B009 - read is an object


def test_form_a_value_that_its_type_refuses_says_where() -> None:
    form = form_of(Policy)
    plain = form.encode(Policy())
    assert isinstance(plain, dict)
    with pytest.raises(FormError, match="min_coverage must be above 0"):
        form.decode({**plain, "min_coverage": "0/1"})


def test_form_of_a_statement_holds_the_statements_before_it() -> None:
    form = form_of(ReserveStatement)
    plain = form.encode(STATEMENT)
    assert isinstance(plain, dict)
    deeper = {**plain, "previous": {"ReserveStatement": plain}}
    read = form.decode(deeper)
    assert isinstance(read, ReserveStatement)
    assert (read.previous, form.encode(read)) == (STATEMENT, deeper)


def test_form_of_an_endpoint_has_neither_its_key_nor_its_url() -> None:
    endpoint = Endpoint("o", "https://me:pass@h:1/v3/SECRETSECRET?k=SECRETSECRET", "X-Key", "k3y")
    plain = form_of(Endpoint).encode(endpoint)
    assert plain == {"operator": "o", "label": "https://h:1/…"}
    read = form_of(Endpoint).decode(plain)
    assert isinstance(read, Endpoint)
    assert (read.operator, read.label) == (endpoint.operator, endpoint.label)


@pytest.mark.parametrize("hint", [float, object, list[int], dict[str, int], complex])
def test_form_of_a_type_without_rules_is_a_defect(hint: object) -> None:
    with pytest.raises(TypeError, match="no written form"):
        form_of(hint)


def test_describe_names_every_dataclass_that_a_case_holds() -> None:
    """Walks values, not annotations: what a real case holds is in the description."""
    case = healthy_case()
    text = describe(form_of(Scope)) + describe(form_of(Evidence))
    waiting: list[object] = [case.scope, case.evidence]
    seen: set[str] = set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, tuple):
            waiting.extend(value)
        elif is_dataclass(value) and not isinstance(value, Endpoint):
            names = ", ".join(field.name for field in fields(value))
            seen.add(type(value).__name__)
            assert f"({names})" in text
            waiting.extend(getattr(value, field.name) for field in fields(value))
    assert {"Token", "Reading", "LedgerState", "EntryKind"} - seen == {"EntryKind"}
    assert all(kind.__name__ in text for kind in (EntryKind, Attribution))
