"""What is asked of every token contract in its chain's one batch, and the evidence that comes."""

from stableaudit.application.observe import observe
from stableaudit.domain import questions as ask
from stableaudit.domain.evidence import DeploymentEvidence, HolderEvidence
from stableaudit.domain.identifiers import AccountId
from stableaudit.domain.questions import Answers, Question
from stableaudit.domain.readings import Unavailable
from stableaudit.domain.tokens import ChainSpec, Deployment
from stableaudit.reconcile.case import Scope


def holders_of(scope: Scope, spec: ChainSpec) -> tuple[AccountId, ...]:
    """Return the accounts whose balances are read: labelled ones, and those said to be deducted."""
    statement = scope.statement
    deducted = () if statement is None else statement.nonredeemable
    named = (*(k.account for k in scope.token.accounts), *(one.account for one in deducted))
    return tuple(dict.fromkeys(account for account in named if account.chain == spec.id))


def deployment_questions(
    deployments: tuple[Deployment, ...], holders: tuple[AccountId, ...]
) -> tuple[Question[object], ...]:
    """Return what every deployment of a chain is asked."""
    asked: list[Question[object]] = []
    for deployment in deployments:
        token = deployment.asset.contract
        asked += [ask.TotalSupply(token), ask.Decimals(token), ask.Name(token), ask.Symbol(token)]
        asked.append(ask.CodeHash(token))
        asked += [ask.BalanceOf(token, holder) for holder in holders]
    return tuple(asked)


def read_deployment(
    answers: Answers | Unavailable, deployment: Deployment, holders: tuple[AccountId, ...]
) -> DeploymentEvidence:
    """Return a deployment's evidence from its chain's batch, or that there is none."""
    token = deployment.asset.contract
    if isinstance(answers, Unavailable):
        return DeploymentEvidence(
            deployment.asset,
            answers,
            answers,
            answers,
            answers,
            answers,
            tuple(HolderEvidence(holder, answers) for holder in holders),
        )
    return DeploymentEvidence(
        deployment.asset,
        observe(answers, ask.TotalSupply(token)),
        observe(answers, ask.Decimals(token)),
        observe(answers, ask.Name(token)),
        observe(answers, ask.Symbol(token)),
        observe(answers, ask.CodeHash(token)),
        tuple(
            HolderEvidence(holder, observe(answers, ask.BalanceOf(token, holder)))
            for holder in holders
        ),
    )
