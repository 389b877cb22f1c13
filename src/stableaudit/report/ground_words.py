"""The words for how a figure follows from others, and for who gave one that nobody worked out."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from stableaudit.reconcile.grounds import Given, Rule

FORMULAS: Final[Mapping[Rule, str]] = MappingProxyType(
    {
        Rule.NATIVE_SUM: "the sum of the total supplies of all native deployments",
        Rule.SCALED: "base units, divided by ten to the power of the decimals",
        Rule.WITNESSED: (
            "base units, divided by ten to the power of the decimals; whoever gives the base units "
            "gives them for itself, the first one counts"
        ),
        Rule.DECLARED_LESS_MINTED: "declared supply − natively minted",
        Rule.MINTED_LESS_BURNED: "Σ minted − Σ burned",
        Rule.LEDGER_LESS_SUPPLY: "what the ledger says − total supply",
        Rule.AT_PAR: "tokens × what one token promises to be worth",
        Rule.LESS_DEDUCTIONS: "natively minted − deductions that the chain bears out",
        Rule.COVERAGE: "eligible reserve value ÷ liability at par",
        Rule.SURPLUS: "eligible reserve value − liability at par",
        Rule.SUM_OF_ASSETS: "the sum of what each declared asset counts for",
        Rule.ELIGIBLE: "(gross − encumbered) × (1 − haircut)",
        Rule.GOLD_VALUE: "fine grams ÷ 31.1034768 × price per fine troy ounce",
        Rule.HOLDING_VALUE: "amount held × price",
        Rule.HULL: "from the lowest to the highest of all feeds",
        Rule.ROUND_PRICE: "the round's answer, divided by ten to the power of the feed's decimals",
    }
)

GIVERS: Final[Mapping[Given, str]] = MappingProxyType(
    {
        Given.POLICY: "the policy of this check",
        Given.REGISTRY: "the registry, or the token's own file",
    }
)
