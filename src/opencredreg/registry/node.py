"""The running node, as the services see it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import select

from opencredreg.codes import CodeBook
from opencredreg.ctdl.vocabulary import Vocabulary
from opencredreg.ids import normalize_community
from opencredreg.jobs import Worker
from opencredreg.jsonld.contexts import ActiveContext, resolve_context
from opencredreg.jsonld.document import Document, decode_json
from opencredreg.objects import ObjectStore
from opencredreg.registry.code_books import Books, read_books
from opencredreg.registry.communities import Community, list_communities
from opencredreg.registry.profiles import RulesOfCommunities
from opencredreg.settings import Settings
from opencredreg.store.database import Database
from opencredreg.store.lookup import Lookup
from opencredreg.store.tables import METADATA
from opencredreg.store.vocabularies import load_vocabulary, used_snapshot_id

__all__ = ["CODES_KEPT_S", "VOCABULARY_KEPT_S", "Node"]

CODES_KEPT_S = 2.0
"""How old the knowledge may be of which lists of codes are in use, in seconds."""

VOCABULARY_KEPT_S = 2.0
"""How old the knowledge may be of which vocabulary is in use, in seconds."""

_json_context = METADATA.tables["json_context"]
_CONTEXTS_KEPT_S = 2.0
_ACTIVE_KEPT = 64
_COMMUNITIES_KEPT_S = 1.0


class Node:
    """Everything that a service needs: the store, the settings, the object folder, the vocabulary.

    ``vocabulary`` is the one to use as long as nobody put a loaded edition in use.
    """

    def __init__(
        self, database: Database, settings: Settings, objects: ObjectStore, vocabulary: Vocabulary
    ) -> None:
        self.database = database
        self.lookup = Lookup(database)
        self.settings = settings
        self.objects = objects
        # The editions that were in use in the life of this process, by number: one object for each.
        self._vocabularies: dict[int | None, Vocabulary] = {None: vocabulary}
        self._vocabulary = vocabulary
        self._vocabulary_until = 0.0
        self._vocabulary_lock = threading.Lock()
        self._books: Books | None = None
        self._books_until = 0.0
        self._books_lock = threading.Lock()
        self.rules = RulesOfCommunities(database)
        self.worker: Worker | None = None
        self._registered: Mapping[str, Any] = {}
        self._registered_until = 0.0
        self._active: dict[tuple[Vocabulary, bytes], ActiveContext] = {}
        self._communities: dict[str, Community] = {}
        pairs = (entry.partition("=") for entry in settings.server.community_hosts)
        self._community_of_host = {host.strip().lower(): name.strip() for host, _, name in pairs}
        self._default: Community | None = None
        self._communities_until = 0.0

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary in use: always the same object for an edition, so that others may keep things by it.

        Which edition is in use is read again every two seconds.

        Raises:
            RegistryError: the stored edition cannot be read.
        """
        if time.monotonic() >= self._vocabulary_until:
            self._read_vocabulary()
        return self._vocabulary

    def _read_vocabulary(self) -> None:
        # One thread reads; the others wait for it, or each would make an object of its own.
        with self._vocabulary_lock:
            if time.monotonic() < self._vocabulary_until:
                return
            with self.database.read() as connection:
                number = used_snapshot_id(connection)
                if number is not None and number not in self._vocabularies:
                    self._vocabularies[number] = load_vocabulary(connection, number)
            self._vocabulary = self._vocabularies[number]
            self._vocabulary_until = time.monotonic() + VOCABULARY_KEPT_S

    @property
    def codes(self) -> Mapping[str, CodeBook]:
        """The lists of codes in use, by their names; the same object as long as nobody chooses another edition.

        Which editions are in use is read again every two seconds.

        Raises:
            RegistryError: a stored edition cannot be read.
        """
        books = self._books
        if books is not None and time.monotonic() < self._books_until:
            return books.books
        # One thread reads; the others wait for it, or each would make objects of its own.
        with self._books_lock:
            if self._books is None or time.monotonic() >= self._books_until:
                with self.database.read() as connection:
                    self._books = read_books(connection, self._books)
                self._books_until = time.monotonic() + CODES_KEPT_S
            return self._books.books

    def active_context(self, document: Document) -> ActiveContext:
        """The meaning of the terms of a document.

        Raises:
            UnknownContext: it names a context that is neither bundled nor registered with the node.
        """
        return self.read_context(document.context_raw or b"null")

    def read_context(self, raw: bytes) -> ActiveContext:
        """The meaning of the text of a ``@context``; ``null`` is that of documents without one.

        Raises:
            UnknownContext: as ``active_context``.
        """
        vocabulary = self.vocabulary
        found = self._active.get((vocabulary, raw))
        if found is not None and time.monotonic() < self._registered_until:
            return found
        found = resolve_context(decode_json(raw), self.registered_contexts(), vocabulary=vocabulary)
        if len(self._active) >= _ACTIVE_KEPT:
            self._active.clear()
        self._active[vocabulary, raw] = found
        return found

    def registered_contexts(self) -> Mapping[str, Any]:
        """The contexts that administrators registered, by URL; read again every two seconds."""
        if time.monotonic() >= self._registered_until:
            with self.database.read() as connection:
                rows = connection.execute(select(_json_context.c.url, _json_context.c.context)).all()
            fresh = {row.url: msgspec.json.decode(row.context) for row in rows}
            if fresh != self._registered:
                self._registered = fresh
                self._active.clear()
            self._registered_until = time.monotonic() + _CONTEXTS_KEPT_S
        return self._registered

    def wake_jobs(self) -> None:
        """Tell the worker of this process, if there is one, that there is something to do."""
        if self.worker is not None:
            self.worker.wake()

    def find_community(self, name: str | None) -> Community | None:
        """The community of a name in any spelling, or the default one; what is known is at most a second old."""
        if time.monotonic() >= self._communities_until:
            with self.database.read() as connection:
                found = list_communities(connection)
            self._communities = {community.name: community for community in found}
            self._default = next((community for community in found if community.is_default), None)
            self._communities_until = time.monotonic() + _COMMUNITIES_KEPT_S
        if name is None:
            return self._default
        return self._communities.get(name) or self._communities.get(normalize_community(name))

    def default_community(self, host: str) -> Community | None:
        """The community that requests to a host mean when they name none (registry-api.md section 1.3)."""
        return self.find_community(self._community_of_host.get(host.lower()))

    def forget_communities(self) -> None:
        """Read the communities again at the next use."""
        self._communities_until = 0.0

    def forget_codes(self) -> None:
        """Look again at the next use which lists of codes are in use."""
        self._books_until = 0.0

    def forget_vocabulary(self) -> None:
        """Look again at the next use which vocabulary is in use."""
        self._vocabulary_until = 0.0

    def forget_contexts(self) -> None:
        """Read the registered contexts again at the next use."""
        self._registered_until = 0.0

    def close(self) -> None:
        """Let go of the database."""
        self.lookup.close()
        self.database.close()
