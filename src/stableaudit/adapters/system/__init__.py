"""The machine: its clock, its environment, its disk. The one place that meets them."""
