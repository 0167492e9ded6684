"""One request, as a handler sees it: parameters checked, caller and community known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from opencredreg.accounts.actor import ANONYMOUS, Actor, require_role
from opencredreg.accounts.policy import require_scope
from opencredreg.accounts.tokens import WrongEnvironment, authenticate, environment_of
from opencredreg.api.operation import Operation, Param
from opencredreg.clock import format_date, parse_timestamp
from opencredreg.errors import InvalidInput, LimitExceeded, MalformedJSON, NotAuthenticated, NotFound
from opencredreg.ids import normalize_community
from opencredreg.jsonld.document import decode_json
from opencredreg.registry.access import require_read
from opencredreg.registry.communities import Community
from opencredreg.registry.node import Node

__all__ = ["Call", "ParameterErrors", "json_response"]

_TRUE = frozenset({"true", "1", "yes", "on", "t", "y"})
_FALSE = frozenset({"false", "0", "no", "off", "f", "n"})
_MISSING = object()


class _Several(list[str]):
    """A parameter that stands several times in a query string or form; where one is asked for the last counts."""


class ParameterErrors(InvalidInput):
    """Parameters are missing or wrong; ``messages`` has one entry for each, in the order of declaration."""

    code = "invalid-parameter"

    def __init__(self, messages: list[str]) -> None:
        super().__init__("; ".join(messages))
        self.messages = messages


class CommunityMismatch(InvalidInput):
    """The parameter ``envelope_community`` names another community than the path."""

    code = "community-mismatch"


class Call:
    """A request to an operation."""

    def __init__(self, node: Node, operation: Operation, request: Request, body: bytes) -> None:
        self.node = node
        self.operation = operation
        self.request = request
        self.body = body
        self._key_problem: WrongEnvironment | None = None

    def run(self) -> Response:
        """Check who may do this, then do it."""
        try:
            return self._run()
        except NotAuthenticated as error:
            if self._key_problem is None:
                raise
            # We know the key, so we say more than that we know nobody.
            raise self._key_problem from error

    def _run(self) -> Response:
        settings = self.node.settings
        if self.operation.scope is not None:
            # Before the role: a key that only searches lacks a scope, and nobody can give it a role.
            require_scope(self.actor, self.operation.scope)
        if self.operation.role is not None:
            require_role(self.actor, self.operation.role)
        elif (
            settings.access.authentication_required and not self.operation.is_open and self.actor is ANONYMOUS
        ):
            raise NotAuthenticated("Invalid token")
        if self.operation.is_scoped and self.operation.reads:
            require_read(self.node, self.actor, self.community, self.key)
        return self.operation.handler(self)

    def path(self, name: str) -> str:
        """A part of the path."""
        value: str = self.request.path_params[name]
        return value

    def header(self, name: str) -> str | None:
        """A header of the request."""
        return self.request.headers.get(name)

    @cached_property
    def key(self) -> str | None:
        """The last word of the Authorization header: a token or an API key."""
        words = (self.header("authorization") or "").split()
        return words[-1] if words else None

    @cached_property
    def actor(self) -> Actor:
        """Who is asking. A header that names nobody counts as nobody; the routes that need a role refuse."""
        if self.key is None:
            return ANONYMOUS
        try:
            return authenticate(self.node.database, self.key, environment=environment_of(self.node.settings))
        except WrongEnvironment as problem:
            self._key_problem = problem
            return ANONYMOUS
        except NotAuthenticated:
            return ANONYMOUS

    @cached_property
    def community(self) -> Community:
        """The community of the path, else the default one (registry-api.md section 1.3)."""
        name = self.request.path_params.get("community")
        if name is None:
            found = self.node.default_community(self.header("host") or "")
        else:
            found = self.node.find_community(name)
        if found is None:
            message = self.operation.unknown_community
            if self.operation.style == "problem" and name is not None:
                message = f"There is no community {name}."
            raise NotFound(message, kind="community")
        self._require_same(found, self.raw_values.get("envelope_community"))
        return found

    def require_community(self, stated: object) -> None:
        """Check the ``envelope_community`` of a raw body against the address.

        Raises:
            CommunityMismatch: it names another community.
        """
        self._require_same(self.community, stated)

    def _require_same(self, found: Community, stated: object) -> None:
        if not isinstance(stated, str) or normalize_community(stated) in ("", found.name):
            return
        if "community" in self.request.path_params:
            raise CommunityMismatch(":envelope_community in URL and envelope don't match.")
        raise CommunityMismatch(
            f":envelope_community in envelope does not match the default community ({found.name})."
        )

    @cached_property
    def base_url(self) -> str:
        """The address of the node, without a slash at the end."""
        here = self.request.base_url
        return self.node.settings.server.public_url.rstrip("/") or f"{here.scheme}://{here.netloc}"

    @cached_property
    def query(self) -> dict[str, list[str]]:
        """The query string."""
        # A server hands over whatever bytes the client sent.
        text = self.request.scope["query_string"].decode("utf-8", "replace")
        return parse_qs(text, keep_blank_values=True)

    def json_body(self) -> Any:
        """The body as JSON, whatever its declared type.

        Raises:
            MalformedJSON: it is none, or it holds a NUL character, which no database of ours can keep.
        """
        value = decode_json(self.body)
        if b"\\u0000" in self.body and _holds_nul(value):
            raise MalformedJSON(
                "The body contains a NUL character (\\u0000).", hint="Remove it; no registry can store it."
            )
        return value

    def form_body(self) -> dict[str, Any] | None:
        """The body as a form, if it is declared as one; of a member that stands there twice the last counts.

        Many tools declare a form because that is their default, and send JSON; no form begins as an object does.
        """
        kind = (self.header("content-type") or "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded" or self.body.lstrip().startswith(b"{"):
            return None
        members = parse_qs(self.body.decode("utf-8", "replace"))
        return {
            name.removesuffix("[]"): _Several(values) if name.endswith("[]") else values[-1]
            for name, values in members.items()
        }

    @cached_property
    def raw_values(self) -> Mapping[str, Any]:
        """Query string and body, merged; the body counts only for operations without a raw body."""
        merged: dict[str, Any] = {}
        for name, values in self.query.items():
            is_several = name.endswith("[]") or len(values) > 1
            merged[name.removesuffix("[]")] = _Several(values) if is_several else values[0]
        if self.operation.body is None and self.body.strip():
            form = self.form_body()
            value = self.json_body() if form is None else form
            if isinstance(value, dict):
                merged.update(value)
        return merged

    @cached_property
    def values(self) -> dict[str, Any]:
        """The declared parameters, checked and converted.

        Raises:
            ParameterErrors: some are missing or wrong.
        """
        messages: list[str] = []
        found: dict[str, Any] = {}
        for param in self.operation.params:
            raw = self.raw_values.get(param.name, _MISSING)
            if raw is _MISSING or raw is None or raw == "":
                if param.is_required and raw is not _MISSING and raw == "" and param.kind == "text":
                    found[param.name] = ""
                elif param.is_required:
                    messages.append(f"{param.name} is missing")
                else:
                    found[param.name] = param.default
                continue
            try:
                found[param.name] = _convert(param, raw)
            except (ValueError, TypeError, OverflowError):
                messages.append(f"{param.name} is invalid")
            except LookupError:
                messages.append(f"{param.name} does not have a valid value")
        if messages:
            raise ParameterErrors(messages)
        limit = self.node.settings.limits.ids_per_request
        for name, value in found.items():
            if isinstance(value, list) and len(value) > limit:
                raise LimitExceeded(
                    f"{name} has {len(value):,} entries; up to {limit:,} are taken at a time.",
                    limit="limits.ids_per_request",
                    value=limit,
                )
        return found

    @cached_property
    def page(self) -> tuple[int, int]:
        """The page, from 1, and the effective number of entries on it."""
        maximum = self.node.settings.limits.per_page_max
        per_page = self.values["per_page"]
        page = min(max(1, self.values["page"]), 2**31)
        return page, min(per_page, maximum) if per_page > 0 else (25 if per_page < 0 else 1)

    def paged(self, content: bytes, total: int) -> Response:
        """A page of a list with both families of paging headers."""
        page, per_page = self.page
        last = max(1, -(-total // per_page))
        headers = {
            "Total": str(total),
            "Per-Page": str(per_page),
            "X-Total": str(total),
            "X-Total-Pages": str(last),
            "X-Per-Page": str(per_page),
            "X-Page": str(page),
            "X-Next-Page": str(page + 1) if page < last else "",
            "X-Prev-Page": str(page - 1) if page > 1 else "",
            "X-Offset": "",
        }
        links = []
        if page > 1:
            links += [(1, "first"), (min(page - 1, last), "prev")]
        if page < last:
            links += [(last, "last"), (page + 1, "next")]
        if links:
            headers["Link"] = ", ".join(f'<{self._page_url(n, per_page)}>; rel="{rel}"' for n, rel in links)
        return Response(content, media_type="application/json", headers=headers)

    def _page_url(self, page: int, per_page: int) -> str:
        pairs = [
            (name, value)
            for name, values in self.query.items()
            if name not in ("page", "per_page")
            for value in values
        ]
        pairs += [("page", str(page)), ("per_page", str(per_page))]
        text = "&".join(f"{quote(name, safe=':@')}={quote(value, safe=':@/')}" for name, value in pairs)
        return f"{self.base_url}{quote(self.request.scope['path'], safe='/:@')}?{text}"


def _convert(param: Param, raw: Any) -> Any:
    if isinstance(raw, _Several) and param.kind not in ("texts", "object"):
        raw = raw[-1]
    if param.kind == "integer":
        if isinstance(raw, bool | float):
            raise ValueError(param.name)
        if isinstance(raw, str) and not re.fullmatch(r"[+-]?\d{1,18}", raw.strip()):
            raise ValueError(param.name)
        number = int(raw)
        if param.minimum is not None and number < param.minimum:
            raise LookupError(param.name)
        return number
    if param.kind == "boolean":
        if isinstance(raw, bool):
            return raw
        text = str(raw).strip().lower()
        if text in _TRUE or text in _FALSE:
            return text in _TRUE
        raise ValueError(param.name)
    if param.kind == "texts":
        if isinstance(raw, str):
            raw = _decoded(raw) if raw.startswith("[") else [raw]
        if not isinstance(raw, list) or not all(isinstance(entry, str) for entry in raw):
            raise ValueError(param.name)
        if any("\x00" in entry for entry in raw):
            raise ValueError(param.name)
        return raw
    if param.kind == "object":
        if isinstance(raw, str):
            raw = _decoded(raw)
        if not isinstance(raw, dict):
            raise ValueError(param.name)
        return raw
    if not isinstance(raw, str):
        raise ValueError(param.name)
    if "\x00" in raw:
        raise ValueError(param.name)
    if param.kind == "choice":
        if raw not in param.choices:
            raise LookupError(param.name)
    elif param.kind == "datetime":
        return parse_timestamp(raw)
    elif param.kind == "date":
        # A time is taken for its day; ``format_date`` also refuses what no calendar of ours can show.
        return format_date(parse_timestamp(raw))
    return raw


def _decoded(text: str) -> Any:
    """JSON in a parameter."""
    try:
        return decode_json(text.encode())
    except (InvalidInput, LimitExceeded) as error:
        raise ValueError(error.message) from error


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any(_holds_nul(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(_holds_nul(entry) for entry in value)


def json_response(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer."""
    return Response(
        msgspec.json.encode(value), status, media_type="application/json", headers=dict(headers or {})
    )
