"""Whom a check asks for rates: nobody for a dollar token, the copy instead of the bank."""

from dataclasses import replace
from pathlib import Path

import pytest

from stableaudit.adapters.files.settings import RateSettings, Settings
from stableaudit.bootstrap.network import Network
from stableaudit.bootstrap.rates import rate_sources
from stableaudit.domain.amounts import Figure
from stableaudit.domain.errors import DeclarationError
from stableaudit.domain.rates import DOLLAR_IN_SOM
from stableaudit.domain.tokens import Peg
from stableaudit.reconcile.case import Scope
from stableaudit.reserves.rate_dates import bishkek_date
from tests.cases import NOW, healthy_case
from tests.unit.adapters.prices.files import as_sent, rate_file
from tests.unit.adapters.transport.server import serve


def som_scope() -> Scope:
    scope = healthy_case().scope
    return replace(scope, token=replace(scope.token, peg=Peg("KGS", Figure("1"))))


def test_rate_sources_of_a_dollar_token_are_none() -> None:
    assert rate_sources(healthy_case().scope, Settings(), Network(Settings(), ())) == ()


def test_rate_sources_of_a_som_token_are_the_bank_and_the_second() -> None:
    with serve(lambda exchange: exchange.answer(as_sent(rate_file()))) as server:
        rates = RateSettings(server.url, server.url, simulated=True)
        network = Network(Settings(rates=rates), ())
        bank, second = rate_sources(som_scope(), Settings(rates=rates), network)
        reading = bank.rate(DOLLAR_IN_SOM, until=bishkek_date(NOW))
    assert (bank.operator, second.operator) == (
        "National Bank of the Kyrgyz Republic",
        "Frankfurter",
    )
    assert reading.simulated
    assert network.requests() == {"rates": 1}


def test_rate_sources_with_a_copy_do_not_ask_the_bank(tmp_path: Path) -> None:
    copy = tmp_path / "daily.xml"
    copy.write_bytes(as_sent(rate_file()))
    settings = Settings(rates=RateSettings(file=copy))
    network = Network(settings, ())
    official, _ = rate_sources(som_scope(), settings, network)
    reading = official.rate(DOLLAR_IN_SOM, until=bishkek_date(NOW))
    assert (reading.source, reading.simulated) == ("daily.xml", False)
    assert network.requests() == {"rates": 0}


@pytest.mark.parametrize("text", ["", "<html/>"])
def test_rate_sources_with_a_copy_of_something_else_are_refused(tmp_path: Path, text: str) -> None:
    copy = tmp_path / "daily.xml"
    copy.write_text(text)
    settings = Settings(rates=RateSettings(file=copy))
    with pytest.raises(DeclarationError, match=r"^daily\.xml: is no rate file"):
        rate_sources(som_scope(), settings, Network(settings, ()))
