"""The parts of the OpenAPI document that many operations share: schemas, errors, headers, parameters."""

from __future__ import annotations

from typing import Any, get_args

from opencredreg.api.operation import Operation, Param
from opencredreg.findings import Severity

__all__ = [
    "ERROR_SCHEMAS",
    "PAGING_HEADERS",
    "body_of_params",
    "error_response",
    "error_statuses",
    "param_schema",
]

_REASON = {
    400: "A parameter is missing or wrong, or the body is not the JSON that it should be.",
    401: "The token is missing, unknown, expired or revoked, or does not speak for the owner.",
    403: "The role of the token is too low.",
    404: "There is nothing of that name.",
    406: "This version or format is not offered here.",
    408: "The body did not arrive in time.",
    410: "It was deleted; its history can still be read.",
    412: "It was changed since you read it.",
    413: "The body is larger than this node takes.",
    422: "The request was understood, but something in it breaks a rule.",
    500: "The node failed. This is not the mistake of the client; the text names an incident.",
    503: "The node cannot do this at the moment. Nothing was changed; try again.",
}
_HEADERS: dict[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"description": "Always `Token`.", "schema": {"type": "string"}}},
    503: {"Retry-After": {"description": "After how many seconds.", "schema": {"type": "integer"}}},
}
_EXAMPLE = {
    400: "description is missing",
    401: "Invalid token",
    403: "You are not authorized to perform this action",
    404: "Record not found",
    406: "The requested version is not supported.",
    408: "The body did not arrive within 120 seconds.",
    410: "Record not found",
    412: "The newest version has another digest.",
    413: "The body is larger than 67,108,864 bytes.",
    422: "Name can't be blank",
    500: "The node failed; this is not your mistake. Incident 5f0c2f0e-7c1b-4a51-9b1c-2d7a6d0a9e11.",
    503: "The store cannot take the change now. Nothing was changed.",
}
_CODE = {
    400: "invalid-parameter",
    401: "not-authenticated",
    403: "not-authorized",
    404: "not-found",
    408: "limit-exceeded",
    410: "gone",
    412: "precondition-failed",
    413: "limit-exceeded",
    422: "invalid-input",
    503: "unavailable",
}
_FINDINGS = {
    "type": "array",
    "description": "What is wrong, place by place; on wire routes only with `?findings=true`.",
    "items": {"$ref": "#/components/schemas/Finding"},
}
_PLACES = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "path": {"type": "string", "description": "JSON Pointer (RFC 6901) into the query."},
            "code": {"type": "string", "description": "Name of the mistake; it stays the same."},
            "message": {"type": "string"},
            "did_you_mean": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["path", "code", "message"],
    },
}
_FINDING = {
    "code": {"type": "string", "description": "Name of the rule; it stays the same."},
    "severity": {"enum": list(get_args(Severity))},
    "pointer": {"type": "string", "description": "JSON Pointer (RFC 6901) to the place."},
    "message": {"type": "string"},
    "hint": {"type": "string", "description": "What to do about it."},
    "source": {"type": "string", "description": "Where the rule stands."},
    "rule": {"type": "string", "description": "Number of the rule in the validation profile."},
    "ctid": {"type": "string", "description": "CTID of the nearest item of the graph."},
    "node": {"type": "string", "description": "`@id` of the nearest item of the graph."},
    "type": {"type": "string", "description": "Class of the object that holds the place."},
    "property": {"type": "string", "description": "Property at the place."},
    "value": {"type": "string", "description": "What was found there, shortened."},
    "suggestion": {"type": "string", "description": "What could stand there instead."},
}
_FINDING_REQUIRED = ["code", "severity", "pointer", "message"]
ERROR_SCHEMAS: dict[str, Any] = {
    "Messages": {
        "type": "object",
        "description": "What the Registry Assistant says of a request that it did not look at.",
        "properties": {
            "Successful": {"const": False},
            "Messages": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["Successful", "Messages"],
    },
    "Errors": {
        "type": "object",
        "description": "The usual shape of an error of the wire API: a list of texts.",
        "properties": {
            "errors": {"type": "array", "items": {"type": "string"}},
            "findings": _FINDINGS,
        },
        "required": ["errors"],
    },
    "Error": {
        "type": "object",
        "description": "The other shape of an error of the wire API: one text.",
        "properties": {"error": {"type": "string"}, "findings": _FINDINGS},
        "required": ["error"],
    },
    "PublishErrors": {
        "type": "object",
        "description": "Errors of publishing: a message for each property, or a list of texts.",
        "properties": {
            "errors": {
                "type": "array",
                "items": {
                    "anyOf": [
                        {"type": "object", "additionalProperties": {"type": "string"}},
                        {"type": "array", "items": {"type": "string"}},
                        {"type": "string"},
                    ]
                },
            },
            "findings": _FINDINGS,
        },
        "required": ["errors"],
    },
    "QueryErrors": {
        "type": "object",
        "description": "What is wrong with a query: one text, and every place with what could stand there.",
        "properties": {"error": {"type": "string"}, "errors": _PLACES},
        "required": ["error", "errors"],
    },
    "AssistantFailure": {
        "type": "object",
        "description": "The envelope of the hosted search API when there is no result.",
        "properties": {
            "data": {"type": "array", "maxItems": 0},
            "valid": {"const": False},
            "status": {"type": "string", "description": "Why, for people."},
            "extra": {"type": "object"},
            "errors": _PLACES,
        },
        "required": ["data", "valid", "status"],
    },
    "Problem": {
        "type": "object",
        "description": "Problem details (RFC 9457), the shape of errors of our own API.",
        "properties": {
            "type": {
                "type": "string",
                "description": "`urn:opencredreg:error:` and a code that stays the same.",
            },
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "What happened, for people."},
            "hint": {"type": "string", "description": "What to do about it."},
            "findings": _FINDINGS,
        },
        "required": ["type", "title", "status", "detail"],
    },
    "Finding": {
        "type": "object",
        "description": "What a rule says about one place of a document. What has nothing to tell is left out.",
        "properties": _FINDING,
        "required": _FINDING_REQUIRED,
    },
    "PlacedFinding": {
        "type": "object",
        "description": "A finding in a document that was sent to be checked, with its place in the text.",
        "properties": {
            **_FINDING,
            "place": {"type": "string", "description": "The place in words."},
            "line": {"type": "integer", "minimum": 1, "description": "The line of the text, from 1."},
            "column": {"type": "integer", "minimum": 1, "description": "The character of the line, from 1."},
        },
        "required": [*_FINDING_REQUIRED, "place"],
    },
}
PAGING_HEADERS: dict[str, Any] = {
    "Total": {"description": "How many there are on all pages.", "schema": {"type": "integer"}},
    "Per-Page": {"description": "How many are on a page, effectively.", "schema": {"type": "integer"}},
    "Link": {
        "description": "Addresses of the `first`, `prev`, `next` and `last` page (RFC 8288).",
        "schema": {"type": "string"},
    },
    "X-Total": {"description": "As `Total`.", "schema": {"type": "integer"}},
    "X-Total-Pages": {"description": "How many pages there are.", "schema": {"type": "integer"}},
    "X-Per-Page": {"description": "As `Per-Page`.", "schema": {"type": "integer"}},
    "X-Page": {"description": "This page, from 1.", "schema": {"type": "integer"}},
    "X-Next-Page": {"description": "The next page; empty on the last.", "schema": {"type": "string"}},
    "X-Prev-Page": {"description": "The page before; empty on the first.", "schema": {"type": "string"}},
}
_KINDS: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "datetime": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
    "choice": {"type": "string"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "object": {"type": "object"},
}


def param_schema(param: Param) -> dict[str, Any]:
    """The JSON Schema of a parameter."""
    schema = dict(_KINDS[param.kind])
    if param.choices:
        schema["enum"] = list(param.choices)
    if param.minimum is not None:
        schema["minimum"] = param.minimum
    if param.default not in (None, ""):
        schema["default"] = param.default
    return schema


def body_of_params(params: list[Param]) -> dict[str, Any]:
    """The request body for parameters that clients send as members of a JSON object, or as a form."""
    properties = {
        param.name: {"description": param.help, **param_schema(param)}
        | ({"examples": [param.example]} if param.example is not None else {})
        for param in params
    }
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    required = [param.name for param in params if param.is_required]
    if required:
        schema["required"] = required
    example = {param.name: param.example for param in params if param.example is not None}
    media: dict[str, Any] = {"schema": schema}
    if example:
        media["example"] = example
    content = {"application/json": media}
    if all(param.kind not in ("texts", "object") for param in params):
        content["application/x-www-form-urlencoded"] = {"schema": schema}
    return {"required": bool(required), "content": content}


def error_statuses(operation: Operation) -> list[int]:
    """The statuses that an operation may answer with when it fails."""
    has_body = operation.body is not None or any(param.is_in_body for param in operation.params)
    may_happen = {
        400: bool(operation.params) or has_body,
        401: operation.role is not None or operation.reads,
        403: operation.role is not None or operation.reads,
        404: bool(operation.path_params) or operation.is_scoped or has_body,
        408: has_body,
        406: True,
        413: has_body,
        422: has_body or operation.is_scoped,
        500: True,
        503: True,
    }
    return [status for status, may in may_happen.items() if may]


def error_response(operation: Operation, status: int) -> tuple[str, dict[str, Any]]:
    """The answer of an operation that fails with a status, and the name under which it can be shared."""
    shape, media_type = _shape(operation, status)
    response: dict[str, Any] = {
        "description": _REASON.get(status, "The request failed."),
        "content": {
            media_type: {
                "schema": {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in shape]}
                if len(shape) > 1
                else {"$ref": f"#/components/schemas/{shape[0]}"},
                "example": _example(shape[0], status),
            }
        },
    }
    if status in _HEADERS:
        response["headers"] = _HEADERS[status]
    return f"{'Or'.join(shape)}{status}", response


def _shape(operation: Operation, status: int) -> tuple[tuple[str, ...], str]:
    """The schemas of the body and its media type; all knowledge of these shapes comes from ``compat``."""
    if operation.style == "problem" and status not in (406, 500):
        return ("Problem",), "application/problem+json"
    if operation.style == "messages" and status not in (406, 500):
        return ("Messages",), "application/json"
    if operation.style == "assistant" and status not in (401, 403, 406, 500):
        return ("AssistantFailure",), "application/json"
    if operation.style == "query" and status in (400, 408, 413, 422, 503):
        return (("QueryErrors", "Errors") if status == 422 else ("QueryErrors",)), "application/json"
    if status in (403, 406):
        return ("Error",), "application/json"
    if operation.style in ("error", "delete-token") and status in (400, 422):
        return (("Error", "Errors") if status == 422 else ("Errors", "Error")), "application/json"
    if operation.style == "publish" and status == 422:
        return ("PublishErrors",), "application/json"
    return ("Errors",), "application/json"


def _example(shape: str, status: int) -> dict[str, Any]:
    text = _EXAMPLE.get(status, "The request failed.")
    if shape == "Problem":
        return {
            "type": f"urn:opencredreg:error:{_CODE.get(status, 'registry-error')}",
            "title": _REASON.get(status, "The request failed.").partition(";")[0].rstrip("."),
            "status": status,
            "detail": text,
        }
    if shape == "Messages":
        return {"Successful": False, "Messages": [f"Error - {text}"]}
    if shape == "Error":
        return {"error": text}
    if shape in ("QueryErrors", "AssistantFailure"):
        place = {
            "path": "/ceterms:nmae",
            "code": "unknown_property",
            "message": "Unsupported property: `ceterms:nmae`",
            "did_you_mean": ["ceterms:name"],
        }
        if status in (400, 422):
            text, places = str(place["message"]), [place]
        else:
            code = _CODE.get(status, "registry-error")
            places = [{"path": "", "code": code, "message": text, "did_you_mean": []}]
        if shape == "QueryErrors":
            return {"error": text, "errors": places}
        return {"data": [], "valid": False, "status": text, "extra": {"TotalResults": 0}, "errors": places}
    if shape == "PublishErrors":
        return {"errors": [{"@graph": "is required"}]}
    return {"errors": [text]}
