"""Proofs over TRON's bytes: pure verifiers, and `fetch`, which asks a node for what they need."""
