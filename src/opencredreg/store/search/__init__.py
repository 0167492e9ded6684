"""The search engine: answers expression trees from the index of the registry.

Ask it through ``Engine``. How it answers, and that it speaks SQL, is nobody else's business.
"""

from opencredreg.store.search.engine import Engine, Found
from opencredreg.store.search.sql_engine import SqlEngine

__all__ = ["Engine", "Found", "SqlEngine"]
