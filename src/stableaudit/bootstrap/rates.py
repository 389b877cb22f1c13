"""The publishers of exchange rates that a scope needs: the official one first."""

from stableaudit.adapters.files.settings import Settings
from stableaudit.adapters.system.clock import SystemClock
from stableaudit.bootstrap.network import Network
from stableaudit.domain.tokens import Endpoint
from stableaudit.ports.rates import RateSource
from stableaudit.reconcile.case import Scope


def rate_sources(scope: Scope, settings: Settings, network: Network) -> tuple[RateSource, ...]:
    """Return whom to ask for rates; nobody where the token needs none. Nothing is asked yet.

    Raises:
        DeclarationError: the copy of the rate file that the settings name is none.
    """
    if not scope.rate_pairs:
        return ()
    from stableaudit.adapters.prices.frankfurter import OPERATOR, FrankfurterRates

    second = network.open_rates(Endpoint(OPERATOR, settings.rates.second_url))
    clock, simulated = SystemClock(), settings.rates.simulated
    return (
        _official(settings, network),
        FrankfurterRates(second, clock=clock, simulated=simulated),
    )


def _official(settings: Settings, network: Network) -> RateSource:
    from stableaudit.adapters.files.plain_file import read_bytes
    from stableaudit.adapters.prices.nbkr_file import BANK, FileRates
    from stableaudit.adapters.prices.nbkr_http import NbkrRates

    clock, simulated = SystemClock(), settings.rates.simulated
    if settings.rates.file is not None:
        path = settings.rates.file
        return FileRates(read_bytes(path), name=path.name, clock=clock, simulated=simulated)
    http = network.open_rates(Endpoint(BANK, settings.rates.nbkr_url))
    return NbkrRates(http, clock=clock, simulated=simulated)
