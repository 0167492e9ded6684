"""Checking a document without publishing it: findings with their places, and how complete it is."""

from __future__ import annotations

from typing import Final, get_args

import msgspec
from starlette.responses import Response

from opencredreg import __version__
from opencredreg.api.call import Call, json_response
from opencredreg.api.negotiate import accepted_format
from opencredreg.api.operation import Answer, Body, Operation, Param
from opencredreg.registry.access import may_read
from opencredreg.registry.checking import check_document, find_rules_community
from opencredreg.validation import Mode
from opencredreg.validation.checking import Checked, build_answer
from opencredreg.validation.sarif import MEDIA_TYPE, build_sarif
from opencredreg.validation.wording import SEVERITIES

__all__ = ["OPERATIONS", "sarif_response"]

_OFFERED: Final = {"application/json": "json", "application/ld+json": "json", MEDIA_TYPE: "sarif"}


def _validate(call: Call) -> Response:
    name = call.request.path_params.get("community") or call.values["community"]
    community = find_rules_community(call.node, name, call.header("host") or "")
    checked = check_document(
        call.node,
        call.body,
        community=community,
        mode=call.values["mode"],
        least=call.values["least"],
        # Findings tell of what a document refers to, which not everybody may know.
        against_registry=call.values["registry"]
        and community is not None
        and may_read(call.node, call.actor, community, call.key),
    )
    wanted = call.values["format"] or accepted_format(call.header("accept"), _OFFERED, "json")
    if wanted == "sarif":
        return sarif_response(checked, call.base_url)
    return json_response(build_answer(checked), headers={"Vary": "Accept"})


def sarif_response(checked: Checked, base_url: str) -> Response:
    """What was found as SARIF 2.1.0, under the name ``document.json``."""
    log = build_sarif(
        [("document.json", checked.findings)], version=__version__, help_base=f"{base_url}/validate/rules"
    )
    return Response(msgspec.json.encode(log), media_type=MEDIA_TYPE, headers={"Vary": "Accept"})


_CTID = "ce-1d9b7c52-30a4-4f0b-8a75-6f6a0f4c2f10"
_FINDING = {
    "code": "unknown-property",
    "severity": "warning",
    "pointer": "/@graph/0/ceterms:subjectWebPage",
    "message": "There is no property ceterms:subjectWebPage.",
    "hint": "Did you mean ceterms:subjectWebpage?",
    "suggestion": "ceterms:subjectWebpage",
    "rule": "R32",
    "ctid": _CTID,
    "type": "ceterms:Certificate",
    "place": "certificate “Orchard keeping, first level” > ceterms:subjectWebPage",
    "line": 9,
    "column": 7,
}
_ANSWER = {
    "sound": True,
    "mode": "publish",
    "counts": {"error": 0, "warning": 1, "note": 0},
    "findings": [_FINDING],
    "omitted": {},
    "completeness": {
        "score": 95,
        "resources": [
            {
                "pointer": "/@graph/0",
                "id": f"https://registry.example/resources/{_CTID}",
                "type": "ceterms:Certificate",
                "ctid": _CTID,
                "name": "Orchard keeping, first level",
                "score": 95,
                "present": 23,
                "recommended": 24,
                "missing": [
                    {
                        "terms": ["ceterms:keyword"],
                        "use": "find",
                        "points": 4,
                        "why": "helps people find it",
                    }
                ],
            }
        ],
        "omitted": 0,
    },
}
_ANSWER_SCHEMA = {
    "type": "object",
    "properties": {
        "sound": {"type": "boolean", "description": "Whether no errors were found."},
        "mode": {"enum": list(get_args(Mode))},
        "counts": {
            "type": "object",
            "description": "How many findings there are of each severity, those not listed too.",
            "additionalProperties": {"type": "integer"},
        },
        "findings": {
            "type": "array",
            "description": (
                "In the order of their places. `place` says it in words, `line` and `column` where it stands in the "
                "text that was sent."
            ),
            "items": {"$ref": "#/components/schemas/PlacedFinding"},
        },
        "omitted": {
            "type": "object",
            "description": "How many findings of a code were counted but not listed.",
            "additionalProperties": {"type": "integer"},
        },
        "completeness": {
            "type": "object",
            "description": "How much of what is recommended is there, and what would help most.",
        },
    },
    "required": ["sound", "mode", "counts", "findings", "omitted", "completeness"],
}
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="POST",
        path="{c}/validate",
        handler=_validate,
        tag="Publishing",
        summary="Check a document without publishing it",
        help=(
            "Nothing is stored, and no token is needed unless the node asks everybody for one. A broken document is "
            "no failed request: the answer is 200 with findings, also when the body is not JSON. With "
            "`Accept: application/sarif+json` or `format=sarif` the answer is SARIF 2.1.0."
        ),
        style="problem",
        params=(
            Param(
                name="mode",
                kind="choice",
                choices=get_args(Mode),
                default="publish",
                help=(
                    "What the document is for: `publish`, `provisional` (a placeholder), `read` (old or foreign data), "
                    "`reference` (a description of something elsewhere), `gate` (only what the registry refuses)."
                ),
            ),
            Param(
                name="least",
                kind="choice",
                choices=SEVERITIES,
                default="note",
                help="The least grave kind of finding that is looked for.",
            ),
            Param(
                name="community",
                help="The community whose rules count, where the address names none.",
                example="ce_registry",
            ),
            Param(
                name="registry",
                kind="boolean",
                default=True,
                help="Look in the community for what the document refers to, as far as you may read it.",
            ),
            Param(
                name="format",
                kind="choice",
                choices=("json", "sarif"),
                help="Instead of the header `Accept`.",
            ),
        ),
        body=Body(
            help="The document, as it would be published.",
            example={
                "@context": "https://credreg.net/ctdl/schema/context/json",
                "@id": f"https://registry.example/graph/{_CTID}",
                "@graph": [
                    {
                        "@id": f"https://registry.example/resources/{_CTID}",
                        "@type": "ceterms:Certificate",
                        "ceterms:ctid": _CTID,
                        "ceterms:name": {"en": "Orchard keeping, first level"},
                    }
                ],
            },
        ),
        answers={200: Answer(help="What was found.", example=_ANSWER, schema=_ANSWER_SCHEMA)},
    ),
)
