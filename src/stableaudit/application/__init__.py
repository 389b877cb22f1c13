"""Use cases: pin, collect, check, diagnose. The world comes in through ports alone."""
