"""A chain is asked about the wallets on it whose proof only it can bear out, in its one batch."""

from dataclasses import replace

from stableaudit.application.wallets import read_wallets, wallet_questions
from stableaudit.domain.evidence import WalletEvidence
from stableaudit.domain.questions import Answers
from stableaudit.domain.wallet_questions import questions_of
from tests.cases import BNB, ETHEREUM, NO_ANSWER, reading
from tests.unit.reconcile.test_chain_proofs import ACCOUNT, CONTRACT, YES
from tests.wallet_cases import OTHER_KEY, account_of, register, registered

(ASKED,) = questions_of(CONTRACT)
OTHER = replace(registered(), wallet=replace(registered().wallet, account=account_of(OTHER_KEY)))
REGISTER = register(CONTRACT, OTHER)


def test_contract_is_asked_on_its_own_chain_alone() -> None:
    assert wallet_questions(REGISTER, ETHEREUM) == (ASKED,)
    assert wallet_questions(REGISTER, BNB) == wallet_questions(None, ETHEREUM) == ()


def test_answer_is_kept_with_its_question() -> None:
    yes = reading(YES, ETHEREUM)
    kept = read_wallets(Answers({ASKED: yes}), REGISTER, ETHEREUM)
    assert kept == (WalletEvidence(ACCOUNT, ((ASKED, yes),)),)


def test_batch_that_failed_leaves_every_wallet_unavailable() -> None:
    kept = read_wallets(NO_ANSWER, REGISTER, ETHEREUM)
    assert kept == (WalletEvidence(ACCOUNT, ((ASKED, NO_ANSWER),)),)
