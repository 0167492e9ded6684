"""The bulk download: a ZIP of everything, complete every time."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

from opencredreg.ids import new_ctid
from tests.support.app import HOST, AppClient
from tests.support.documents import certificate, document

_NAME = r"ce_registry_\d+_[0-9a-f]{32}\.zip"
_PATH = "/envelopes/download"


def _entries(app_client: AppClient, url: str, **options: Any) -> dict[str, Any]:
    response = app_client.get(url, **options)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/zip"
    assert int(response.headers["content-length"]) == len(response.content)
    assert url.rpartition("/")[2] in response.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.testzip() is None
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def _build(app_client: AppClient, who: str = "publisher", prefix: str = "") -> str:
    """Start a run, do it, and give the address of the file."""
    started = app_client.post(f"{prefix}{_PATH}", who=who)
    assert (started.status_code, started.json()["status"]) == (201, "pending"), started.text
    assert app_client.run_jobs() == 1
    state = app_client.get(f"{prefix}{_PATH}", who=who).json()
    assert state["status"] == "finished"
    url: str = state["url"]
    return url


def _is_complete(app_client: AppClient, entries: dict[str, Any]) -> bool:
    listed = app_client.get("/envelopes?per_page=1000&provisional=include").json()
    return entries == {f"{envelope['envelope_ceterms_ctid']}.json": envelope for envelope in listed}


def test_the_states_of_a_download(app_client: AppClient) -> None:
    for prefix in ("", "/ce-registry"):
        never = app_client.get(f"{prefix}{_PATH}", who="publisher")
        assert (never.status_code, never.json()) == (
            200,
            {"status": "pending", "last_published_at": None, "enqueued_at": None},
        )
    # There is nothing to download, so nothing is started.
    assert app_client.post(_PATH, who="publisher").status_code == 200
    assert app_client.run_jobs() == 0

    envelope = app_client.published(document(certificate()))
    started = app_client.post(_PATH, who="publisher")
    assert started.status_code == 201
    assert list(started.json()) == ["status", "last_published_at", "enqueued_at"]
    assert started.json()["last_published_at"] == envelope["updated_at"]
    running = app_client.post(_PATH, who="publisher")
    assert (running.status_code, running.json()) == (200, started.json())
    assert app_client.run_jobs() == 1
    finished = app_client.get(_PATH, who="publisher").json()
    assert list(finished) == ["status", "last_published_at", "finished_at", "url"]
    assert finished["status"] == "finished"
    assert re.fullmatch(rf"http://{HOST}/downloads/{_NAME}", finished["url"])
    nothing_new = app_client.post(_PATH, who="publisher")
    assert (nothing_new.status_code, nothing_new.json()) == (200, finished)
    assert app_client.run_jobs() == 0


def test_every_run_is_complete(app_client: AppClient) -> None:
    """Weak point C1 of the reference: its second run held only what had changed."""
    kept, changed, deleted = new_ctid(), new_ctid(), new_ctid()
    for ctid in (kept, changed, deleted):
        app_client.published(document(certificate(ctid)))
    app_client.published(document(certificate(), **{"adms:status": "graphPublicationStatus:Provisional"}))
    app_client.published(document(certificate()), community="learning-registry")
    first_url = _build(app_client)
    first = _entries(app_client, first_url)
    assert len(first) == 4
    assert _is_complete(app_client, first)

    app_client.published(document(certificate(changed, "Changed")))
    app_client.delete(f"/resources/documents/{deleted}", who="publisher")
    second_url = _build(app_client)
    second = _entries(app_client, second_url)
    assert len(second) == 3
    assert _is_complete(app_client, second)
    assert second[f"{kept}.json"] == first[f"{kept}.json"]
    assert second[f"{changed}.json"]["decoded_resource"]["@graph"][0]["ceterms:name"] == {"en": "Changed"}
    # The newest file takes the place of the one before.
    assert app_client.get(first_url).status_code == 404

    for ctid in (kept, changed):
        app_client.delete(f"/resources/documents/{ctid}", who="publisher")
    third = _entries(app_client, _build(app_client))
    assert len(third) == 1
    assert _is_complete(app_client, third)


def test_the_file_stays_while_the_next_one_is_built(app_client: AppClient) -> None:
    app_client.published(document(certificate()))
    url = _build(app_client)
    app_client.published(document(certificate()))
    assert app_client.post(_PATH, who="publisher").status_code == 201
    assert len(_entries(app_client, url)) == 1


def test_a_document_without_a_ctid_has_an_entry_too(app_client: AppClient) -> None:
    for number in (1, 2):
        address = f"https://school.example/{number}"
        app_client.published({"@id": address, "@graph": [{"@id": address, "@type": "ceterms:Course"}]})
    entries = _entries(app_client, _build(app_client))
    assert sorted(entries) == sorted(f"{entry['envelope_id']}.json" for entry in entries.values())
    assert len(entries) == 2


def test_the_file_of_a_secured_community_is_for_those_who_may_read_it(app_client: AppClient) -> None:
    app_client.published(document(certificate()), community="secured_registry")
    url = _build(app_client, prefix="/secured-registry")
    for who in ("anonymous", "unknown"):
        refused = app_client.get(url, who=who)
        assert (refused.status_code, refused.json()) == (401, {"errors": ["401 Unauthorized"]})
    assert len(_entries(app_client, url, who="reader")) == 1


def test_files_that_are_not_there(app_client: AppClient) -> None:
    app_client.published(document(certificate()))
    url = _build(app_client)
    name = url.rpartition("/")[2]
    for other in (
        "x",
        "%2e%2e%2fregistry.db",
        "registry.db",
        name.upper(),
        name.replace("ce_registry", "CE-Registry"),
    ):
        assert app_client.get(f"/downloads/{other}").status_code == 404, other


def test_only_publishers_ask_for_downloads(app_client: AppClient) -> None:
    app_client.published(document(certificate()))
    for method in ("GET", "POST"):
        for who, status in (("anonymous", 401), ("unknown", 401), ("reader", 403)):
            assert app_client.request(method, _PATH, who=who).status_code == status, who
    assert app_client.post(_PATH, who="stranger").status_code == 201
    missing = app_client.get("/nowhere/envelopes/download", who="publisher")
    assert missing.json() == {"errors": ["Couldn't find the envelope community"]}


def test_a_run_that_fails_says_so_and_can_be_started_again(app_client: AppClient) -> None:
    app_client.published(document(certificate()))
    url = _build(app_client)
    app_client.published(document(certificate()))
    assert app_client.post(_PATH, who="publisher").status_code == 201
    # The folder for files has become a file: nothing can be put there.
    folder = app_client.folder / "objects" / "downloads"
    moved = folder.rename(folder.with_name("elsewhere"))
    folder.write_text("in the way")
    app_client.run_jobs_until_given_up()
    failed = app_client.get(_PATH, who="publisher").json()
    assert list(failed) == ["status", "last_published_at", "finished_at", "url"]
    assert (failed["status"], failed["url"]) == ("failed", url)

    folder.unlink()
    moved.rename(folder)
    assert len(_entries(app_client, url)) == 1
    assert len(_entries(app_client, _build(app_client))) == 2
