"""The routes that today's clients know (``registry-api.md``, generation C and the signed envelopes)."""
