"""Reading an EVM chain, one endpoint at a time, pinned to block hashes.

Imports domain, ports and the transport, and web3 for its ABI codec alone: no web3 provider is
ever made, so nothing here can follow an off-chain look-up, retry on its own or change the block
asked for. web3 takes a second to import; that happens at the first question, not at import.
"""
