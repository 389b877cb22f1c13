import os

import pytest

from bench.child import Run


def test_run_tells_what_others_used_apart_from_itself_and_the_node(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    run = Run(1.0, 1.0, 0.0, busy=8.0, used=2.0, life=5.0, node_cpu=3.0)
    assert run.others == pytest.approx(0.3)
