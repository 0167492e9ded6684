"""Search as people use it: queries are read, run within their limits, and answered with what clients ask for.

The room puts together what others do: ``query`` reads, ``store.search`` finds, ``registry`` knows communities and
documents. There is no HTTP in it.
"""
