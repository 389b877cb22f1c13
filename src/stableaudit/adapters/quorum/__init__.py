"""Several readers of one chain as one, by asking independent operators the same thing.

Imports domain and ports only. A reader that fails is replaced and the failure is kept; one that
answers otherwise is never replaced: the disagreement is the answer.
"""
