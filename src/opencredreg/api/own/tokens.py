"""Access tokens: making and ending them."""

from __future__ import annotations

from starlette.responses import Response

from opencredreg import clock
from opencredreg.accounts.actor import Role, require_role
from opencredreg.accounts.lifetimes import DAY_US, days_of_life
from opencredreg.accounts.organizations import get_organization
from opencredreg.accounts.tokens import issue_token, revoke_token
from opencredreg.api.call import Call, json_response
from opencredreg.api.operation import Answer, Operation, Param
from opencredreg.errors import InvalidInput, NotAuthenticated, NotFound

__all__ = ["OPERATIONS"]

# The answer holds a secret: no cache on the way may keep it.
_NOT_KEPT = {"Cache-Control": "no-store"}


def _issue(call: Call) -> Response:
    values = call.values
    role = Role(values["role"])
    if role is Role.SUPERADMIN:
        require_role(call.actor, Role.SUPERADMIN)
    if not values["email"].strip():
        raise InvalidInput("Email can't be blank")
    days = days_of_life(values["lifetime_days"], call.node.settings)
    with call.node.database.write() as transaction:
        organization = (
            get_organization(transaction.connection, values["organization"])
            if values["organization"]
            else None
        )
        token = issue_token(
            transaction,
            role=role,
            email=values["email"],
            organization_id=organization.id if organization else None,
            lifetime_days=days,
        )
        end = clock.format_timestamp(transaction.at + days * DAY_US) if days else None
    answer = {
        "token": token,
        "role": role.value,
        "email": values["email"],
        "organization": organization.ctid if organization else None,
        "expires_at": end,
    }
    return json_response(answer, 201, _NOT_KEPT)


def _revoke(call: Call) -> Response:
    if "token" in call.query:
        raise InvalidInput(
            "A token in an address ends up in logs.", hint="Send it in the body, and have it revoked at once."
        )
    stated: str | None = call.values["token"]
    token = stated or call.key
    with call.node.database.write() as transaction:
        found = token is not None and revoke_token(transaction, token)
    if not found and stated:
        raise NotFound("Token not found", kind="token")
    if not found:
        raise NotAuthenticated(
            "Invalid token", hint="Send the token to end, in the body or in Authorization."
        )
    return Response(status_code=204, headers=_NOT_KEPT)


_TAG = "Accounts"
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="POST",
        path="/api/tokens",
        handler=_issue,
        tag=_TAG,
        summary="Make an access token",
        help=(
            "The token is shown only in this answer; the node keeps no copy. "
            "The account of the mail address is created if it does not exist."
        ),
        role=Role.ADMIN,
        style="problem",
        params=(
            Param(
                name="role",
                kind="choice",
                choices=tuple(role.value for role in Role),
                help="What the token may do; each role includes the ones before it. "
                "`superadmin` takes a superadmin.",
                is_required=True,
                is_in_body=True,
                example="publisher",
            ),
            Param(
                name="email",
                help="Mail address of the account.",
                is_required=True,
                is_in_body=True,
                example="ada@acme.example",
            ),
            Param(
                name="organization",
                help="CTID of the organization that the token publishes for.",
                is_in_body=True,
                example="ce-a7c1d2e3-1111-4222-8333-444455556666",
            ),
            Param(
                name="lifetime_days",
                kind="integer",
                minimum=1,
                help="After how many days the token ends; without it, what the node is set to.",
                is_in_body=True,
                example=365,
            ),
        ),
        answers={
            201: Answer(
                help="The token.",
                example={
                    "token": "0123456789abcdef0123456789abcdef",
                    "role": "publisher",
                    "email": "ada@acme.example",
                    "organization": "ce-a7c1d2e3-1111-4222-8333-444455556666",
                    "expires_at": "2027-02-03T10:11:12.345Z",
                },
            )
        },
    ),
    Operation(
        method="DELETE",
        path="/api/tokens",
        handler=_revoke,
        tag=_TAG,
        summary="End an access token",
        help=(
            "Ends the token of the body, or without one the token of the request itself. "
            "Whoever holds a token may end it, so a token that leaked can be ended by its finder."
        ),
        style="problem",
        params=(
            Param(
                name="token",
                help="The token to end.",
                is_in_body=True,
                example="0123456789abcdef0123456789abcdef",
            ),
        ),
        answers={
            204: Answer(help="The token has ended."),
            401: Answer(help="There is no token in the request, or it has ended already."),
            404: Answer(help="The token of the body is unknown, or it has ended already."),
        },
    ),
)
