"""Web addresses as publishers write them: absolute, well formed, and registry addresses in one spelling.

Whether an address answers is not asked here.

Source: ``publishing.md`` section 4.6.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from opencredreg.crosswalk.assistant.problem import Problem, Read
from opencredreg.ids import is_ctid, is_uuid, resource_key

__all__ = ["read_registry_uri", "read_url"]

_SHOWN: Final = 100
_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)
_BAD_START: Final = re.compile(r"(?:https?(?::?/{0,2}|:?\\{0,2})|:?//)(?=[^/\\:])", re.IGNORECASE)
_HOST_AND_REST: Final = re.compile(r"(?:[^\W_][\w-]*\.)+[^\W\d_][\w-]+(?::\d{1,5})?(?:[/?#].*)?")
_FORBIDDEN: Final = re.compile(r'[\s<>"{}|\\^`\x00-\x1f\x7f-\x9f\ud800-\udfff]')
_LABEL: Final = re.compile(r"[\w](?:[\w-]*[\w])?")
_NUMERIC_HOST: Final = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)\.?", re.IGNORECASE)
_EXAMPLES: Final = ("example.com", "example.org", "example.net", "example.edu")
_PRIVATE: Final = ("localhost", "local", "internal", "localdomain", "lan", "home.arpa")
_REGISTRY_TAIL: Final = re.compile(r"(?:resources?|graphs?)/[^/]+/?\Z", re.IGNORECASE)


def read_url(text: str, *, allows_example: bool, trims_slash: bool = True) -> Read[str]:
    """Read the address of a web page.

    Args:
        text: the address; blanks around it are passed over.
        allows_example: whether hosts such as ``example.org`` may be named, as outside of production.
        trims_slash: whether one slash at the end is taken off.

    Returns:
        The address as it was written but for its scheme in lower case; without value and problem for a blank
        text.

    >>> read_url(" HTTPS://college.edu/welding/ ", allows_example=False).value
    'https://college.edu/welding'
    """
    url = text.strip()
    if not url:
        return Read(None)
    problem = _form_problem(url)
    if problem is not None:
        return Read(None, (problem,))
    start, rest = url.split("://", 1)
    url = f"{start.lower()}://{rest}"
    try:
        parts = urlsplit(url)
        host, _ = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return _refused(
            "The host or the port of {} cannot be read.", url, "Copy the address from the browser."
        )
    problem = _place_problem(url, parts, host, allows_example)
    if problem is not None and problem.severity == "error":
        return Read(None, (problem,))
    if trims_slash and not parts.query and not parts.fragment and url.endswith("/"):
        url = url[:-1]
    return Read(url, (problem,) if problem else ())


def read_registry_uri(text: str, base: str) -> str:
    """The spelling under which a registry knows a resource: ``/resources/`` and a CTID in lower case.

    Args:
        text: a CTID, the address of a resource or its graph in any registry, or any other URI, which is kept.
        base: where resources of this registry live, with its community if it has one.

    >>> read_registry_uri("CE-6F05953F-8541-4C79-80BE-5CE11040F5B6", "https://node.example/")
    'https://node.example/resources/ce-6f05953f-8541-4c79-80be-5ce11040f5b6'
    """
    uri = text.strip()
    ctid = resource_key(uri)
    if not is_ctid(ctid):
        return uri
    own = f"{base.rstrip('/')}/resources/{ctid}"
    if is_ctid(uri):
        return own
    start, rest = _REGISTRY_TAIL.sub(f"resources/{ctid}", uri).split("://", 1)
    if rest.lower() == own.partition("://")[2].lower():
        return own
    host, slash, path = rest.partition("/")
    return f"{start.lower()}://{host.lower()}{slash}{path}"


def _form_problem(url: str) -> Problem | None:
    """What is wrong before the parts of an address can be told."""
    if is_ctid(url) or is_uuid(url):
        return _malformed(
            "A web address is expected here, and {} is a CTID.", url, "Write the address of the page itself."
        )
    if not _SCHEME.match(url):
        return _malformed(
            "{} does not start with http:// or https://.",
            url,
            "Write the whole address, as the browser shows it.",
            _with_scheme(url),
        )
    if found := _FORBIDDEN.search(url):
        repaired = url.replace(" ", "%20")
        return _malformed(
            f"{{}} has {_named(found[0])} in it.",
            url,
            "An address has no blanks and no such signs; encode them, or give each address on its own.",
            # After a second address, or in a host, an encoded blank would not help.
            repaired if not _FORBIDDEN.search(repaired) and " " in url.partition("://")[2].partition("/")[2]
            and url.lower().count("http") == 1 else "",
        )  # fmt: skip
    return None


def _place_problem(url: str, parts: SplitResult, host: str, allows_example: bool) -> Problem | None:
    """What is wrong with the parts of an address: where it leads."""
    if "@" in parts.netloc:
        return Problem(
            code="url.unsafe",
            severity="error",
            # The name and the password are not repeated.
            message="The address has a user name or password in it.",
            hint="Leave out everything between // and @: what is published can be read by everybody.",
            suggestion=url.replace(f"{parts.netloc.rpartition('@')[0]}@", "", 1),
        )
    if not _is_host(host) or parts.netloc.endswith(":"):
        return _malformed("{} has no host that could exist.", url, "Copy the address from the browser.")
    if "//" in parts.path:
        path = re.sub(r"(?<=/)https?:/+|(?<=/)/+", "", parts.path, flags=re.IGNORECASE)
        return _malformed(
            "{} has // in its path.",
            url,
            "Write a single slash, and one address only.",
            parts._replace(path=path).geturl(),
        )
    name = host.lower()
    if not allows_example and _is_under(name, _EXAMPLES):
        return Problem(
            code="url.example_host",
            severity="error",
            message=f"{name} is a host for examples only.",
            hint="Write the address of a real page.",
        )
    if _is_private(name):
        return Problem(
            code="url.unsafe",
            severity="warning",
            message=f"{name} cannot be reached from everywhere.",
            hint="Write an address that everybody can open.",
        )
    return None


def _is_host(host: str) -> bool:
    if ":" in host:
        # urlsplit has read it as an address in brackets.
        return True
    return bool(host) and all(_LABEL.fullmatch(label) for label in host.split("."))


def _is_private(host: str) -> bool:
    try:
        return not ip_address(host.partition("%")[0]).is_global
    except ValueError:
        # Browsers read other numbers as addresses too, and a host without a dot is known in one building only.
        return "." not in host or _is_under(host, _PRIVATE) or _NUMERIC_HOST.fullmatch(host) is not None


def _is_under(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _with_scheme(url: str) -> str:
    """The address with https, where it looks like one that lost its start."""
    rest = _BAD_START.sub("", url, count=1) if _BAD_START.match(url) else url
    return f"https://{rest}" if _HOST_AND_REST.fullmatch(rest) and not _FORBIDDEN.search(rest) else ""


def _named(sign: str) -> str:
    return "a blank" if sign.isspace() else repr(sign) if sign.isprintable() else "a control character"


def _malformed(message: str, url: str, hint: str, suggestion: str = "") -> Problem:
    shown = url if len(url) <= _SHOWN else f"{url[:_SHOWN]}..."
    return Problem(
        code="url.malformed",
        severity="error",
        message=message.replace("{}", repr(shown), 1),
        hint=hint,
        suggestion=suggestion,
    )


def _refused(message: str, url: str, hint: str) -> Read[str]:
    return Read(None, (_malformed(message, url, hint),))
