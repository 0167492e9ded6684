"""Who may read, and how long a token or key is trusted."""

from __future__ import annotations

from typing import Annotated

from opencredreg.settings.fields import Concern, setting

__all__ = ["AccessSettings"]


class AccessSettings(Concern, frozen=True, kw_only=True):
    """Who may read, and how long a token or key is trusted."""

    authentication_required: Annotated[
        bool,
        setting("Whether every request needs a token, reading included."),
    ] = False
    token_ttl_days: Annotated[
        int,
        setting(
            "How long a new token is valid; 0 lets it live until it is revoked.", unit="days", at_least=0
        ),
    ] = 0
    api_key_validation_endpoint: Annotated[
        str,
        setting(
            "Address of the service that says whether an API key may read a secured community. Empty refuses "
            "every API key that this node did not issue itself.",
            pattern=r"^$|^https?://",
            accepts="an address that starts with http:// or https://, or nothing",
            is_secret=True,
        ),
    ] = ""
    api_key_cache_seconds: Annotated[
        int,
        setting("How long an accepted API key is trusted without asking again.", unit="seconds", at_least=0),
    ] = 3_600
    api_key_negative_cache_seconds: Annotated[
        int,
        setting("How long a refused API key stays refused without asking again.", unit="seconds", at_least=0),
    ] = 30
