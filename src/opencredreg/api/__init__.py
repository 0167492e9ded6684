"""The HTTP interfaces: the wire format of today's clients, and our own. Every quirk stands in ``compat``."""
