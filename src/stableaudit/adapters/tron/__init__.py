"""Reading TRON over a node's own HTTP interface: solidified state, stamped with its block.

The only package that uses tronpy, and only its address and ABI codecs; requests go through the
transport. Raises only EvidenceError.
"""
