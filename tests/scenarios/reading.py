"""What a scenario's text says: one story, one token, one statement, and what must come of it.

    a story in prose, up to the first empty line

    token SYMBOL owed in CURRENCY      default: USDKG owed in USD
    registry KEY                       the registry's own entry, its statement too; nothing is read
    minted N                           tokens on Ethereum; every chain figure is simulated
    mint N DAYS ago · burn N DAYS ago  supply events of its ledger, oldest first
    holds ADDRESS N                    what an account on Ethereum holds
    gold P                             what both feeds say, per fine ounce; default 4180
    policy KEY VALUE                   coverage_basis
    statement                          a declaration's TOML, indented
    bars                               bars.csv, indented

    verdict V
    finds CHECK BEARING · silent CHECK
    says TEXT                          stands in the report, runs of blanks as one

The measurement time is tests.cases.NOW, 2026-11-21T12:00:00Z.
"""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Scenario:
    """A scenario's text, taken apart."""

    name: str
    story: str
    words: list[tuple[str, str]] = field(default_factory=list)
    blocks: dict[str, str] = field(default_factory=dict)

    def flows(self) -> list[tuple[int, int]]:
        """Seconds before the measurement and tokens, below zero for a burn, in order."""
        told = [(first, rest.split()) for first, rest in self.words if first in ("mint", "burn")]
        return [
            (int(days) * 86_400, int(n) if first == "mint" else -int(n))
            for first, (n, days, _) in told
        ]

    def all(self, word: str) -> list[str]:
        return [rest for first, rest in self.words if first == word]

    def one(self, word: str, default: str) -> str:
        found = self.all(word)
        assert len(found) <= 1, f"{self.name}: {word} stands more than once"
        return found[0] if found else default


KNOWN = {
    *("registry", "token", "minted", "mint", "burn", "holds", "gold", "policy"),
    *("statement", "bars"),
    *("verdict", "finds", "silent", "says"),
}


def read_scenario(path: Path) -> Scenario:
    """Return the scenario of a file; a word that is none of its language is an error."""
    story, _, body = path.read_text("utf-8").partition("\n\n")
    scenario = Scenario(path.stem, story)
    block = ""
    for line in body.splitlines():
        if line.startswith("    ") and block:
            scenario.blocks[block] += line.removeprefix("    ") + "\n"
        elif line.strip():
            word, _, rest = line.partition(" ")
            assert word in KNOWN, f"{path.name}: {word} is no word of a scenario"
            block = word if word in ("statement", "bars") else ""
            if block:
                scenario.blocks[block] = ""
            else:
                scenario.words.append((word, rest.strip()))
    return scenario
