"""The engines an office would take instead, each set up as its own documentation has it for Vietnamese.

Every module holds one engine behind the same few methods (`peer.Peer`): the conformance suite asks them
its cases, and `tests.compare` measures them. What is said once here is said nowhere else: an engine's
schema, its analysis, how it is asked.
"""
