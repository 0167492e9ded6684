"""The API reference as its page shows it, made from the OpenAPI document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

import msgspec

__all__ = ["Entry", "Field", "Group", "Outcome", "build_reference", "shared_statuses"]

JSON = Mapping[str, Any]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter, or a member of the body. ``place`` says where it goes: path, query, header or body."""

    name: str
    place: str
    kind: str
    help: str
    is_required: bool
    default: str
    choices: tuple[str, ...]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """One possible answer; ``example`` is empty when there is none to show.

    ``is_shared``: it means the same for many operations, so that one explanation of it is enough.
    """

    status: str
    help: str
    media_type: str
    example: str
    is_error: bool
    is_shared: bool


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One operation. ``other_path`` is the form with a community in front."""

    anchor: str
    method: str
    path: str
    other_path: str
    summary: str
    help: str
    role: str
    takes_key: bool
    fields: tuple[Field, ...]
    body_help: str
    curl: str
    outcomes: tuple[Outcome, ...]

    @property
    def own_outcomes(self) -> list[Outcome]:
        """The answers that mean something special here."""
        return [outcome for outcome in self.outcomes if not outcome.is_shared]

    @property
    def shared_outcomes(self) -> list[Outcome]:
        """The answers that mean the same everywhere."""
        return [outcome for outcome in self.outcomes if outcome.is_shared]

    @property
    def shown(self) -> Outcome | None:
        """The answer that is worth an example."""
        return next((outcome for outcome in self.outcomes if outcome.example and not outcome.is_error), None)


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The operations of one tag."""

    anchor: str
    name: str
    help: str
    entries: tuple[Entry, ...]


def build_reference(document: JSON, base_url: str) -> tuple[Group, ...]:
    """The operations by tag, in the order of the tags; forms with a community in front are not repeated.

    Args:
        document: an OpenAPI document as ``build_openapi`` makes it.
        base_url: what the example requests start with.
    """
    found: dict[str, list[Entry]] = {tag["name"]: [] for tag in document["tags"]}
    others = {
        operation["x-same-as"]: path
        for path, _, operation in _operations(document)
        if "x-same-as" in operation
    }
    for path, method, operation in _operations(document):
        if "x-same-as" not in operation:
            other_path = others.get(operation["operationId"], "")
            found[operation["tags"][0]].append(
                _entry(document, base_url, path, method, operation, other_path)
            )
    return tuple(
        Group(
            anchor=f"group-{re.sub(r'[^a-z0-9]+', '-', tag['name'].lower())}",
            name=tag["name"],
            help=tag.get("description", ""),
            entries=tuple(found[tag["name"]]),
        )
        for tag in document["tags"]
    )


def shared_statuses(document: JSON) -> dict[str, str]:
    """The statuses that mean the same for many operations, and what they mean."""
    answers: JSON = document["components"]["responses"]
    found = {name[-3:]: answer["description"] for name, answer in answers.items()}
    return dict(sorted(found.items()))


def _operations(document: JSON) -> Iterable[tuple[str, str, JSON]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def _entry(document: JSON, base_url: str, path: str, method: str, operation: JSON, other_path: str) -> Entry:
    body: JSON = operation.get("requestBody", {})
    security = operation["security"]
    return Entry(
        anchor=operation["operationId"],
        method=method,
        path=path,
        other_path=other_path,
        summary=operation["summary"],
        help=operation.get("description", ""),
        role=operation.get("x-required-role", ""),
        takes_key={} in security and len(security) > 1,
        fields=(*(_field(one) for one in operation.get("parameters", ())), *_body_fields(body)),
        body_help=body.get("description", ""),
        curl=_curl(base_url, path, method, operation, body),
        outcomes=tuple(
            _outcome(document, status, answer) for status, answer in operation["responses"].items()
        ),
    )


def _field(parameter: JSON) -> Field:
    schema = parameter.get("schema") or next(iter(parameter["content"].values()))["schema"]
    return _described(
        parameter["name"], parameter["in"], schema, parameter["description"], parameter.get("required", False)
    )


def _body_fields(body: JSON) -> tuple[Field, ...]:
    content: JSON = body.get("content", {}).get("application/json", {})
    schema: JSON = content.get("schema", {})
    required = schema.get("required", ())
    return tuple(
        _described(name, "body", member, member.get("description", ""), name in required)
        for name, member in schema.get("properties", {}).items()
    )


def _described(name: str, place: str, schema: JSON, text: str, is_required: bool) -> Field:
    kind = schema.get("format") or schema.get("type", "any")
    if kind == "array":
        kind = f"array of {schema['items'].get('type', 'any')}s"
    default = schema.get("default")
    return Field(
        name=name,
        place=place,
        kind=kind,
        help=text,
        is_required=is_required,
        default="" if default is None else json.dumps(default).strip('"'),
        choices=tuple(schema.get("enum", ())),
    )


def _outcome(document: JSON, status: str, answer: JSON) -> Outcome:
    is_shared = "$ref" in answer
    if is_shared:
        answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    content: JSON = answer.get("content", {})
    media_type = next(iter(content), "")
    media: JSON = content.get(media_type, {})
    return Outcome(
        status=status,
        help=answer["description"],
        media_type=media_type,
        example=_pretty(media["example"]) if "example" in media else "",
        is_error=status >= "400",
        is_shared=is_shared,
    )


def _curl(base_url: str, path: str, method: str, operation: JSON, body: JSON) -> str:
    """The operation as a command to copy: with what is required, and no more."""
    parameters = operation.get("parameters", ())
    for one in parameters:
        if one["in"] == "path":
            value = quote(one["example"], safe="") if "example" in one else one["name"].upper()
            path = path.replace(f"{{{one['name']}}}", value)
    pairs = [
        f"{quote(one['name'], safe='@:')}={quote(_plain(one.get('example', 'VALUE')), safe=':')}"
        for one in parameters
        if one["in"] == "query" and one.get("required")
    ]
    query = f"?{'&'.join(pairs)}" if pairs else ""
    parts = [f"curl{'' if method == 'GET' else f' -X {method}'} {_quoted(f'{base_url}{path}{query}')}"]
    if "x-required-role" in operation:
        parts.append("-H 'Authorization: Token YOUR_TOKEN'")
    content: JSON = body.get("content", {})
    if "application/json" in content:
        parts.append("-H 'Content-Type: application/json'")
        parts.append(f"-d {_quoted(_pretty(content['application/json'].get('example', {})))}")
    return " \\\n  ".join(parts)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _quoted(text: str) -> str:
    escaped = text.replace("'", "'\\''")
    return f"'{escaped}'"
