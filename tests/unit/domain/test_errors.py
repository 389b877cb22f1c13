"""Errors say what was asked, of whom, at which block, what came, and what to try."""

import pytest

from stableaudit.domain.errors import (
    BundleError,
    DeclarationError,
    EvidenceError,
    InconsistentError,
    PinnedStateError,
    SigningError,
    StableauditError,
    UndecodableError,
    UnreachableError,
)
from stableaudit.domain.untrusted import Untrusted


def test_evidence_error_with_everything_known_tells_it_in_one_sentence() -> None:
    error = UnreachableError(
        "HTTP 503",
        asked="totalSupply() of USDKG",
        whom="operator-a",
        at="block 7",
        hint="another endpoint",
    )
    assert str(error) == (
        "asked operator-a for totalSupply() of USDKG at block 7: HTTP 503; try: another endpoint"
    )


def test_evidence_error_without_block_and_hint_leaves_them_out() -> None:
    error = UndecodableError("nothing", asked="name()", whom="operator-a")
    assert str(error) == "asked operator-a for name(): nothing"
    assert (error.at, error.hint) == ("", "")


def test_evidence_error_of_a_hostile_answer_holds_it_escaped() -> None:
    error = InconsistentError(Untrusted("\x1b[2J"), asked="name()", whom="operator-a")
    assert error.came == r"\u001b[2J"
    assert str(error) == r"asked operator-a for name(): \u001b[2J"


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("evidence", EvidenceError),
        ("unreachable", UnreachableError),
        ("inconsistent", InconsistentError),
        ("no-state-at-block", PinnedStateError),
        ("undecodable", UndecodableError),
    ],
)
def test_every_evidence_error_has_a_kind_of_its_own(kind: str, error: type[EvidenceError]) -> None:
    assert error.kind == kind
    assert issubclass(error, EvidenceError)


def test_declaration_error_with_a_hint_says_where_what_and_how() -> None:
    error = DeclarationError("12a is no number", where="token.toml: decimals", hint="write 6")
    assert str(error) == "token.toml: decimals: 12a is no number (write 6)"
    assert (error.problem, error.where, error.hint) == (
        "12a is no number",
        "token.toml: decimals",
        "write 6",
    )


def test_declaration_error_without_a_hint_has_no_brackets() -> None:
    assert str(DeclarationError("missing", where="token.toml")) == "token.toml: missing"


def test_bundle_error_says_which_file_what_and_how() -> None:
    error = BundleError("does not hold", where="report.json.sig", hint="fetch it again")
    assert str(error) == "report.json.sig: does not hold (fetch it again)"
    assert (error.problem, error.where) == ("does not hold", "report.json.sig")


def test_signing_error_says_with_which_key_what_and_how() -> None:
    error = SigningError("is open to other users", where="key", hint="chmod 600 it")
    assert str(error) == "key: is open to other users (chmod 600 it)"
    assert (error.problem, error.where, error.hint) == (
        "is open to other users",
        "key",
        "chmod 600 it",
    )
    assert str(SigningError("is missing", where="key")) == "key: is missing"


@pytest.mark.parametrize("error", [DeclarationError, BundleError, SigningError, EvidenceError])
def test_every_error_on_purpose_has_the_one_base(error: type[Exception]) -> None:
    assert issubclass(error, StableauditError)


@pytest.mark.parametrize("error", [DeclarationError, BundleError])
def test_what_ends_in_exit_2_is_never_collected_as_missing_evidence(error: type[Exception]) -> None:
    assert not issubclass(error, EvidenceError)
