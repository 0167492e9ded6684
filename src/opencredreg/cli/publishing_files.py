"""What files hold for publishing: plain input in any of its forms, and finished documents.

Publishers keep what they send in many ways: as the body of ``POST /publish``, as one request of the Registry
Assistant, as a list or a line of either. All of it becomes items of one batch; each remembers where its members
stand in its file, because findings are told in the places of the file.

Source: ``publishing.md`` sections 2 and 3.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal

import msgspec

from opencredreg.cli.assistant import find_type, types_by_list, types_by_wrapper
from opencredreg.errors import InvalidInput, RegistryError
from opencredreg.jsonld.document import decode_json
from opencredreg.registry.import_sources import Source, SourceDocument, SourceProblem

__all__ = ["Contents", "Entry", "read_entries"]

_OWNER: Final = "publishfororganizationidentifier"
_GRAPHS: Final = ("graphinput", "graph")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to publish. It has an ``item``, a ``document`` with its ``owner``, or a ``problem`` that forbids it.

    ``moves`` says which places of the item are which places of the file, each by its JSON pointer.
    """

    source: SourceDocument
    item: dict[str, Any] | None = None
    document: bytes | None = None
    owner: str | None = None
    moves: tuple[tuple[str, str], ...] = (("", ""),)
    problem: RegistryError | None = None

    def in_file(self, pointer: str) -> str:
        """The place in the file of a place in the item: by the longest beginning that is known."""
        fitting = [move for move in self.moves if f"{pointer}/".startswith(f"{move[0]}/")]
        if not fitting:
            return pointer
        before, after = max(fitting, key=lambda move: len(move[0]))
        return after + pointer.removeprefix(before)


class Contents(msgspec.Struct, frozen=True):
    """Everything that files hold, in their order, and how the files themselves want it to be taken."""

    entries: tuple[Entry, ...]
    keep: Literal["all", "good"] = "all"
    dry_run: bool = False


class _Bodies:
    """What the bodies of batches said of the batch as a whole."""

    def __init__(self) -> None:
        self.keeps: set[str] = set()
        self.dry_run = False


def read_entries(sources: Iterable[Source], type: str | None, owner: str | None) -> Contents:
    """Read everything that is to be published.

    Args:
        sources: the files, taken apart into JSON values.
        type: what the things are that do not say it themselves.
        owner: whose the things are that do not say it themselves.
    """
    bodies = _Bodies()
    entries: list[Entry] = []
    for source in sources:
        if isinstance(source, SourceDocument):
            entries += _entries(source, type, owner, bodies)
        elif isinstance(source, SourceProblem):
            entries.append(Entry(source=SourceDocument(source.source, b""), problem=source.error))
    # Taking only a part is never assumed: every body must ask for it.
    keep: Literal["all", "good"] = "good" if bodies.keeps == {"good"} else "all"
    return Contents(tuple(entries), keep, bodies.dry_run)


def _entries(source: SourceDocument, type: str | None, owner: str | None, bodies: _Bodies) -> Iterator[Entry]:
    try:
        value = decode_json(source.payload)
        if not isinstance(value, dict):
            raise _unknown("It is no JSON object.")
        found = list(_read(source, value, type, owner, bodies))
    except RegistryError as error:
        yield Entry(source=source, problem=error)
        return
    yield from found


def _read(
    source: SourceDocument, value: dict[str, Any], type: str | None, owner: str | None, bodies: _Bodies
) -> Iterator[Entry]:
    names = {name.lower(): name for name in value}
    if any(name in value for name in ("@graph", "@context", "@id")):
        yield _document(source, source.payload, owner)
    elif isinstance(value.get("items"), list):
        yield from _body(source, value, bodies)
    elif (graph := next((names[name] for name in _GRAPHS if name in names), None)) is not None:
        yield _graph_request(source, value, names, graph, owner)
    elif _is_item(value):
        yield Entry(source=source, item=value)
    else:
        yield from _request(source, value, names, type)


def _document(source: SourceDocument, payload: bytes, owner: str | None, base: str = "") -> Entry:
    if source.envelope is not None:
        owner = owner or source.envelope.owned_by
    if owner is None:
        raise InvalidInput(
            "A finished document does not say whose it is.", hint="Name the CTID of the owner with --owner."
        )
    return Entry(source=source, document=payload, owner=owner, moves=(("", base),))


def _graph_request(
    source: SourceDocument, value: dict[str, Any], names: Mapping[str, str], graph: str, owner: str | None
) -> Entry:
    if value.get(names.get("haslanguagemaps", "")) is not True:
        raise InvalidInput(
            f"The texts of {graph} are not in the form of the registry yet.",
            hint="Write texts as language maps and add HasLanguageMaps: true, or send the request as it is to "
            "/assistant/{type}/publishGraph.",
        )
    stated = value.get(names.get(_OWNER, ""))
    whose = stated if isinstance(stated, str) and stated else owner
    return _document(source, msgspec.json.encode(value[graph]), whose, f"/{graph}")


def _body(source: SourceDocument, value: dict[str, Any], bodies: _Bodies) -> Iterator[Entry]:
    bodies.keeps.add("good" if value.get("keep") == "good" else "all")
    bodies.dry_run = bodies.dry_run or value.get("dry_run") is True
    shared = {
        name: value[of_body]
        for name, of_body in (("owner", "owner"), ("DefaultLanguage", "default_language"))
        if value.get(of_body) is not None
    }
    for place, item in enumerate(value["items"]):
        base = f"/items/{place}"
        if not isinstance(item, dict) or not isinstance(item.get("type"), str):
            problem = _unknown(f"Item {place} does not say its type.")
            yield Entry(source=source, moves=(("", base),), problem=problem)
            continue
        yield Entry(source=source, item={**shared, **item}, moves=(("", base),))


def _is_item(value: dict[str, Any]) -> bool:
    """Whether it is an item of a batch: it says its type, and the type is one."""
    kind = value.get("type")
    return isinstance(kind, str) and find_type(kind) is not None and len(value) > 1


def _request(
    source: SourceDocument, value: dict[str, Any], names: Mapping[str, str], type: str | None
) -> Iterator[Entry]:
    """A request of the Registry Assistant, whose type is told by the member that holds the resource."""
    wrapper, kind = _wrapper(value, names, type)
    around = {name: inner for name, inner in value.items() if name.lower() != _OWNER}
    moves: list[tuple[str, str]] = [("", "")]
    if _OWNER in names:
        around["owner"] = value[names[_OWNER]]
        moves.append(("/owner", f"/{names[_OWNER]}"))
    if kind is not None and wrapper is not None and isinstance(value[names[wrapper]], dict):
        yield Entry(source=source, item={"type": kind, **around}, moves=tuple(moves))
        return
    listed = {**types_by_list(), **({wrapper: kind} if wrapper is not None and kind is not None else {})}
    lists = [
        (names[name], of)
        for name, of in listed.items()
        if name in names and isinstance(value[names[name]], list)
    ]
    if lists:
        if not any(value[name] for name, _ in lists):
            raise _unknown(f"{lists[0][0]} is empty.")
        rest = {name: inner for name, inner in around.items() if name not in dict(lists)}
        for name, of in lists:
            for place, resource in enumerate(value[name]):
                item = {"type": of, **rest, "resource": resource}
                yield Entry(source=source, item=item, moves=(*moves, ("/resource", f"/{name}/{place}")))
        return
    if type is None or wrapper is not None:
        raise _unknown("It does not say what it is.")
    moves = [("", ""), ("/resource", "")]
    yield Entry(source=source, item={"type": type, "resource": value}, moves=tuple(moves))


def _wrapper(
    value: dict[str, Any], names: Mapping[str, str], type: str | None
) -> tuple[str | None, str | None]:
    """The member that holds the resource, and the type that it stands for."""
    # A credential has a member CredentialType too, but that is a text and no resource.
    held = {
        name: types
        for name, types in types_by_wrapper().items()
        if name in names and isinstance(value[names[name]], dict | list)
    }
    if not held:
        return None, None
    # Lists of parts may be named like the resource of another type, so an object is more telling than a list.
    wrapper = min(held, key=lambda name: not isinstance(value[names[name]], dict))
    types = held[wrapper]
    if type is not None and type.lower() in types:
        return wrapper, type.lower()
    return wrapper, wrapper if wrapper in types else types[0]


def _unknown(message: str) -> InvalidInput:
    return InvalidInput(
        message,
        hint="Take a body of POST /publish, a request of the Registry Assistant or a CTDL document, or name the "
        "type with --type; opencredreg assistant types lists the types.",
    )
