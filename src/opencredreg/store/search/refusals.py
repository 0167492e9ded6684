"""What a database says when it will not answer, in the words of the registry."""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlalchemy.exc import DBAPIError

from opencredreg.errors import RegistryError, Unavailable
from opencredreg.query.problems import QueryInvalid, QueryProblem

__all__ = ["out_of_time", "refusal_of", "too_complex"]

_OUT_OF_TIME: Final = "57014"
_LIMITS_PASSED: Final = "54"
"""The class of PostgreSQL for what is too large or too complex for it (its manual, appendix A)."""

_NO_ROOM: Final = "53"
_NOT_NOW: Final = ("40", "55", "57", "58", "08")
"""Further classes of PostgreSQL: the same statement may succeed a little later."""

_TOO_COMPLEX: Final = (
    "parser stack overflow",
    "too many terms in compound select",
    "expression tree is too large",
    "too many sql variables",
    "too many arguments on",
    "at most 64 tables in a join",
    "string or blob too big",
    "number of parameters must be between",
)
"""What SQLite says of it, which has no numbers, and the driver of PostgreSQL of its own limit."""


def out_of_time(seconds: float) -> Unavailable:
    """The time for one answer is over."""
    return Unavailable(
        f"The search took longer than the {seconds:g} seconds that one may take. Nothing is wrong with it.",
        hint="Ask for less, for instance for one class of resources, or try again later.",
    )


def too_complex() -> QueryInvalid:
    """The query is understood, and larger than any database here can take."""
    message = (
        "The query has more conditions beside and inside of each other than can be answered at once. "
        "Ask for parts of it one after the other."
    )
    problem = QueryProblem(code="query_too_complex", path="", message=message)
    return QueryInvalid([problem], too_large=True)


def refusal_of(error: Exception, seconds: float) -> RegistryError | None:
    """What an error of the database means for whoever asked; ``None`` when it is a defect of ours.

    Args:
        error: what the database said, or its driver while rows were fetched.
        seconds: how long the question was allowed to take.
    """
    said_by = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(said_by, "sqlstate", None) or ""
    said = str(said_by).lower()
    if state == _OUT_OF_TIME or "interrupted" in said:
        return out_of_time(seconds)
    if state.startswith(_LIMITS_PASSED) or any(words in said for words in _TOO_COMPLEX):
        return too_complex()
    if state.startswith((_NO_ROOM, *_NOT_NOW)) or _is_lost(error) or _is_busy(said_by):
        return Unavailable(
            "The database cannot answer at the moment. Nothing is wrong with the search.",
            hint="Try again in a moment.",
        )
    return None


def _is_lost(error: Exception) -> bool:
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _is_busy(said_by: object) -> bool:
    code = getattr(said_by, "sqlite_errorcode", None)
    # The lower eight bits are the kind of an error, the others say more about it.
    return code is not None and code & 0xFF in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
    )
