"""The whole HTTP interface as an OpenAPI 3.1 document, made from the declared operations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from opencredreg.api.openapi_schemas import (
    ERROR_SCHEMAS,
    PAGING_HEADERS,
    body_of_params,
    error_response,
    error_statuses,
    param_schema,
)
from opencredreg.api.operation import Answer, Body, Operation, Param
from opencredreg.api.router import concrete_paths

__all__ = ["TAGS", "build_openapi"]

TAGS = {
    "Node": "What this node is, what it holds and whether it works.",
    "Publishing": "Putting documents in, changing and deleting them, on behalf of an organization.",
    "Registry Assistant": "Publishing from plain input under the addresses and with the answers that its clients know.",
    "Resources": "Reading what was published: single resources, whole documents, many at once.",
    "Search": "Finding resources by words, by properties and by what they are connected to.",
    "Description sets": "Everything that belongs to a resource, in one answer.",
    "Collections": "Adding members to a collection and taking them out.",
    "Envelopes": "Documents with what the registry knows about them: owner, publisher, versions, events.",
    "History": "What happened to a resource, and everything that happened.",
    "Bulk download": "Everything that a community holds, as one file.",
    "Signed envelopes": "Publishing with a key instead of a token.",
    "Web": "What the pages show, for programs and other sites: files, feeds, cards, catalogues and site maps.",
    "Vocabulary": "The terms of CTDL, CTDL-ASN and QData as this node reads them, and the editions of them.",
    "Codes": "Lists of codes for occupations, programs and industries, and what carries them.",
    "Schemas": "JSON Schemas of what is sent and received.",
    "Accounts": "Who may publish for whom, public keys, and access tokens.",
    "Administration": "Communities, their configuration, organizations, publishers and contexts.",
}
"""The groups of operations in the order in which a reader meets them; other tags come after these."""

_DESCRIPTION = """\
Publish, version, find and retrieve credential data as open linked data.

Most routes exist twice: with the name of a community in front, and without it for the default community.
Errors of the wire API are JSON with `errors` or `error`; those of the routes under `/api/` are problem
details (RFC 9457).

This is an independent implementation of the Credential Registry, not Credential Engine's own software."""
_SANDBOX = """\
This node is a sandbox: what is published here is for trying things out and can be wiped at any time. Anybody
registers an organization with `POST /sandbox/accounts`."""
_COMMUNITY = {
    "name": "community",
    "in": "path",
    "required": True,
    "description": "Name of the community, in any spelling.",
    "schema": {"type": "string"},
    "example": "ce-registry",
}
_FINDINGS = {
    "name": "findings",
    "in": "query",
    "description": "Tell in `findings`, place by place, what is wrong with the document.",
    "schema": {"type": "boolean", "default": False},
}


def build_openapi(
    operations: Sequence[Operation], *, title: str, version: str, server_url: str, is_sandbox: bool = False
) -> dict[str, Any]:
    """The OpenAPI 3.1 document of some operations; hidden ones are left out.

    Args:
        operations: what the node serves.
        title: of the interface.
        version: of the product.
        server_url: base of all paths; ``/`` means the address from which the document was fetched.
        is_sandbox: whether the node is for trying things out.

    Raises:
        ValueError: two operations would have the same name.
    """
    document = _Document()
    for group in _same_route([operation for operation in operations if not operation.is_hidden]):
        document.add(group)
    used = {operation["tags"][0] for methods in document.paths.values() for operation in methods.values()}
    names = [name for name in TAGS if name in used] + sorted(used - TAGS.keys())
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": version,
            "summary": "An open registry of credential data",
            "description": f"{_SANDBOX}\n\n{_DESCRIPTION}" if is_sandbox else _DESCRIPTION,
            "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server_url}],
        "tags": [{"name": name} | ({"description": TAGS[name]} if name in TAGS else {}) for name in names],
        "paths": document.paths,
        "components": {
            "schemas": ERROR_SCHEMAS,
            "responses": dict(sorted(document.responses.items())),
            "headers": PAGING_HEADERS,
            "securitySchemes": {
                "token": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "`Token` and the value of an access token, or an API key for reading. "
                    "Only the last word of the header counts.",
                }
            },
        },
    }


def _same_route(operations: Sequence[Operation]) -> list[list[Operation]]:
    """Operations that differ only in ``Accept-Version`` stand together, the oldest version first."""
    groups: dict[tuple[str, str], list[Operation]] = {}
    for operation in operations:
        groups.setdefault((operation.method, operation.path), []).append(operation)
    return [sorted(group, key=lambda operation: operation.version or "v1") for group in groups.values()]


class _Document:
    """The paths and shared answers, as they grow."""

    def __init__(self) -> None:
        self.paths: dict[str, dict[str, Any]] = {}
        self.responses: dict[str, Any] = {}
        self._known_shapes: dict[str, str] = {}
        self._names: set[str] = set()

    def add(self, versions: list[Operation]) -> None:
        first = versions[0]
        bare = ""
        for path in concrete_paths(first):
            shown, renamed = self._shown(path)
            name = _operation_id(first.method, shown, is_scoped=first.is_scoped)
            if name in self._names:
                raise ValueError(f"two operations are called {name}")
            self._names.add(name)
            described = self._describe(versions, name, renamed)
            if bare:
                described["x-same-as"] = bare
            bare = bare or (name if first.is_scoped else "")
            self.paths.setdefault(shown, {})[first.method.lower()] = described

    def _shown(self, path: str) -> tuple[str, dict[str, str]]:
        """The path as it is written, and new names of its parameters.

        Paths that differ only in the names of their parameters are one path in OpenAPI.
        """
        shape = re.sub(r"\{\w+\}", "{}", path)
        shown = self._known_shapes.setdefault(shape, path)
        return shown, dict(zip(_names(path), _names(shown), strict=True))

    def _describe(self, versions: list[Operation], name: str, renamed: dict[str, str]) -> dict[str, Any]:
        first = versions[0]
        described: dict[str, Any] = {"operationId": name, "tags": [first.tag], "summary": first.summary}
        texts = [first.help, *(f"{later.summary}: {later.help}" for later in versions[1:])]
        if any(texts):
            described["description"] = "\n\n".join(text for text in texts if text)
        parameters = _path_parameters(first, renamed)
        if "community" in renamed and not any(one["name"] == renamed["community"] for one in parameters):
            parameters.insert(0, {**_COMMUNITY, "name": renamed["community"]})
        parameters += _query_parameters(first)
        if len(versions) > 1:
            parameters.append(_accept_version(versions))
        if parameters:
            described["parameters"] = parameters
        body = _request_body(first)
        if body is not None:
            described["requestBody"] = body
        described["responses"] = self._answers(versions)
        if first.role is not None:
            described["security"] = [{"token": []}]
            described["x-required-role"] = first.role.value
            if first.scope is not None:
                described["x-required-scope"] = first.scope
        else:
            described["security"] = [{}, {"token": []}] if first.reads else []
        return described

    def _answers(self, versions: list[Operation]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for operation in versions:
            for status, answer in operation.answers.items():
                key = str(status)
                response = _answer(operation, status, answer)
                if key in found:
                    marked = f"With `Accept-Version: {operation.version}`: {answer.help}"
                    response = {**found[key], "description": f"{found[key]['description']} {marked}"}
                found[key] = response
            for status in error_statuses(operation):
                name, shared = error_response(operation, status)
                if str(status) not in found:
                    self.responses[name] = shared
                    found[str(status)] = {"$ref": f"#/components/responses/{name}"}
        return dict(sorted(found.items()))


def _names(path: str) -> list[str]:
    return re.findall(r"\{(\w+)\}", path)


def _operation_id(method: str, path: str, *, is_scoped: bool) -> str:
    has_community = is_scoped and path.startswith("/{community}")
    rest = path.removeprefix("/{community}") if has_community else path
    words = [re.sub(r"\W+", "_", re.sub(r"\{(\w+)\}", r"by_\1", part)) for part in rest.split("/") if part]
    return "_".join([method.lower(), *(words or ["root"]), *(["in_community"] if has_community else [])])


def _path_parameters(operation: Operation, renamed: dict[str, str]) -> list[dict[str, Any]]:
    found = []
    for param in operation.path_params:
        described: dict[str, Any] = {
            "name": renamed[param.name],
            "in": "path",
            "required": True,
            "description": param.help,
            "schema": {"type": "string"},
        }
        if param.takes_slashes:
            described["description"] += " It may hold slashes, percent-encoded or not."
        if param.example:
            described["example"] = param.example
        found.append(described)
    return found


def _query_parameters(operation: Operation) -> list[dict[str, Any]]:
    found = [_query_parameter(param) for param in operation.params if not param.is_in_body]
    if operation.style == "publish" and all(param.name != "findings" for param in operation.params):
        found.append(_FINDINGS)
    return found


def _query_parameter(param: Param) -> dict[str, Any]:
    described: dict[str, Any] = {"name": param.name, "in": "query", "description": param.help}
    if param.is_required:
        described["required"] = True
    if param.kind == "object":
        described["content"] = {"application/json": {"schema": param_schema(param)}}
        return described
    described["schema"] = param_schema(param)
    if param.example is not None:
        described["example"] = param.example
    return described


def _accept_version(versions: list[Operation]) -> dict[str, Any]:
    names = [operation.version or "v1" for operation in versions]
    meanings = "; ".join(
        f"`{name}`: {operation.summary}" for name, operation in zip(names, versions, strict=True)
    )
    return {
        "name": "Accept-Version",
        "in": "header",
        "description": f"{meanings}.",
        "schema": {"type": "string", "enum": names, "default": names[0]},
    }


def _request_body(operation: Operation) -> dict[str, Any] | None:
    if operation.body is not None:
        return _raw_body(operation.body)
    in_body = [param for param in operation.params if param.is_in_body]
    return body_of_params(in_body) if in_body else None


def _raw_body(body: Body) -> dict[str, Any]:
    media = {"schema": body.schema, "example": body.example}
    media_types = ["application/json"]
    if isinstance(body.example, dict) and "@context" in body.example:
        media_types.append("application/ld+json")
    return {
        "description": body.help,
        "required": True,
        "content": dict.fromkeys(media_types, media),
    }


def _answer(operation: Operation, status: int, answer: Answer) -> dict[str, Any]:
    if status >= 400 and answer.example is None and answer.schema is None:
        return {**error_response(operation, status)[1], "description": answer.help}
    response: dict[str, Any] = {"description": answer.help}
    if status in (204, 304):
        return response
    if not answer.media_type.endswith(("/json", "+json")) and answer.schema is None:
        schema: dict[str, Any] = {"type": "string"}
    else:
        schema = answer.schema or _schema_like(answer.example)
    media: dict[str, Any] = {"schema": schema}
    if answer.example is not None:
        media["example"] = answer.example
    response["content"] = {answer.media_type: media}
    if status == 200 and any(param.name == "per_page" for param in operation.params):
        response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in PAGING_HEADERS}
    return response


def _schema_like(example: Any) -> dict[str, Any]:
    """The little that an example tells of the shape of all answers."""
    if isinstance(example, dict):
        return {"type": "object"}
    if isinstance(example, list):
        items = {"items": _schema_like(example[0])} if example else {}
        return {"type": "array", **items}
    return {"type": "string"} if isinstance(example, str) else {}
