"""Every rule about a list of bars, in the order they are read. Never appended to at run time."""

from typing import Final

from stableaudit.domain.bars import BarList
from stableaudit.reserves import bar_list_rules, bar_maker_rules, bar_weight_rules
from stableaudit.reserves.bar_rule import BarExpectation, BarRule, JudgedRule

BAR_RULES: Final[tuple[BarRule, ...]] = (
    bar_list_rules.COLUMNS,
    bar_weight_rules.SUM,
    bar_weight_rules.ARITHMETIC,
    bar_weight_rules.GOOD_DELIVERY,
    bar_list_rules.UNIQUE,
    bar_list_rules.NOWHERE_ELSE,
    bar_maker_rules.LISTED,
    bar_weight_rules.EVEN,
    bar_list_rules.COUNT,
    bar_list_rules.CHANGES,
    bar_list_rules.SEALS,
    bar_list_rules.NOT_EMPTY,
)


def judge_bars(listed: BarList, expected: BarExpectation) -> tuple[JudgedRule, ...]:
    """Return every rule with what it finds, or with what it could not be judged without."""
    return tuple(
        JudgedRule(rule, rule.missing(expected), tuple(rule.find(listed, expected)))
        for rule in BAR_RULES
    )
