"""What the names in a document mean: ``@context`` values resolved without any network.

The two published contexts ship with the software, as facts of the vocabulary table. Documents may add
prefixes and simple term definitions of their own; a context at any other address has to be registered
first. What plain JSON-LD does differently on purpose:

* the prefixes and terms of the vocabulary are always known, whichever context a document names;
* names without prefix are read as CTDL terms, so that hand-made data are not lost;
* spellings of vocabulary terms (``http``, older addresses, stray blanks) give one canonical address;
* properties that the published contexts type wrongly are read by the corrected typing.

Source: ``ctdl-vocabulary.md`` section 3, ``ctdl/README.md`` ("The contexts"), JSON-LD 1.1 section 4.1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal, NoReturn

import msgspec

from opencredreg.ctdl import ValueKind, Vocabulary, bundled_vocabulary
from opencredreg.ctdl.table import kind_of_datatype
from opencredreg.errors import UnknownContext
from opencredreg.findings import Finding

__all__ = [
    "CTDLASN_CONTEXT_URL",
    "CTDL_CONTEXT_URL",
    "ActiveContext",
    "TermDefinition",
    "bundled_context",
    "extend_context",
    "is_bundled",
    "resolve_context",
]

CTDL_CONTEXT_URL = "https://credreg.net/ctdl/schema/context/json"
CTDLASN_CONTEXT_URL = "https://credreg.net/ctdlasn/schema/context/json"
# The encoding of QData names a context that was never published; the other two hold its terms.
_QDATA_CONTEXT_URL = "https://credreg.net/qdata/schema/context/json"
_BUNDLED = frozenset({CTDL_CONTEXT_URL, CTDLASN_CONTEXT_URL, _QDATA_CONTEXT_URL})

_SOURCE = "JSON-LD 1.1 section 4.1; contexts are never fetched"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:\S*")
# Registered contexts may name each other; more than this many steps is a circle.
_MAX_DEPTH = 8
_REMEMBERED_KEYS = 4096
# A node reads by one vocabulary at a time; the others are those that it used or compared with before.
_KEPT_VOCABULARIES = 8
_IGNORED_KEYWORDS = frozenset({"@version", "@protected", "@direction"})
_DEFINITION_KEYS = frozenset({"@id", "@type", "@container", "@language", "@protected", "@prefix"})
_CONTAINERS = frozenset({"@language", "@set", "@list"})


class TermDefinition(msgspec.Struct, frozen=True):
    """What a document's own context says of one name.

    ``iri`` is absolute; ``datatype`` is ``@id``, ``@vocab``, ``@json``, an absolute IRI or empty;
    ``containers`` holds ``@language``, ``@set`` or ``@list``.
    """

    iri: str
    datatype: str = ""
    containers: frozenset[str] = frozenset()
    language: str | None = None


class ActiveContext(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """How the names of one document are read.

    ``prefixes`` are the bundled ones overlaid by those of the document, ``own_prefixes`` only the latter;
    ``terms`` the document's own definitions. ``vocab``, ``base`` and ``language`` are what the document says
    under ``@vocab``, ``@base`` and ``@language`` ("" when it says nothing).
    """

    vocabulary: Vocabulary
    prefixes: Mapping[str, str]
    own_prefixes: Mapping[str, str] = {}
    terms: Mapping[str, TermDefinition] = {}
    vocab: str = ""
    base: str = ""
    language: str = ""
    _terms_of_keys: dict[str, str] = msgspec.field(default_factory=dict)

    def property_term(self, key: str) -> str:
        """The canonical name of a property or class: compact where the vocabulary knows its namespace.

        >>> active = resolve_context(None)
        >>> [active.property_term(key) for key in ("ceterms:name", "http://purl.org/ctdl/terms/name", "name")]
        ['ceterms:name', 'ceterms:name', 'ceterms:name']
        """
        term = self._terms_of_keys.get(key)
        if term is None:
            term = self._find_term(key)
            # The memory is shared by all documents with the same context, so it must not grow with junk.
            if self.vocabulary.is_known(term) and len(self._terms_of_keys) < _REMEMBERED_KEYS:
                self._terms_of_keys[key] = term
        return term

    def expand(self, name: str) -> str:
        """The address of a term or compact name, in its canonical form; what is not known stays as it is.

        >>> active = resolve_context(None)
        >>> [active.expand(name) for name in ("ceterms:name", "http://purl.org/ctdl/terms/name", "My plan")]
        ['https://purl.org/ctdl/terms/name', 'https://purl.org/ctdl/terms/name', 'My plan']
        """
        term = self.property_term(name)
        if ":" not in name and not self.vocab and not self.vocabulary.is_known(term):
            return name if self._own_definition(name) is None else self.vocabulary.expand(term)
        return self.vocabulary.expand(term)

    def predicate_iri(self, key: str) -> str:
        """The address of a property or class as RDF needs it: names that nobody knows become CTDL names."""
        return self.vocabulary.expand(self.property_term(key))

    def expand_iri(self, value: str) -> str:
        """The address meant by a value: compact forms are written out, everything else stays as it is.

        Unlike :meth:`expand` it leaves other spellings of vocabulary terms alone.
        """
        prefix, colon, local = value.partition(":")
        if not colon or not local or local.startswith("//"):
            return value
        namespace = self.prefixes.get(prefix)
        return value if namespace is None else namespace + local

    def address_of(self, uri: str) -> str:
        """The address of a thing as the index holds it: written out, concepts and terms in canonical spelling.

        >>> resolve_context(None).address_of("http://purl.org/ctdl/vocabs/audience/FullTime")
        'https://purl.org/ctdl/vocabs/audience/FullTime'
        """
        written = self.expand_iri(uri)
        return self.expand(written) if "/vocabs/" in written or "/terms/" in written else written

    def kind_of(self, key: str) -> ValueKind:
        """How the values under a key are read. The vocabulary decides for the terms that it knows."""
        known = self.vocabulary.kind_of(self.property_term(key))
        if known is not ValueKind.ANY:
            return known
        own = self._own_definition(key)
        if own is None:
            return ValueKind.ANY
        if "@language" in own.containers:
            return ValueKind.LANGUAGE_MAP
        if own.datatype in ("@id", "@vocab"):
            return ValueKind.IRI
        if own.datatype in ("", "@json", "@none"):
            return ValueKind.ANY
        return kind_of_datatype(self.vocabulary.compact(own.datatype))

    def datatype_of(self, key: str) -> str:
        """The address of the datatype of literals under a key; "" when there is none to be applied."""
        facts = self.vocabulary.properties.get(self.property_term(key))
        if facts is not None:
            return "" if facts.datatype.startswith("@") else self.vocabulary.expand(facts.datatype)
        own = self._own_definition(key)
        return own.datatype if own is not None and own.datatype not in ("@id", "@vocab", "@none") else ""

    def language_of(self, key: str) -> str:
        """The language of texts under a key that carry none themselves; "" when it is not said."""
        own = self._own_definition(key)
        return self.language if own is None or own.language is None else own.language

    def is_list(self, key: str) -> bool:
        """Whether the document defines the values of this key as an ordered list."""
        own = self._own_definition(key)
        return own is not None and "@list" in own.containers

    def _own_definition(self, key: str) -> TermDefinition | None:
        return self.terms.get(key) or self.terms.get(key.strip())

    def _find_term(self, key: str) -> str:
        own = self._own_definition(key)
        if own is not None:
            return self.vocabulary.compact(own.iri)
        if key.startswith("@"):
            return key
        prefix, colon, local = key.strip().partition(":")
        if colon and prefix in self.own_prefixes and not local.startswith("//"):
            return self.vocabulary.compact(self.own_prefixes[prefix] + local.strip())
        if not colon and self.vocab:
            return self.vocabulary.compact(self.vocab + key.strip())
        term = self.vocabulary.normalize_term(key)
        return term if ":" in term else f"ceterms:{term}"


def resolve_context(
    context: object,
    registered: Mapping[str, object] | None = None,
    *,
    vocabulary: Vocabulary | None = None,
) -> ActiveContext:
    """Resolve a decoded ``@context`` value.

    Args:
        context: an address, an object, a list of both, or ``None`` (no ``@context``: the CTDL context).
        registered: address to document (``{"@context": ...}``) of the contexts that this node was given.
        vocabulary: decides what the terms of the vocabulary mean; without it the bundled one.

    Raises:
        UnknownContext: an address is neither bundled nor registered (``unknown-context``), or an inline
            context uses what we do not support (``unsupported-context``); the finding points at the place.

    >>> active = resolve_context([CTDL_CONTEXT_URL, {"res": "https://example.org/resources/"}])
    >>> active.expand_iri("res:a"), active.kind_of("ceterms:approximateEndDate").value
    ('https://example.org/resources/a', 'date')
    """
    plain = _plain(vocabulary or bundled_vocabulary())
    if context is None or (isinstance(context, str) and is_bundled(context)):
        return plain
    return _extended(plain, context, registered or {}, "/@context", 0)


def extend_context(
    active: ActiveContext,
    context: object,
    registered: Mapping[str, object] | None = None,
    *,
    pointer: str = "/@context",
) -> ActiveContext:
    """Resolve the ``@context`` of a node inside a document on top of the one around it.

    Raises:
        UnknownContext: as for :func:`resolve_context`.
    """
    return _extended(active, context, registered or {}, pointer, 0)


def is_bundled(url: str) -> bool:
    """Whether an address, in any of its spellings, is one of the contexts that ship with the software.

    >>> is_bundled("http://credreg.net/ctdl/schema/context/json/")
    True
    """
    text = url.strip().rstrip("/")
    if text.startswith("http://"):
        text = "https://" + text.removeprefix("http://")
    return text in _BUNDLED


def bundled_context(
    name: Literal["ctdl", "ctdlasn"], *, as_published: bool = False, vocabulary: Vocabulary | None = None
) -> dict[str, dict[str, Any]]:
    """A context document to serve, ``{"@context": {...}}``, made from the vocabulary table.

    ``as_published`` keeps the typing errors and the exact prefixes of the official file; otherwise the
    corrected typing and all prefixes are given. ``vocabulary`` is the edition; without it the bundled one.
    """
    vocabulary = vocabulary or bundled_vocabulary()
    names = vocabulary.contexts[name] if as_published else sorted(vocabulary.prefixes)
    entries: dict[str, Any] = {prefix: vocabulary.prefixes[prefix] for prefix in names}
    for term, facts in sorted(vocabulary.properties.items()):
        datatype = facts.published_datatype if as_published else facts.datatype
        key = "@container" if datatype == "@language" else "@type"
        entries[term] = {key: datatype}
    return {"@context": entries}


@lru_cache(maxsize=_KEPT_VOCABULARIES)
def _plain(vocabulary: Vocabulary) -> ActiveContext:
    """What names mean in a document that says nothing of its own. One for all documents, as it remembers names."""
    return ActiveContext(vocabulary=vocabulary, prefixes=vocabulary.prefixes)


def _extended(
    active: ActiveContext, context: object, registered: Mapping[str, object], pointer: str, depth: int
) -> ActiveContext:
    if isinstance(context, list):
        for place, part in enumerate(context):
            active = _extended(active, part, registered, f"{pointer}/{place}", depth)
        return active
    if context is None:
        return _plain(active.vocabulary)
    if isinstance(context, str):
        return _with_address(active, context, registered, pointer, depth)
    if isinstance(context, Mapping):
        return _with_definitions(active, context, pointer)
    _refuse(pointer, f"a context is an address or an object, not {type(context).__name__}")


def _with_address(
    active: ActiveContext, url: str, registered: Mapping[str, object], pointer: str, depth: int
) -> ActiveContext:
    if is_bundled(url):
        return active
    document = registered.get(url)
    if depth >= _MAX_DEPTH:
        _refuse(pointer, f"the context {url} leads back to itself")
    if isinstance(document, Mapping) and "@context" in document:
        return _extended(active, document["@context"], registered, pointer, depth + 1)
    message = f"the context {url} is not known here"
    hint = "register this context with the node, or write its definitions into the document"
    raise UnknownContext(message, (_finding("unknown-context", pointer, message, hint),), hint=hint)


def _with_definitions(active: ActiveContext, context: Mapping[Any, Any], pointer: str) -> ActiveContext:
    """Overlay an inline context. Its entries may use each other in any order."""
    strings = {key: value for key, value in context.items() if not key.startswith("@")}
    names: dict[str, str] = {
        key: value["@id"] if isinstance(value, Mapping) and isinstance(value.get("@id"), str) else value
        for key, value in strings.items()
    }
    simple = {key: value for key, value in names.items() if isinstance(value, str)}
    own_prefixes = dict(active.own_prefixes)
    terms = dict(active.terms)
    settings = _settings(active, context, simple, pointer)
    for key, value in strings.items():
        place = f"{pointer}/{_escaped(key)}"
        if value is None:
            continue  # The name is switched off; we go on reading it by the vocabulary, so nothing is lost.
        if isinstance(value, str):
            iri = _absolute(value, simple, active, settings["vocab"], place)
            own_prefixes[key] = iri
            terms[key] = TermDefinition(iri)
        elif isinstance(value, Mapping):
            definition = _definition(key, value, simple, active, settings["vocab"], place)
            terms[key] = definition
            if value.get("@prefix") is True:
                own_prefixes[key] = definition.iri
        else:
            _refuse(place, f"the definition of {key!r} is neither an address nor an object")
    return ActiveContext(
        vocabulary=active.vocabulary,
        prefixes={**active.vocabulary.prefixes, **own_prefixes},
        own_prefixes=own_prefixes,
        terms=terms,
        vocab=settings["vocab"],
        base=settings["base"],
        language=settings["language"],
    )


def _settings(
    active: ActiveContext, context: Mapping[Any, Any], simple: Mapping[str, str], pointer: str
) -> dict[str, str]:
    """``vocab``, ``base`` and ``language`` after an inline context."""
    settings = {"vocab": active.vocab, "base": active.base, "language": active.language}
    for key, value in context.items():
        if not isinstance(key, str):
            _refuse(pointer, "the names in a context are texts")
        if not key.startswith("@") or key in _IGNORED_KEYWORDS:
            continue
        name = key[1:]
        place = f"{pointer}/{_escaped(key)}"
        if name not in settings or not (value is None or isinstance(value, str)):
            _refuse(place, f"{key} is not supported in a context")
        settings[name] = value or ""
    if settings["vocab"]:
        settings["vocab"] = _absolute(settings["vocab"], simple, active, "", f"{pointer}/@vocab")
    return settings


def _definition(
    key: str,
    value: Mapping[Any, Any],
    simple: Mapping[str, str],
    active: ActiveContext,
    vocab: str,
    pointer: str,
) -> TermDefinition:
    """An expanded term definition of the simple sort."""
    for name in value:
        if name not in _DEFINITION_KEYS:
            _refuse(pointer, f"{name} is not supported in the definition of {key!r}")
    container = value.get("@container")
    containers = container if isinstance(container, list) else [container] if container else []
    if not all(isinstance(item, str) and item in _CONTAINERS for item in containers):
        _refuse(pointer, f"the container of {key!r} is not supported")
    iri, datatype, language = (value.get(name) for name in ("@id", "@type", "@language"))
    if not all(item is None or isinstance(item, str) for item in (iri, datatype, language)):
        _refuse(pointer, f"the definition of {key!r} holds something else than texts")
    if datatype and not datatype.startswith("@"):
        datatype = _absolute(datatype, simple, active, vocab, pointer)
    return TermDefinition(
        iri=_absolute(iri or key, simple, active, vocab, pointer, itself=iri is None),
        datatype=datatype or "",
        containers=frozenset(containers),
        language=language,
    )


def _absolute(
    text: str,
    simple: Mapping[str, str],
    active: ActiveContext,
    vocab: str,
    pointer: str,
    *,
    itself: bool = False,
) -> str:
    """Write out an address of a definition, which may be compact by prefixes of the same context."""
    for _ in range(len(simple) + 1):
        if text.startswith("@"):
            _refuse(pointer, f"another name for {text} is not supported")
        prefix, colon, local = text.partition(":")
        if colon and not local.startswith("//") and prefix in simple and simple[prefix] != text:
            text = simple[prefix] + local
        elif not colon and text in simple and not itself and simple[text] != text:
            text = simple[text]
        else:
            break
    else:
        _refuse(pointer, f"the definition of {text!r} leads back to itself")
    prefix, colon, local = text.partition(":")
    if colon and not local.startswith("//") and prefix in active.prefixes:
        return active.prefixes[prefix] + local
    if colon and _ABSOLUTE.fullmatch(text):
        return text
    if colon:
        _refuse(pointer, f"{text!r} is not an address")
    return vocab + text if vocab else active.expand(text)


def _refuse(pointer: str, message: str) -> NoReturn:
    hint = "use prefixes and simple term definitions, or write the document without its own context"
    raise UnknownContext(message, (_finding("unsupported-context", pointer, message, hint),), hint=hint)


def _finding(code: str, pointer: str, message: str, hint: str) -> Finding:
    return Finding(code=code, severity="error", pointer=pointer, message=message, hint=hint, source=_SOURCE)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
