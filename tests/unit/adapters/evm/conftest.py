"""Load web3 before any test of its adapter runs.

A library that it brings raises the interpreter's recursion limit; hypothesis warns, and a warning
is an error here, when that happens inside a property test that is the first to need it.
"""

import web3  # noqa: F401 - for its effect
