"""Reading resources and graphs: every way to name them, every form to get them in, and as they were."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pyoxigraph
import pytest
import zstandard

from opencredreg.ids import new_ctid
from tests.support.app import HOST, AppClient, on_sqlite
from tests.support.documents import (
    BASE,
    CONTEXT,
    certificate,
    course,
    document,
    document_uri,
    program_with_parts,
    resource_uri,
)

_FORMATS = {
    ".ttl": ("text/turtle", pyoxigraph.RdfFormat.TURTLE),
    ".nt": ("application/n-triples", pyoxigraph.RdfFormat.N_TRIPLES),
    ".nq": ("application/n-quads", pyoxigraph.RdfFormat.N_QUADS),
    ".rdf": ("application/rdf+xml", pyoxigraph.RdfFormat.RDF_XML),
    ".trig": ("application/trig", pyoxigraph.RdfFormat.TRIG),
}
_NAME = pyoxigraph.NamedNode("https://purl.org/ctdl/terms/name")


def _ctids(value: dict[str, Any]) -> list[str]:
    return [item["ceterms:ctid"] for item in value["@graph"] if "ceterms:ctid" in item]


def test_every_spelling_of_a_name_finds_the_resource(app_client: AppClient) -> None:
    value = program_with_parts()
    app_client.published(value)
    main = {"@context": CONTEXT, **value["@graph"][0]}
    part = {"@context": CONTEXT, **value["@graph"][1]}
    for ctid, expected in zip(_ctids(value), (main, part), strict=True):
        for name in (
            ctid,
            ctid.upper(),
            ctid.capitalize(),
            resource_uri(ctid),
            resource_uri(ctid.upper(), "http://elsewhere.example/some-community"),
            quote(resource_uri(ctid), safe=""),
            document_uri(ctid),
        ):
            for prefix in ("", "/ce-registry", "/ce_registry", "/CE-Registry"):
                response = app_client.get(f"{prefix}/resources/{name}")
                assert response.status_code == 200, name
                assert response.json() == expected, name


def test_every_spelling_of_a_name_finds_the_document(app_client: AppClient) -> None:
    value = program_with_parts()
    payload = json.dumps(value, indent=1).encode()
    app_client.published(payload)
    for ctid in _ctids(value):
        for name in (
            ctid,
            ctid.upper(),
            resource_uri(ctid),
            document_uri(ctid, "http://elsewhere.example"),
            quote(document_uri(ctid), safe=""),
        ):
            for prefix in ("", "/ce-registry"):
                response = app_client.get(f"{prefix}/graph/{name}")
                assert response.status_code == 200, name
                # Not only the same JSON: the same bytes as they were published.
                assert response.content == payload, name


def test_addresses_of_others_are_found_as_they_are_written(app_client: AppClient) -> None:
    address = "https://school.example/Catalogue/7?part=a&b=c#it.json"
    item = {"@id": address, "@type": "ceterms:Course"}
    app_client.published(document(certificate(), item))
    assert app_client.get(f"/resources/{quote(address, safe='')}").json()["@id"] == address
    assert app_client.get(f"/graph/{quote(address, safe='')}").status_code == 200
    assert app_client.get(f"/resources/{quote(address.lower(), safe='')}").status_code == 404
    assert app_client.get(f"/resources/{quote(address, safe='')}.ttl").status_code == 200


def test_wildcards_are_letters_like_others(app_client: AppClient) -> None:
    app_client.published(document(certificate()))
    for name in ("%25", "ce-%25", "_", "ce-________-____-____-____-____________", "*", "'", "%22", "%5C"):
        for kind, text in (("resources", "Resource not found"), ("graph", "Record not found")):
            response = app_client.get(f"/{kind}/{name}")
            assert (response.status_code, response.json()) == (404, {"errors": [text]}), name


def test_what_is_not_there(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(certificate(ctid)), community="learning-registry")
    for path, text in (
        (f"/resources/{ctid}", "Resource not found"),
        (f"/graph/{ctid}", "Record not found"),
        (f"/nowhere/resources/{ctid}", "EnvelopeCommunity not found"),
        (f"/nowhere/graph/{ctid}", "Couldn't find the envelope community"),
        ("/resources/_:nothing", "Resource not found"),
        ("/resources/", "Resource not found"),
    ):
        response = app_client.get(path)
        assert (response.status_code, response.json()) == (404, {"errors": [text]}), path
    assert app_client.get(f"/learning-registry/resources/{ctid}").status_code == 200


def test_what_is_only_mentioned_is_not_there(app_client: AppClient) -> None:
    mentioned = new_ctid()
    app_client.published(document(certificate(ceterms__isPartOf=resource_uri(mentioned))))
    assert app_client.get(f"/resources/{mentioned}").status_code == 404
    assert app_client.get(f"/graph/{mentioned}").status_code == 404


def test_blank_nodes_have_addresses_too(app_client: AppClient) -> None:
    value = program_with_parts()
    app_client.published(value)
    for name in ("_:conditions", "_%3Aconditions"):
        assert app_client.get(f"/resources/{name}").json() == {"@context": CONTEXT, **value["@graph"][2]}


def test_blank_nodes_are_included_as_far_as_asked(app_client: AppClient) -> None:
    value = program_with_parts()
    app_client.published(value)
    [ctid, part] = _ctids(value)
    items = {item["@id"]: item for item in value["@graph"]}
    plain = app_client.get(f"/resources/{ctid}").json()
    for depth, labels in (
        (0, []),
        (1, ["_:conditions", "_:costs"]),
        (2, ["_:conditions", "_:costs", "_:other"]),
        (1_000_000, ["_:conditions", "_:costs", "_:other"]),
    ):
        found = app_client.get(f"/resources/{ctid}", params={"depth": depth}).json()
        included = found.pop("@included", [])
        assert found == plain
        assert sorted(item["@id"] for item in included) == labels, depth
        assert all(item == items[item["@id"]] for item in included)
    assert "@included" not in app_client.get(f"/resources/{part}?depth=5").json()
    for depth, message in (
        ("-1", "depth does not have a valid value"),
        ("x", "depth is invalid"),
        ("1.5", "depth is invalid"),
        ("9" * 30, "depth is invalid"),
    ):
        refused = app_client.get(f"/resources/{ctid}", params={"depth": depth})
        assert (refused.status_code, refused.json()) == (400, {"errors": [message]})


def test_a_circle_of_blank_nodes_ends(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(
        document(
            certificate(ctid, ceterms__requires="_:a"),
            {"@id": "_:a", "@type": "ceterms:ConditionProfile", "ceterms:alternativeCondition": "_:b"},
            {"@id": "_:b", "@type": "ceterms:ConditionProfile", "ceterms:alternativeCondition": ["_:a"]},
        )
    )
    included = app_client.get(f"/resources/{ctid}?depth=100").json()["@included"]
    assert sorted(item["@id"] for item in included) == ["_:a", "_:b"]


def test_documents_are_read_as_they_were(app_client: AppClient) -> None:
    ctid, part = new_ctid(), new_ctid()
    times = []
    for name in ("First", "Second", "Third"):
        value = document(
            certificate(ctid, name, ceterms__requires="_:c"),
            {"@id": "_:c", "@type": "ceterms:ConditionProfile", "ceterms:name": {"en": name}},
            *([course(part)] if name == "Second" else []),
        )
        times.append(app_client.published(value)["updated_at"])
        time.sleep(0.002)
    assert app_client.delete(f"/resources/documents/{ctid}", who="publisher").status_code == 204

    for at, name in zip(times, ("First", "Second", "Third"), strict=True):
        for prefix in ("", "/ce-registry"):
            read = app_client.get(f"{prefix}/resources/{ctid.upper()}", params={"as_of": at})
            assert read.json()["ceterms:name"] == {"en": name}
            graph = app_client.get(f"{prefix}/graph/{ctid}", params={"as_of": at})
            assert graph.json()["@graph"][0]["ceterms:name"] == {"en": name}
        included = app_client.get(f"/resources/{ctid}", params={"as_of": at, "depth": 1}).json()["@included"]
        assert [item["ceterms:name"] for item in included] == [{"en": name}]
        assert f'"{name}"' in app_client.get(f"/graph/{ctid}.ttl", params={"as_of": at}).text
    for at, status in zip(times, (404, 200, 404), strict=True):
        assert app_client.get(f"/resources/{part}", params={"as_of": at}).status_code == status, at

    before = app_client.get(f"/resources/{ctid}", params={"as_of": "2001-01-01"})
    assert (before.status_code, before.json()) == (404, {"errors": ["Resource not found"]})
    after = app_client.get(f"/graph/{ctid}", params={"as_of": "2999-01-01T00:00:00Z"})
    assert (after.status_code, after.json()) == (410, {"errors": ["Record not found"]})
    for wrong in ("yesterday", "2026-13-01", "12", "\x00"):
        refused = app_client.get(f"/graph/{ctid}", params={"as_of": wrong})
        assert (refused.status_code, refused.json()) == (400, {"errors": ["as_of is invalid"]})


def test_what_was_deleted_points_at_its_history(app_client: AppClient) -> None:
    value = program_with_parts()
    app_client.published(value)
    [ctid, part] = _ctids(value)
    assert app_client.delete(f"/resources/documents/{ctid}", who="publisher").status_code == 204
    for name in (ctid, part, ctid.upper(), resource_uri(part)):
        for path, text in (
            (f"/resources/{name}", "Resource not found"),
            (f"/graph/{name}", "Record not found"),
            (f"/ce-registry/resources/{name}", "Resource not found"),
            (f"/resources/{name}.ttl", "Resource not found"),
        ):
            response = app_client.get(path)
            assert (response.status_code, response.json()) == (410, {"errors": [text]}), path
            address, _, rel = response.headers["link"].partition("; ")
            assert rel == 'rel="version-history"'
            events = app_client.get(address.strip("<>")).json()["events"]
            assert [event["event"] for event in events] == ["create", "destroy"], path
    response = app_client.get(f"/envelopes/{part.upper()}")
    assert (response.status_code, response.json()) == (410, {"errors": ["Couldn't find Envelope"]})
    assert "version-history" in response.headers["link"]


def test_a_part_that_an_update_leaves_out_is_gone(app_client: AppClient) -> None:
    value = program_with_parts()
    app_client.published(value)
    [ctid, part] = _ctids(value)
    app_client.published({**value, "@graph": [value["@graph"][0]]})
    assert app_client.get(f"/resources/{ctid}").status_code == 200
    gone = app_client.get(f"/resources/{part}")
    assert gone.status_code == 410
    address = gone.headers["link"].partition(">")[0].strip("<")
    assert [event["event"] for event in app_client.get(address).json()["events"]] == ["create", "update"]


def test_revisions_are_the_state_before_an_event(app_client: AppClient) -> None:
    """Section 2.4: the address of an entry points one ahead, so it shows what that entry published."""
    ctid = new_ctid()
    names = ["First", "Second", "Third"]
    for name in names:
        envelope = app_client.published(document(certificate(ctid, name)))
    assert app_client.delete(f"/resources/documents/{ctid}", who="publisher").status_code == 204

    deleted = app_client.get(f"/envelopes/{ctid}?include_deleted=true").json()
    history = deleted["node_headers"]["revision_history"]
    assert [entry["event"] for entry in history] == ["create", "update", "update", "destroy"]
    assert [entry["head"] for entry in history] == [False, False, False, True]
    assert deleted["node_headers"]["deleted_at"] == deleted["node_headers"]["updated_at"]
    for name, entry in zip(names, history, strict=False):
        revision = app_client.get(entry["url"])
        assert revision.status_code == 200
        value = revision.json()
        assert value["decoded_resource"]["@graph"][0]["ceterms:name"] == {"en": name}
        assert list(value["node_headers"]) == ["resource_digest", "created_at", "updated_at", "deleted_at"]
        assert value["node_headers"]["deleted_at"] is None
        assert value["changed"] is False
        assert value["envelope_id"] == envelope["envelope_id"]
    number = int(history[0]["url"].rpartition("/")[2])
    for wrong in (number - 1, number + 1_000, 0, -1, "x", "²", "9" * 40, f"{number}x"):
        for name in (ctid, envelope["envelope_id"]):
            response = app_client.get(f"/envelopes/{name}/revisions/{wrong}")
            assert (response.status_code, response.json()) == (
                404,
                {"errors": ["EnvelopeVersion not found"]},
            ), wrong
    # Another envelope does not have this one's revisions.
    other = app_client.published(document(certificate()))["envelope_id"]
    assert app_client.get(f"/envelopes/{other}/revisions/{number}").status_code == 404


def test_validators_and_304(app_client: AppClient) -> None:
    value = program_with_parts()
    app_client.published(value)
    ctid = _ctids(value)[0]
    paths = (
        f"/resources/{ctid}",
        f"/graph/{ctid}",
        f"/resources/{ctid}?depth=1",
        f"/resources/{ctid}.ttl",
        f"/graph/{ctid}?as_of=2999-01-01",
        f"/envelopes/{ctid}",
    )
    for path in paths:
        for extra in ({}, {"Accept-Encoding": "gzip"}):
            first = app_client.get(path, headers=extra)
            assert first.status_code == 200, path
            etag, modified = first.headers["etag"], first.headers["last-modified"]
            assert first.headers["cache-control"] == "no-cache"
            fresh = (
                {"If-None-Match": etag},
                {"If-None-Match": f'"x", W/{etag}'},
                {"If-None-Match": "*"},
                {"If-Modified-Since": modified},
                {"If-None-Match": etag, "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
            )
            for headers in fresh:
                again = app_client.get(path, headers={**extra, **headers})
                assert (again.status_code, again.content) == (304, b""), (path, headers)
                assert again.headers["vary"] == first.headers["vary"]
                if headers.get("If-None-Match", "*") != "*":
                    assert again.headers["etag"] == etag
            stale = (
                {"If-None-Match": '"x"'},
                {"If-None-Match": '"x"', "If-Modified-Since": modified},
                {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
                {"If-Modified-Since": "nonsense"},
                {"If-None-Match": "nonsense"},
            )
            for headers in stale:
                assert app_client.get(path, headers={**extra, **headers}).status_code == 200, (path, headers)
    etags = {app_client.get(path).headers["etag"] for path in paths[2:4]}
    assert len(etags | {app_client.get(paths[0]).headers["etag"]}) == 3

    before = {path: app_client.get(path).headers["etag"] for path in paths}
    app_client.published({**value, "@graph": value["@graph"][:-1]})
    for path, etag in before.items():
        assert app_client.get(path, headers={"If-None-Match": etag}).status_code == 200, path


def test_a_verified_envelope_is_another_answer(app_client: AppClient) -> None:
    envelope = app_client.published(document(certificate()))
    path = f"/envelopes/{envelope['envelope_id']}"
    etag = app_client.get(path).headers["etag"]
    day = {"last_verified_on": "2020-02-29"}
    assert app_client.patch(f"{path}/verify", day, who="publisher").status_code == 200
    again = app_client.get(path, headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert again.json()["last_verified_on"] == "2020-02-29"


def test_head_is_get_without_the_body(app_client: AppClient) -> None:
    value = program_with_parts()
    app_client.published(value)
    ctid = _ctids(value)[0]
    for path in (
        f"/resources/{ctid}",
        f"/graph/{ctid}",
        f"/graph/{ctid}.rdf",
        f"/resources/{new_ctid()}",
        f"/envelopes/{ctid}",
        "/envelopes",
        "/envelopes/events",
        "/",
        "/info",
    ):
        got, head = app_client.get(path), app_client.head(path)
        assert head.status_code == got.status_code, path
        assert head.content == b""
        assert dict(head.headers) == dict(got.headers), path
        assert int(head.headers["content-length"]) == len(got.content)


def test_compression(app_client: AppClient) -> None:
    value = program_with_parts()
    value["@graph"][0]["ceterms:description"] = {"en": "Stone on stone. " * 100}
    app_client.published(value)
    ctid = _ctids(value)[0]
    for path in (f"/resources/{ctid}", f"/graph/{ctid}", f"/graph/{ctid}.ttl", "/envelopes"):
        plain = app_client.get(path)
        assert "content-encoding" not in plain.headers
        sizes = {"": int(plain.headers["content-length"])}
        for accepted, coding in (
            ("gzip", "gzip"),
            ("zstd", "zstd"),
            ("gzip, zstd;q=0.1", "zstd"),
            ("zstd;q=0, GZIP;q=0.5", "gzip"),
            ("gzip;q=0", None),
            ("br, identity", None),
            ("", None),
        ):
            packed = app_client.get(path, headers={"Accept-Encoding": accepted})
            assert packed.headers.get("content-encoding") == coding, accepted
            assert "Accept-Encoding" in packed.headers["vary"]
            content = packed.content
            if coding == "zstd":
                content = zstandard.ZstdDecompressor().decompress(content)
            assert content == plain.content
            if coding:
                sizes[coding] = int(packed.headers["content-length"])
            if "etag" in plain.headers:
                ending = f'-{coding}"' if coding else '"'
                assert packed.headers["etag"] == plain.headers["etag"][:-1] + ending
        assert sizes["gzip"] < sizes[""]
        assert sizes["zstd"] < sizes[""]
    short = app_client.get("/_test", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in short.headers


@pytest.mark.parametrize("extension", _FORMATS)
def test_rdf_by_extension_and_by_accept(app_client: AppClient, extension: str) -> None:
    media_type, syntax = _FORMATS[extension]
    value = program_with_parts()
    app_client.published(value)
    ctid, part = _ctids(value)
    for path, subjects in (
        (f"/graph/{ctid}", {resource_uri(ctid), resource_uri(part)}),
        (f"/graph/{document_uri(part)}", {resource_uri(ctid), resource_uri(part)}),
        (f"/resources/{part}", {resource_uri(part)}),
        (f"/ce-registry/resources/{ctid.upper()}", {resource_uri(ctid)}),
    ):
        by_extension = app_client.get(f"{path}{extension}", headers={"Accept": "application/json"})
        by_accept = app_client.get(path, headers={"Accept": f"text/html;q=0.1, {media_type}"})
        for response in (by_extension, by_accept):
            assert response.status_code == 200, path
            assert response.headers["content-type"].partition(";")[0] == media_type
            assert "Accept" in response.headers["vary"]
        quads = list(pyoxigraph.parse(by_extension.content, format=syntax))
        names = {quad.subject.value: quad.object for quad in quads if quad.predicate == _NAME}
        assert names.keys() == subjects
        assert all(name.language == "en" for name in names.values())
        graphs = {quad.graph_name for quad in quads}
        if extension in (".nq", ".trig") and path.startswith("/graph"):
            assert graphs == {pyoxigraph.NamedNode(document_uri(ctid))}
        again = pyoxigraph.Dataset(pyoxigraph.parse(by_accept.content, format=syntax))
        first = pyoxigraph.Dataset(quads)
        for dataset in (again, first):
            dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
        assert again == first


def test_relative_addresses_belong_to_where_they_are_read(app_client: AppClient) -> None:
    ctid = new_ctid()
    app_client.published(document(certificate(ctid, ceterms__ownedBy={"@id": "people/ines"})))
    for prefix in ("", "/CE-registry"):
        for kind in ("resources", "graph"):
            text = app_client.get(f"{prefix}/{kind}/{ctid}.nt").text
            assert f"<http://{HOST}{prefix}/{kind}/people/ines>" in text


def test_json_by_extension_and_by_accept(app_client: AppClient) -> None:
    value = program_with_parts()
    app_client.published(value)
    ctid = _ctids(value)[0]
    for path, accept, media_type in (
        (f"/graph/{ctid}.json", "text/turtle", "application/json"),
        (f"/graph/{ctid}.jsonld", "text/turtle", "application/ld+json"),
        (f"/graph/{ctid}", "application/ld+json", "application/ld+json"),
        (f"/graph/{ctid}", "application/ld+json, application/json;q=0.9", "application/ld+json"),
        (f"/graph/{ctid}", "*/*", "application/json"),
        (f"/graph/{ctid}", "", "application/json"),
        (f"/graph/{ctid}", "application/*", "application/json"),
        (f"/graph/{ctid}", "text/html, */*;q=0.1", "application/json"),
        (f"/graph/{ctid}", "application/json;q=0, */*", "application/ld+json"),
        (f"/graph/{ctid}", "application/*;q=0.9, application/json;q=0.1", "application/ld+json"),
        (f"/graph/{ctid}", "text/*", "text/turtle"),
        (f"/graph/{ctid}", "TEXT/Turtle;charset=utf-8", "text/turtle"),
        (f"/graph/{ctid}", "text/turtle;q=nonsense, application/json", "application/json"),
    ):
        response = app_client.get(path, headers={"Accept": accept})
        assert response.status_code == 200, accept
        assert response.headers["content-type"].partition(";")[0] == media_type, accept
    for accept in ("text/html", "image/png", "application/json;q=0", "text/turtle;q=0, text/html"):
        # A resource has a page; a whole document has none.
        for kind in ("graph",) if "text/html" in accept else ("graph", "resources"):
            refused = app_client.get(f"/{kind}/{ctid}", headers={"Accept": accept})
            assert refused.status_code == 406, accept
            assert "text/turtle" in refused.json()["errors"][0]
    page = app_client.get(f"/resources/{ctid}", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    refused = app_client.get(f"/graph/{ctid}?format=xml")
    assert (refused.status_code, refused.json()) == (
        406,
        {"error": "The requested format 'xml' is not supported."},
    )
    assert app_client.get(f"/graph/{ctid}?format=json").status_code == 200


def test_a_name_may_end_like_a_format(app_client: AppClient) -> None:
    address = "https://school.example/plan.ttl"
    item = {"@id": address, "@type": "ceterms:Course"}
    app_client.published({"@context": CONTEXT, "@id": address, "@graph": [item]})
    response = app_client.get(f"/resources/{address}")
    assert response.headers["content-type"] == "application/json"
    assert response.json()["@id"] == address
    assert app_client.get(f"/resources/{address}.ttl").headers["content-type"].startswith("text/turtle")


def test_links_lead_to_the_history_and_to_each_other(app_client: AppClient) -> None:
    value = program_with_parts()
    app_client.published(value)
    ctid = _ctids(value)[0]
    for prefix in ("", "/ce-registry"):
        for kind, other, relation in (
            ("resources", "graph", "collection"),
            ("graph", "resources", "describes"),
        ):
            links = dict(
                reversed(entry.strip().split("; rel="))
                for entry in app_client.get(f"{prefix}/{kind}/{ctid}").headers["link"].split(", ")
            )
            assert links[f'"{relation}"'] == f"<http://{HOST}{prefix}/{other}/{ctid}>"
            assert len(app_client.get(links['"version-history"'].strip("<>")).json()["events"]) == 1


def test_odd_spellings_of_a_community_break_no_header(app_client: AppClient) -> None:
    """White space in the name of a community does not count, but it must not reach a header."""
    value = program_with_parts()
    app_client.published(value)
    ctid = _ctids(value)[0]
    for name in (b"ce_%0d%0aregistry", b"ce%20registry%e3%80%80", b"ce%c2%85_registry"):
        for ending in (b"", b"?depth=0"):
            target = b"/" + name + b"/resources/" + ctid.encode() + ending
            status, headers, _ = app_client.raw("GET", target)
            assert status in (200, 404), target
            assert all(b"\n" not in line and b"\r" not in line for _, line in headers)


def _ordinary(app_client: AppClient, path: str, headers: dict[str, str]) -> Any:
    """The same request on the ordinary way: an empty header makes it something else than plain."""
    return app_client.get(path, headers={**headers, "Accept-Encoding": "identity"})


@on_sqlite
def test_the_short_way_gives_the_same_answer(app_client: AppClient) -> None:
    value = program_with_parts()
    app_client.published(value)
    ctid, part = _ctids(value)
    etag = app_client.get(f"/resources/{ctid}").headers["etag"]
    paths = [
        f"{prefix}/{kind}/{name}"
        for prefix in ("", "/CE-registry", "/secured-registry", "/no")
        for kind in ("resources", "graph")
        for name in (ctid, part.upper())
    ]
    paths += [f"/resources/{new_ctid()}", f"/learning-registry/graph/{ctid}"]
    variants: list[dict[str, str]] = [
        {},
        {"Accept": "application/json"},
        {"Accept": "application/ld+json"},
        {"If-None-Match": etag},
        {"If-None-Match": '"x"'},
        {"If-Modified-Since": "Thu, 01 Jan 2037 00:00:00 GMT"},
        {"Origin": "https://finder.example"},
        {"Authorization": "Token nonsense"},
    ]
    for path in paths:
        for headers in variants:
            short = app_client.get(path, headers=headers)
            ordinary = _ordinary(app_client, path, headers)
            assert short.status_code == ordinary.status_code, (path, headers)
            assert short.content == ordinary.content, (path, headers)
            assert dict(short.headers) == dict(ordinary.headers), (path, headers)
    assert app_client.delete(f"/resources/documents/{ctid}", who="publisher").status_code == 204
    for path in paths[:4]:
        assert app_client.get(path).content == _ordinary(app_client, path, {}).content


def test_the_short_way_keeps_to_the_settings(make_client: Callable[..., AppClient]) -> None:
    client = make_client(server__cors_origins=["https://finder.example"], server__public_url=f"{BASE}/base")
    value = program_with_parts()
    client.published(value)
    path = f"/resources/{_ctids(value)[0]}"
    for origin, allowed in (("https://finder.example", True), ("https://other.example", False)):
        response = client.get(path, headers={"Origin": origin})
        assert response.status_code == 200
        assert ("access-control-allow-origin" in response.headers) is allowed, origin
    assert f"<{BASE}/base/graph/" in client.get(path).headers["link"]
    closed = make_client(access__authentication_required=True)
    assert closed.get(path).status_code == 401
    assert closed.get(path, who="reader").status_code == 200


def test_many_readers_at_once(app_client: AppClient) -> None:
    """More than there are connections: each of them gets an answer."""
    value = program_with_parts()
    app_client.published(value)
    ctid = _ctids(value)[0]
    paths = [f"/resources/{ctid}?depth=1", f"/graph/{ctid}?as_of=2999-01-01", f"/envelopes/{ctid}"] * 40
    answers = app_client.get_at_once(paths)
    assert {answer.status_code for answer in answers} == {200}


def test_what_was_deleted_is_shown_to_those_who_ask(app_client: AppClient) -> None:
    ctid, part = new_ctid(), new_ctid()
    app_client.published(document(certificate(ctid, name="First"), certificate(part)))
    app_client.published(document(certificate(ctid, name="Last"), certificate(part)))
    assert app_client.delete(f"/resources/documents/{ctid}", who="publisher").status_code == 204
    for path in (f"/resources/{ctid}", f"/graph/{ctid}", f"/resources/{part}", f"/graph/{part}.ttl"):
        assert app_client.get(path).status_code == 410, path
        shown = app_client.get(path, params={"include_deleted": "true"})
        assert shown.status_code == 200, path
        assert "Last" in shown.text or part in path
    assert app_client.get(f"/resources/{new_ctid()}", params={"include_deleted": "true"}).status_code == 404
