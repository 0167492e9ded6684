"""Where the node listens and how it speaks of itself."""

from __future__ import annotations

from typing import Annotated, Literal

from opencredreg.settings.fields import Concern, setting

__all__ = ["ServerSettings"]


class ServerSettings(Concern, frozen=True, kw_only=True):
    """Where the node listens and how it speaks of itself."""

    host: Annotated[
        str,
        setting("Network address to listen on: 127.0.0.1 for this machine only, 0.0.0.0 for every network."),
    ] = "127.0.0.1"
    port: Annotated[
        int,
        setting("Port to listen on; 0 takes any free one.", at_least=0, at_most=65_535),
    ] = 8080
    workers: Annotated[
        int,
        setting("How many processes answer requests.", unit="processes", at_least=1, at_most=256),
    ] = 1
    public_url: Annotated[
        str,
        setting(
            "Base of the addresses that are written into answers, such as https://registry.example.org. "
            "Empty takes it from each request.",
            pattern=r"^$|^https?://[^\s?#]*[^\s?#/]$",
            accepts="an address that starts with http:// or https:// and has no slash at its end, or nothing",
        ),
    ] = ""
    cors_origins: Annotated[
        tuple[str, ...],
        setting("Web origins whose scripts may read this node; * allows every origin, an empty list none."),
    ] = ("*",)
    community_hosts: Annotated[
        tuple[str, ...],
        setting(
            "Which community is the default one under which host name, as host=community; the host as clients "
            "write it, with its port when they write one. Other hosts have the default community of the node."
        ),
    ] = ()
    swagger_enabled: Annotated[
        bool,
        setting("Whether /swagger.json answers with the description of the API. /openapi.json always does."),
    ] = True
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        setting("The least important kind of message that is logged."),
    ] = "info"
