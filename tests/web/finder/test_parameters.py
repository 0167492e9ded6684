"""Nonsense in addresses, cookies and headers: pages answer it with a message, and never lead away from the site."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Route

from opencredreg.web.finder.operations import OPERATIONS as FINDER_OPERATIONS
from opencredreg.web.finder.routes import finder_routes
from opencredreg.web.locale import LANGUAGES
from opencredreg.web.site.operations import OPERATIONS as SITE_OPERATIONS
from opencredreg.web.site.routes import site_routes
from tests.support.app import AppClient, on_postgresql, on_sqlite
from tests.support.documents import certificate, course, document, resource_uri
from tests.support.hostile import BROWSER, MARK, TEXTS, harm

_CTID = "ce-00000001-0000-4000-8000-000000000001"
_PATHWAY = "ce-00000002-0000-4000-8000-000000000002"
_VALUES = {"community": "ce-registry", "identifier": _CTID, "part": "1"}
_PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")
_NAMES = (
    "q", "type", "kind", "sort", "page", "near", "to", "by", "view", "lang", "format", "community", "id", "from",
    "against", "component", "have", "picture", "open", "find", "class", "url", "maxwidth", "maxheight", "theme",
    "form", "region", "cost", "duration", "ceterms:name", "ceterms:requires", "owner", "language", "filter",
    "__proto__", "q[]", "q[a]", "", "=", "%", MARK,
)  # fmt: skip
_NONSENSE = (
    "", "%00", "%ED%A0%80", "%FF%FE", "%u0041", "%", "-1", "0", "1e308", "nan", "9" * 400, "0" * 5_000, "%2B1",
    "%C2%B2", "%D9%A1", "1,2", "1,2,3,4", "91,0,1", "nan,nan,nan", "inf,0,1", "1,2,1e9", "true", "null", "[]", "{}",
    "..%2F..%2Fetc", "https%3A%2F%2F%5B", "%2F%2Fevil.example", "%5Cevil.example", "a" * 5_000, "%E2%80%AE",
    "%0D%0ASet-Cookie%3A%20a%3Db", "'%20OR%201%3D1%20--", "%25_*%3F(", "%22%22%22", "NEAR(a%20b)", "AND%20OR%20NOT",
    "_:b", "ce-", "ceterms:", "search:", "%F0%9F%91%A9%E2%80%8D%F0%9F%94%AC", *(quote(text, safe="") for text in TEXTS),
)  # fmt: skip


def _publish(client: AppClient) -> None:
    client.published(document(certificate(_CTID)))
    client.published(document(certificate(_CTID, "Hedge laying, second winter")))
    pathway = {
        "@id": resource_uri(_PATHWAY),
        "@type": "ceterms:Pathway",
        "ceterms:ctid": _PATHWAY,
        "ceterms:name": {"en": "To the hedge"},
        "ceterms:hasPart": ["_:part"],
    }
    part = {"@id": "_:part", "@type": "ceterms:BasicComponent", "ceterms:name": {"en": "First"}}
    client.published(document(pathway, part))


def _pages(client: AppClient) -> list[str]:
    """The addresses of all pages and of the files beside them."""
    node = client.node
    routes: list[Route] = [
        one for one in (*finder_routes(node), *site_routes(node)) if "GET" in (one.methods or ())
    ]
    paths = [one.path for one in routes] + [one.path for one in (*FINDER_OPERATIONS, *SITE_OPERATIONS)]
    filled = [_PLACE.sub(lambda match: _VALUES[match[1]], path) for path in paths]
    views = [
        f"/resources/{_CTID}?view={view}" for view in ("history", "cite", "cite.bib", "outcomes.csv", "none")
    ]
    return list(dict.fromkeys([*filled, f"/resources/{_PATHWAY}", *views, "/find?view=map"]))


def _ask(client: AppClient, path: str, query: str, **headers: str) -> str:
    """The answer to a query; a page without harm, or data."""
    target = f"{path}{'&' if '?' in path else '?'}{query}" if query else path
    sent = {name.replace("_", "-").encode(): value.encode("latin-1") for name, value in headers.items()}
    status, got, body = client.raw(
        "GET", target.encode("latin-1"), headers={b"accept": BROWSER["accept"].encode(), **sent}
    )
    assert status < 500 or status == 501, (target[:300], status)
    given = dict(got)
    assert b"evil" not in urlsplit(given.get(b"location", b"")).netloc, target
    assert set(given.get(b"set-cookie", b"").partition(b"=")[0].split()) <= {b"lang"}, target
    text = body.decode()
    if given.get(b"content-type", b"").startswith(b"text/html"):
        assert not harm(text), (target[:300], harm(text)[:5])
    return text


@on_sqlite
def test_no_page_breaks_on_nonsense_in_any_parameter(app_client: AppClient) -> None:
    _publish(app_client)
    for number, path in enumerate(_pages(app_client)):
        # Each value meets each page; which parameter it stands in differs from page to page.
        for place, value in enumerate(_NONSENSE):
            names = [_NAMES[(number + place * 7 + step) % len(_NAMES)] for step in (0, 5, 11)]
            _ask(app_client, path, "&".join(f"{quote(name, safe=':[]')}={value}" for name in names))


@on_postgresql
def test_the_stricter_database_takes_nonsense_too(app_client: AppClient) -> None:
    _publish(app_client)
    for value in _NONSENSE:
        for path in (
            "/find",
            "/find?view=map",
            f"/resources/{_PATHWAY}",
            "/compare",
            "/find/suggest",
            "/find.atom",
        ):
            _ask(
                app_client,
                path,
                "&".join(f"{name}={value}" for name in ("q", "id", "type", "to", "have", "region")),
            )
        for view in ("history", "cite"):
            _ask(app_client, f"/resources/{_CTID}?view={view}", f"from={value}&to=1")
        _ask(app_client, f"/resources/{value.replace('/', '%2F')}", "")


@on_sqlite
@pytest.mark.parametrize(
    ("path", "query", "named"),
    [
        ("/find", "sort=nonsense", "order"),
        ("/find", "page=0", "page"),
        ("/find", f"page={'9' * 400}", "page"),
        ("/find", "near=here", "near"),
        ("/find", "near=nan,nan,nan", "near"),
        ("/find", "&".join(f"type=a{n}" for n in range(50)), "40 values"),
        ("/compare", "&".join(f"id=ce-{n}" for n in range(5)), "side by side"),
        (f"/resources/{_CTID}", "view=history&from=one&to=2", "version"),
        (f"/resources/{_CTID}", f"view=history&from={'0' * 5000}&to=2", "version"),
        (f"/resources/{_CTID}", f"view=history&from={'0' * 20}{'9' * 40}&to=2", "version"),
        ("/find", "community=nowhere", "community"),
    ],
)
def test_the_message_says_what_was_wrong(app_client: AppClient, path: str, query: str, named: str) -> None:
    _publish(app_client)
    status, _, body = app_client.raw(
        "GET", f"{path}?{query}".encode(), headers={b"accept": BROWSER["accept"].encode()}
    )
    assert status in (400, 404, 422)
    main = unescape(re.sub("<[^>]*>", " ", body.decode().partition("<main")[2]))
    assert named in main.lower()
    assert len(body) < 40_000


@on_sqlite
def test_ten_thousand_parameters(app_client: AppClient) -> None:
    _publish(app_client)
    for path in _pages(app_client):
        for query in (
            "&".join(f"a{n}={n}" for n in range(10_000)),
            "&".join(f"id=ce-{n}" for n in range(10_000)),
            "&".join(f"have=_:b{n}" for n in range(10_000)),
            "&".join(f"type=x{n}" for n in range(10_000)),
        ):
            assert len(_ask(app_client, path, query)) < 1_500_000


@on_sqlite
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_bytes_as_an_address(app_client: AppClient, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(_pages(app_client)))
    octets = data.draw(st.binary(max_size=60))
    kept = "".join(
        f"%{one:02X}" if data.draw(st.booleans()) else chr(one) for one in octets if 32 < one < 127
    )
    raw = "".join(f"%{one:02X}" for one in octets)
    name = data.draw(st.sampled_from(_NAMES))
    _ask(app_client, path, f"{quote(name, safe='')}={raw}&{kept.replace('#', '')}")
    _ask(app_client, f"/resources/{raw}", "")


@on_sqlite
@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "//evil.example/resources/ce-1",
        "/\\evil.example",
        "/\\evil.example/resources/ce-1",
        "/%5Cevil.example/resources/ce-1",
        "/%2Fevil.example/resources/ce-1",
        "/%09/evil.example/resources/ce-1",
        "/resources//evil.example",
        "/resources/..//evil.example",
        "/embed//evil.example/resources/ce-1",
        "/%2F%2Fevil.example",
        "https://evil.example/resources/ce-1",
        "/resources/%0D%0ALocation:%20https:%2F%2Fevil.example",
        "/https:%2F%2Fevil.example/resources/x",
        "/find",
    ],
)
def test_the_choice_of_a_language_never_leaves_the_site(app_client: AppClient, path: str) -> None:
    for query in (
        "lang=es",
        "lang=es&next=//evil.example",
        "x=//evil.example&lang=es",
        "lang=es&lang=//evil.example",
    ):
        status, headers, _ = app_client.raw(
            "GET", f"{path}?{query}".encode(), headers={b"accept": BROWSER["accept"].encode()}
        )
        assert status in (200, 303, 404)
        location = dict(headers).get(b"location", b"/").decode()
        assert location.startswith("/")
        assert location[1:2] not in ("/", "\\")
        assert not set(location) & set("\\\r\n\t ")


@on_sqlite
def test_the_choice_of_a_language_leads_back_to_the_same_page(app_client: AppClient) -> None:
    odd = "https://a.example/x?y=1#z%25 é"
    client = app_client
    client.published(document(certificate(_CTID), {**course(), "@id": odd, "ceterms:ctid": None}))
    path = f"/resources/{quote(odd, safe='')}"
    before = client.get(path, headers=BROWSER)
    assert before.status_code == 200
    response = client.get(f"{path}?lang=es&view=cite&lang=en", headers=BROWSER)
    assert response.status_code == 303
    assert response.headers["location"] == f"{path}?view=cite"
    after = client.get(response.headers["location"], headers={**BROWSER, "cookie": "lang=es"})
    assert after.status_code == 200
    assert '<html lang="es"' in after.text.replace("'", '"')


@on_sqlite
@pytest.mark.parametrize(
    "text", ["", "xx", "<b>", "es;q=nan", "*" * 500, "a" * 5_000, "en-\x01-\xff", '"', ",;=" * 900]
)
def test_readers_who_want_no_language_that_there_is(app_client: AppClient, text: str) -> None:
    _publish(app_client)
    for path in ("/", "/find", "/about", f"/resources/{_CTID}", f"/resources/{_PATHWAY}", "/nowhere"):
        page = _ask(
            app_client, path, f"view={quote(text)}", accept_language=text, cookie=f"lang={text}; {text}=1"
        )
        written = re.search("<html lang=['\"]([a-z-]+)['\"]", page)
        assert written is not None
        assert written[1].partition("-")[0] in LANGUAGES


_SECRET = "Nightshade, dried in the shade"


def _publish_secret(client: AppClient, community: str = "") -> None:
    pathway = {"@id": resource_uri(_PATHWAY), "@type": "ceterms:Pathway", "ceterms:ctid": _PATHWAY}
    named = {**pathway, "ceterms:name": {"en": _SECRET}, "ceterms:hasPart": [resource_uri(_CTID)]}
    client.published(document(certificate(_CTID, _SECRET)), community=community, who="superadmin")
    client.published(document(named), community=community, who="superadmin")


def _told(client: AppClient, path: str, who: str, accept: str) -> str:
    response = client.get(path, who=who, headers={"accept": accept})
    assert response.status_code < 500 or response.status_code == 501, path
    return response.text + str(response.headers)


@on_sqlite
def test_no_route_of_a_closed_node_tells_anything(make_client: Callable[..., AppClient]) -> None:
    client = make_client(access__authentication_required=True)
    _publish_secret(client)
    for path in _all_addresses(client, "ce-registry"):
        for who, accept in _STRANGERS:
            told = _told(client, path, who, accept)
            assert "Nightshade" not in told, path
            assert path.count(_CTID) or _CTID not in told, path
    # The same addresses tell it to those who may know.
    assert any(
        "Nightshade" in _told(client, path, "reader", "*/*") for path in _all_addresses(client, "ce-registry")
    )


@on_sqlite
def test_no_route_tells_anything_of_a_secured_community(app_client: AppClient) -> None:
    _publish_secret(app_client, "secured-registry")
    for path in _all_addresses(app_client, "secured-registry"):
        for who, accept in _STRANGERS:
            assert "Nightshade" not in _told(app_client, path, who, accept), path
    asked = (
        _told(app_client, path, "reader", BROWSER["accept"])
        for path in _all_addresses(app_client, "secured-registry")
    )
    assert any("Nightshade" in told for told in asked)


# Nobody in particular with a browser and with a program, and somebody with a token that was never issued.
_STRANGERS = (("anonymous", BROWSER["accept"]), ("anonymous", "*/*"), ("unknown", BROWSER["accept"]))


def _all_addresses(client: AppClient, community: str) -> list[str]:
    """The addresses of all routes of the pages and of the data beside them, with everything that narrows them down."""
    node = client.node
    routes = [one.path for one in (*finder_routes(node), *site_routes(node)) if "GET" in (one.methods or ())]
    operations = [one.path for one in (*FINDER_OPERATIONS, *SITE_OPERATIONS)]
    values = {**_VALUES, "community": community}
    filled = [
        _PLACE.sub(lambda match: values[match[1]], re.sub(r"\{identifier(:\w+)?\}", identifier, path))
        for path in (*routes, *operations)
        for identifier in (_CTID, _PATHWAY)
    ]
    queries = (
        "",
        f"community={community}&id={_CTID}&q=nightshade&url=http://registry.test/{community}/resources/{_CTID}",
        f"id={_CTID}&q=ni&view=map&url=http://registry.test/resources/{_CTID}",
        f"view=history&from=1&to=2&community={community}", "view=cite.bib", f"community={community}&to={_CTID}",
    )  # fmt: skip
    return [f"{path}?{query}" if query else path for path in dict.fromkeys(filled) for query in queries]
