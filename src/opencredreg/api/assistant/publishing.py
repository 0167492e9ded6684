"""Format, check and publish: ``POST /assistant/{type}/{action}``.

Source: ``publishing.md`` sections 2 and 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from starlette.responses import Response

from opencredreg.accounts.actor import Role, require_role
from opencredreg.accounts.policy import require_scope
from opencredreg.api.assistant.answers import ANSWER_SCHEMA, format_answer, publish_answer, validate_answer
from opencredreg.api.assistant.communities import community_of
from opencredreg.api.assistant.upkeep import ACTIONS as UPKEEP
from opencredreg.api.assistant.upkeep import act
from opencredreg.api.call import Call, ParameterErrors, json_response
from opencredreg.api.operation import Answer, Body, Operation, Param, PathParam
from opencredreg.api.origin import origin_of
from opencredreg.crosswalk.assistant.convert import Converted
from opencredreg.crosswalk.assistant.objects import members_of
from opencredreg.crosswalk.assistant.request import Request, read_requests
from opencredreg.crosswalk.assistant.table import Kind, canonical_action, get_kind
from opencredreg.errors import NotFound
from opencredreg.findings import Finding
from opencredreg.publisher.bodies import require_depth, require_number
from opencredreg.publisher.drafts import build_drafts, check_drafts
from opencredreg.publisher.publishing import Published, publish_drafts
from opencredreg.registry.access import may_read
from opencredreg.registry.communities import Community
from opencredreg.validation import Mode

__all__ = ["ANSWER", "OPERATIONS", "publish_input"]

_LISTS: Final = ("publishlist", "bulkpublish")
_WITHOUT_KEY: Final = ("format", "validate")
_SKIPS: Final = "skippublishifanytransferprofilesfail"
_SKIPPED: Final = Finding(
    code="request.skipped",
    severity="error",
    pointer="",
    message="It was not published, because something that it is made of was refused.",
    hint="Mend what was refused and send all of it again.",
)


def _post(call: Call) -> Response:
    return publish_input(call, get_kind(call.path("type")), call.path("action"))


def publish_input(call: Call, kind: Kind, named: str) -> Response:
    """Do what an action of a kind of resource asks for; ``named`` is the action as the caller writes it."""
    action = canonical_action(named)
    if action in UPKEEP:
        return act(call, kind, action)
    if action not in kind.actions or action in ("delete", "purge"):
        raise NotFound(
            f"{kind.wrapper} has no action {named}.",
            kind="action",
            hint=f"It has {', '.join(name for name in kind.actions)}.",
        )
    if action not in _WITHOUT_KEY:
        # Whether there is a key at all comes before everything that costs.
        require_scope(call.actor, "publish")
        require_role(call.actor, Role.PUBLISHER)
    body = call.json_body()
    require_depth(call.node, body)
    requests = read_requests(kind, "publish" if action in _WITHOUT_KEY else action, body)
    if not requests:
        raise ParameterErrors([f"{kind.wrapper} is an empty list"])
    require_number(call.node, requests)
    # What the route is about comes last; what it brings with it may say nothing of its own.
    community = community_of(call, requests[-1].community)
    if action in _WITHOUT_KEY:
        is_open = may_read(call.node, call.actor, community, call.key)
        drafts = build_drafts(call.node, community, requests, call.base_url, against_registry=is_open)
        check_drafts(call.node, community, drafts)
        render = format_answer if action == "format" else validate_answer
        return _answered(kind, action, requests, [render(call, draft) for draft in drafts])
    drafts = build_drafts(call.node, community, requests, call.base_url)
    published = _publish(call, kind, action, community, drafts, _needs_all(kind, body))
    return _answered(kind, action, requests, [publish_answer(call, community, one) for one in published])


def _publish(
    call: Call, kind: Kind, action: str, community: Community, drafts: Sequence[Converted], needs_all: bool
) -> list[Published]:
    origin = origin_of(call)
    mode: Mode = "provisional" if action == "provisional" else "publish"
    last = [draft for draft in drafts if draft.request.kind is kind]
    first = [draft for draft in drafts if draft.request.kind is not kind]
    if not first:
        return publish_drafts(call.node, origin, community, drafts, action=action, mode=mode)
    # What a set or an intermediary brings with it is published first.
    published = publish_drafts(call.node, origin, community, first, action=action, mode=mode)
    if all(one.is_taken for one in published) or not needs_all:
        return published + publish_drafts(call.node, origin, community, last, action=action, mode=mode)
    for draft in last:
        draft.findings.append(msgspec.structs.replace(_SKIPPED, pointer=draft.request.pointer))
    # With an error in it nothing of it is published, and the log says so.
    return published + publish_drafts(call.node, origin, community, last, action=action, mode=mode)


def _needs_all(kind: Kind, body: Any) -> bool:
    """Whether the rest is left out when one of those before it was refused."""
    members = members_of(body) if isinstance(body, dict) else {}
    return kind.name == "pathwayset" or members.get(_SKIPS, ("", False))[1] is True


def _answered(
    kind: Kind, action: str, requests: Sequence[Request], answers: list[dict[str, Any]]
) -> Response:
    """A list where the body held a list, else the one answer."""
    is_list = action in _LISTS or len(requests) > 1 or kind.name in ("competency", "pathwayset")
    return json_response(answers if is_list else answers[0])


_OWNER = "ce-a7c1d2e3-1111-4222-8333-444455556666"
_CTID = "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10"
_BODY = {
    "PublishForOrganizationIdentifier": _OWNER,
    "DefaultLanguage": "en-US",
    "LearningOpportunity": {
        "CTID": _CTID,
        "Name": "Grafting fruit trees",
        "Description": "Two days in the orchard with a knife, some bast and a patient teacher.",
        "SubjectWebpage": "https://orchard-college.test/courses/grafting",
        "OwnedBy": [{"CTID": _OWNER}],
    },
}
ANSWER = {
    "Successful": True,
    "WasChanged": True,
    "Messages": [],
    "CTID": _CTID,
    "ResponseDate": "2026-03-25T10:11:12.345Z",
    "EnvelopeUrl": "https://registry.example/envelopes/0f2b8a6e-6d43-4a36-9f7e-2c55b4c6c1aa",
    "RegistryEnvelopeIdentifier": "0f2b8a6e-6d43-4a36-9f7e-2c55b4c6c1aa",
    "GraphUrl": f"https://registry.example/graph/{_CTID}",
    "CredentialFinderUrl": f"https://registry.example/resources/{_CTID}",
    "Payload": "{…}",
}
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="POST",
        path="/assistant/{type}/{action}",
        handler=_post,
        tag="Registry Assistant",
        summary="Format, check, publish or keep up a resource from plain input",
        help=(
            "The addresses, requests and answers of the Registry Assistant API. `format` answers with the CTDL that "
            "would be published and `validate` only with messages; both need no key. `publish`, `publishGraph`, "
            "`publishList`, `bulkPublish` and `provisional` store; `setLastVerified`, `cease`, `transferOwner` and "
            "`copy` work on what is published. The answer is 200 with `Successful`, also where something was refused: "
            "`Messages` says what, errors first, each with its place in what you sent. `POST /publish` does the same "
            "with proper status codes. `GET /assistant/types` lists the types with their fields and examples."
        ),
        style="messages",
        path_params=(
            PathParam(name="type", help="The type of resource, in any case.", example="course"),
            PathParam(name="action", help="What to do, in any case.", example="format"),
        ),
        params=(
            Param(
                name="findings",
                kind="boolean",
                default=False,
                help="Whether the answer also has `Findings`: codes, JSON Pointers and suggestions.",
            ),
        ),
        body=Body(help="The resource under the name of its type, and whose it is.", example=_BODY),
        answers={200: Answer(help="What became of it.", example=ANSWER, schema=ANSWER_SCHEMA)},
    ),
)
