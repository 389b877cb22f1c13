"""The parts of a report's document: what each holds, and how it is taken out of a result.

Values stay values of the domain here; they become text when a renderer lays them out.
"""
