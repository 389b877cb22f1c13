"""Several readers of one chain as one, by asking independent operators the same thing.

Imports domain and ports only. A reader that is unreachable, undecodable or without the state is
replaced and the failure is kept; one that answers otherwise or contradicts is never replaced: the
disagreement is the answer.
"""
