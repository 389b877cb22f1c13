"""A signature that does not hold, as the error of the bundle it belongs to."""

from stableaudit.domain.errors import BundleError


def bad(where: str, problem: str) -> BundleError:
    """Return the error that names a file of a bundle and what is wrong with it."""
    return BundleError(f"{where}: {problem}")
