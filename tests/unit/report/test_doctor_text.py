"""What `doctor` prints: nothing that was tried is left out."""

import pytest

from stableaudit.domain.capabilities import Ability, Capability, Diagnosis
from stableaudit.report.doctor_text import render_doctor
from tests.unit.report import cases


@pytest.mark.parametrize(("ability", "word"), [(Ability.YES, "yes"), (Ability.NO, "no")])
def test_render_doctor_transaction_infos_have_a_column(ability: Ability, word: str) -> None:
    spec = cases.chain(cases.TRON)
    vitals = cases.refused("the vitals", cases.TRON)
    tried = (Capability("transaction infos", ability, ""),)
    one = Diagnosis(cases.TRON, "A", "http://127.0.0.1:1", vitals, "", cases.NOW, tried)
    lines = render_doctor((one,), (spec,), width=240).splitlines()
    at = next(n for n, line in enumerate(lines) if "transaction infos" in line)
    assert lines[at + 1][lines[at].index("transaction infos") :].split()[0] == word
