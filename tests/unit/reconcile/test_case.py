"""What a check of a token must look at."""

from dataclasses import replace

import pytest

from stableaudit.domain.policy import Policy
from stableaudit.reconcile.scoping import scope_of
from tests.cases import BNB, ETHEREUM, MISSING, TRON, healthy_case, token


def test_scope_of_gold_token_takes_in_the_chains_of_its_feeds() -> None:
    known = healthy_case().scope
    scope = scope_of(known.token, chains=known.chains, feeds=known.feeds, policy=Policy())
    assert [chain.id for chain in scope.chains] == [TRON, ETHEREUM, BNB]
    assert scope.feeds == known.feeds


def test_scope_of_token_without_statement_needs_no_feed() -> None:
    known = healthy_case().scope
    scope = scope_of(token(MISSING), chains=known.chains, feeds=known.feeds, policy=Policy())
    assert ([chain.id for chain in scope.chains], scope.feeds) == ([TRON, ETHEREUM], ())


def test_scope_of_token_on_unknown_chain_is_refused() -> None:
    known = healthy_case().scope
    with pytest.raises(LookupError, match="which the registry does not know"):
        scope_of(known.token, chains=known.chains[:1], feeds=(), policy=Policy())


def test_scope_chain_out_of_scope_is_refused() -> None:
    scope = replace(healthy_case().scope, chains=())
    with pytest.raises(LookupError, match="not in the scope"):
        scope.chain(ETHEREUM)


def test_scope_is_simulated_when_one_chain_is() -> None:
    scope = healthy_case().scope
    devnet = replace(scope.chains[0], simulated=True)
    assert (scope.simulated, replace(scope, chains=(devnet,)).simulated) == (False, True)
