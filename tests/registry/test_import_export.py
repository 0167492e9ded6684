"""Bulk import and export: every kind of file, every document judged by itself, and the way there and back."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text
from sqlalchemy.engine import Connection

from opencredreg import clock
from opencredreg.accounts.organizations import create_organization, find_organizations, list_organizations
from opencredreg.accounts.organizations import delete_organization as end_organization
from opencredreg.errors import InvalidInput, Unavailable
from opencredreg.ids import new_ctid
from opencredreg.registry.communities import Community, create_community, get_community
from opencredreg.registry.doctor import Doctor
from opencredreg.registry.envelopes import list_envelopes
from opencredreg.registry.exporting import ExportFormat, ExportOptions, count_exported, export_to
from opencredreg.registry.history import history_of
from opencredreg.registry.import_sources import (
    Source,
    SourceDeletion,
    SourceDocument,
    SourceProblem,
    count_bytes,
    iter_sources,
)
from opencredreg.registry.importing import ImportedDocument, ImportOptions, import_documents
from opencredreg.registry.node import Node
from opencredreg.registry.read import get_document, get_resource
from opencredreg.registry.remove import delete_envelope
from opencredreg.registry.setup import local_actor
from opencredreg.settings import LimitSettings
from tests.support.documents import certificate, course, document, program_with_parts, resource_uri
from tests.support.nodes import open_node
from tests.support.registry import new_registry
from tests.support.templates import Template

_BOM = b"\xef\xbb\xbf"
_SMALL = LimitSettings(payload_bytes=1024)


# Finding documents in files. ---------------------------------------------------------------------------


def _payload(value: Any) -> bytes:
    return json.dumps(value).encode()


def _read(*paths: Path | str, stdin: bytes = b"", limits: LimitSettings | None = None) -> list[Source]:
    names = [str(path) for path in paths]
    return list(iter_sources(names, limits or LimitSettings(), stdin=io.BytesIO(stdin)))


def _found(*paths: Path | str, stdin: bytes = b"") -> dict[str, Any]:
    """The decoded documents by the end of the name of their place."""
    sources = _read(*paths, stdin=stdin)
    assert all(isinstance(source, SourceDocument) for source in sources), sources
    return {
        source.source.rpartition("/")[2]: json.loads(source.payload)
        for source in sources
        if isinstance(source, SourceDocument)
    }


def _zip(path: Path, entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


ONE, TWO, THREE = ({"@id": f"https://one.example/{number}"} for number in range(3))


@pytest.mark.parametrize("bom", [b"", _BOM])
def test_every_kind_of_file_gives_its_documents(tmp_path: Path, bom: bytes) -> None:
    (tmp_path / "a.json").write_bytes(bom + b" \r\n" + _payload(ONE))
    (tmp_path / "b.JSONLD").write_bytes(bom + _payload([ONE, TWO]))
    (tmp_path / "c.ndjson").write_bytes(bom + _payload(ONE) + b"\n\r\n" + _payload(TWO) + b"\r\n")
    (tmp_path / "d.jsonl").write_bytes(bom + _payload(THREE))
    _zip(tmp_path / "e.zip", {"x/one.json": bom + _payload([ONE]), "two.ndjson": bom + _payload(TWO) + b"\n"})
    (tmp_path / "notes.txt").write_text("passed over")
    (tmp_path / ".hidden.json").write_bytes(b"passed over")
    below = tmp_path / "f"
    below.mkdir()
    (below / "deep.json").write_bytes(_payload(THREE))

    found = _found(tmp_path)
    assert found == {
        "a.json": ONE,
        "b.JSONLD[0]": ONE,
        "b.JSONLD[1]": TWO,
        "c.ndjson:1": ONE,
        "c.ndjson:3": TWO,
        "d.jsonl:1": THREE,
        "one.json[0]": ONE,
        "e.zip!two.ndjson:1": TWO,
        "deep.json": THREE,
    }
    assert list(found)[:2] == ["a.json", "b.JSONLD[0]"], "in the order of names"
    assert count_bytes([str(tmp_path)]) == sum(
        path.stat().st_size
        for path in tmp_path.rglob("*")
        if path.is_file() and path.name not in ("notes.txt", ".hidden.json")
    )


@pytest.mark.parametrize(
    ("given_input", "expected"),
    [
        (_payload(ONE), {"-:1": ONE}),
        (b"\n" + _payload(ONE) + b"\n" + _payload(TWO) + b"\n", {"-:2": ONE, "-:3": TWO}),
        (json.dumps(ONE, indent=2).encode(), {"-": ONE}),
        (json.dumps([ONE, TWO], indent=2).encode(), {"-[0]": ONE, "-[1]": TWO}),
        (b" \n", {}),
    ],
)
def test_standard_input_may_be_lines_or_one_text(given_input: bytes, expected: dict[str, Any]) -> None:
    assert _found("-", stdin=given_input) == expected
    assert count_bytes(["-"]) is None


def test_a_zip_from_a_pipe_is_refused_with_the_way_out() -> None:
    [problem] = _read("-", stdin=b"PK\x03\x04 and so on")
    assert isinstance(problem, SourceProblem)
    assert "Name the file" in problem.error.hint


def test_envelopes_are_unwrapped_and_their_bytes_are_kept(tmp_path: Path) -> None:
    document_bytes = b'{"@id":"https://one.example/0", "price": 1.50}'
    wrapped = (
        b'{"envelope_id":"5F0C2F0E-7C1B-4A51-9B1C-2D7A6D0A9E11","decoded_resource":' + document_bytes + b","
        b'"owned_by":"ce-x","node_headers":{"created_at":"2020-01-22 17:54:12 UTC"},"updated_at":"never",'
        b'"last_verified_on":"2020-02-01","publisher_id":7}'
    )
    (tmp_path / "a.json").write_bytes(b"[" + wrapped + b"]")
    [source] = _read(tmp_path / "a.json")
    assert isinstance(source, SourceDocument)
    assert source.payload == document_bytes
    facts = source.envelope
    assert facts is not None
    assert facts.uuid == "5f0c2f0e-7c1b-4a51-9b1c-2d7a6d0a9e11"
    assert facts.owned_by == "ce-x"
    assert facts.created_at == clock.parse_timestamp("2020-01-22T17:54:12Z")
    assert facts.updated_at is None
    assert facts.last_verified_on == "2020-02-01"


def test_a_document_that_speaks_of_envelopes_is_no_envelope(tmp_path: Path) -> None:
    value = {"@context": "x", "@graph": [], "decoded_resource": {"@id": "y"}, "envelope_id": "z"}
    (tmp_path / "a.json").write_bytes(_payload(value))
    assert _found(tmp_path) == {"a.json": value}


def test_what_is_no_document_is_told_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b'[{"@id":"x"}, {]')
    (tmp_path / "b.json").write_bytes(b"  ")
    (tmp_path / "c.json").write_bytes(_payload({"envelope_id": "x", "node_headers": {}}))
    (tmp_path / "d.zip").write_bytes(b"no archive")
    (tmp_path / "e.json").write_bytes(_payload(ONE))
    *problems, last = _read(tmp_path)
    assert isinstance(last, SourceDocument)
    told = [(Path(one.source).name, one.error) for one in problems if isinstance(one, SourceProblem)]
    assert [name for name, _ in told] == ["a.json", "b.json", "c.json", "d.zip"]
    assert "line 1, column" in told[0][1].message
    assert isinstance(told[2][1], InvalidInput)
    assert told[2][1].findings[0].code == "envelope-without-document"


def test_damaged_and_hostile_archives_do_not_stop_the_rest(tmp_path: Path) -> None:
    _zip(tmp_path / "bomb.zip", {"bomb.json": b" " * 3_000_000, "good.json": _payload(ONE)})
    damaged = _zip(tmp_path / "damaged.zip", {"a.json": _payload(ONE) * 20}, zipfile.ZIP_STORED)
    damaged.write_bytes(damaged.read_bytes().replace(b"https", b"httpz", 1))
    locked = _zip(tmp_path / "locked.zip", {"a.json": _payload(ONE)}, zipfile.ZIP_STORED)
    content = bytearray(locked.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    locked.write_bytes(bytes(content))
    reasons = {}
    documents = []
    for source in _read(tmp_path):
        name = source.source.rpartition("/")[2]
        if isinstance(source, SourceProblem):
            reasons[name] = source.error.message
        else:
            documents.append(name)
    assert documents == ["bomb.zip!good.json"]
    assert "packed more than" in reasons["bomb.zip!bomb.json"]
    assert "CRC" in reasons["damaged.zip!a.json"]
    assert "encrypted" in reasons["locked.zip!a.json"]


def test_what_is_too_large_is_passed_over_without_being_held(tmp_path: Path) -> None:
    long_line = _payload({"@id": "x" * (6 * 1024 * 1024)})
    (tmp_path / "a.ndjson").write_bytes(long_line + b"\n" + _payload(ONE) + b"\n")
    (tmp_path / "b.json").write_bytes(long_line)
    (tmp_path / "c.json").write_bytes(b"[" + long_line + b"," + _payload(TWO) + b"]")
    told = [(one.source.rpartition("/")[2], type(one).__name__) for one in _read(tmp_path, limits=_SMALL)]
    assert told == [
        ("a.ndjson:1", "SourceProblem"),
        ("a.ndjson:2", "SourceDocument"),
        ("b.json", "SourceProblem"),
        ("c.json[0]", "SourceProblem"),
        ("c.json[1]", "SourceDocument"),
    ]


@pytest.mark.parametrize("name", ["missing.json", "notes.txt"])
def test_a_path_that_cannot_be_meant_stops_before_anything_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "a.json").write_bytes(_payload(ONE))
    with pytest.raises(InvalidInput, match=name):
        _read(tmp_path / "a.json", tmp_path / name)


@given(
    st.lists(
        st.dictionaries(
            st.text(max_size=5),
            st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
        ),
        max_size=5,
    ),
    st.sampled_from(["array", "lines", "pretty"]),
)
def test_documents_come_out_as_they_went_in(values: list[dict[str, Any]], form: str) -> None:
    if form == "lines":
        text_ = b"".join(_payload(value) + b"\n" for value in values)
    else:
        text_ = json.dumps(values, indent=1 if form == "pretty" else None, ensure_ascii=False).encode()
    sources = _read("-", stdin=text_)
    assert [json.loads(one.payload) for one in sources if isinstance(one, SourceDocument)] == values


# Importing. --------------------------------------------------------------------------------------------


@pytest.fixture
def node(registry_url: str) -> Iterator[Node]:
    with open_node(registry_url, database__sqlite_synchronous="normal") as opened:
        yield opened


def _community(node: Node) -> Community:
    with node.database.read() as connection:
        return get_community(connection, None)


def _import(node: Node, *documents: Any, **options: Any) -> list[ImportedDocument]:
    sources = [
        one
        if isinstance(one, SourceDocument | SourceDeletion)
        else SourceDocument(f"[{place}]", _payload(one))
        for place, one in enumerate(documents)
    ]
    return _import_sources(node, sources, **options)


def _import_sources(node: Node, sources: Any, **options: Any) -> list[ImportedDocument]:
    with node.database.read() as connection:
        actor = local_actor(connection)
    return list(import_documents(node, actor, sources, ImportOptions(**options)))


def _import_file(node: Node, path: Path, **options: Any) -> Counter[str]:
    sources = iter_sources([str(path)], node.settings.limits)
    return Counter(one.outcome for one in _import_sources(node, sources, **options))


def _organization(ctid: str, name: str) -> dict[str, Any]:
    return document(
        {
            "@id": resource_uri(ctid),
            "@type": "ceterms:CredentialOrganization",
            "ceterms:ctid": ctid,
            "ceterms:name": {"fr": f"{name} (fr)", "en": name},
        }
    )


def _owned(owner: str, ctid: str | None = None, **members: Any) -> dict[str, Any]:
    return document(certificate(ctid, ceterms__ownedBy=[resource_uri(owner)], **members))


def _names(node: Node) -> dict[str, str]:
    with node.database.read() as connection:
        return {one.ctid: one.name for one in list_organizations(connection)}


@pytest.mark.parametrize("organization_first", [True, False])
def test_owners_come_from_the_documents_and_are_named_by_their_own(
    node: Node, organization_first: bool
) -> None:
    owner, creator, stranger = new_ctid(), new_ctid(), new_ctid()
    documents = [
        _owned(owner.upper().replace("CE-", "ce-")),
        document(
            {
                "@id": resource_uri(framework := new_ctid()),
                "@type": "ceasn:CompetencyFramework",
                "ceterms:ctid": framework,
                "ceasn:creator": ["_:nobody", "https://elsewhere.example/", resource_uri(creator)],
            }
        ),
        document(course(ceterms__offeredBy=f"http://old.example/graph/{stranger}")),
    ]
    own = _organization(owner, "Alder  and Sons")
    outcomes = _import(node, *([own, *documents] if organization_first else [*documents, own]))
    assert [one.outcome for one in outcomes] == ["created"] * 4, outcomes
    assert _names(node) == {owner: "Alder and Sons", creator: creator, stranger: stranger}
    later = _import(node, _organization(creator, "Birch"))
    assert [one.outcome for one in later] == ["created"]
    assert _names(node)[creator] == "Birch"


def test_a_document_without_owner_is_refused_and_says_how_to_go_on(node: Node) -> None:
    with node.database.write() as transaction:
        alder = create_organization(transaction, "Alder")
    value = document(certificate(ceterms__ownedBy=["https://alder.example/"]))
    [refused] = _import(node, value)
    assert refused.outcome == "refused"
    assert refused.findings[0].code == "owner-unknown"
    assert refused.findings[0].pointer == "/@graph/0"
    assert "--organization" in refused.findings[0].hint
    [taken] = _import(node, value, organization=alder)
    assert taken.outcome == "created"


def test_every_document_is_judged_by_itself_and_a_second_run_changes_nothing(node: Node) -> None:
    owner = new_ctid()
    good, changed = _owned(owner), _owned(owner)
    bad = document(certificate(ceterms__ownedBy=resource_uri(owner)), {"@type": "ceterms:Course"})
    nameless = {"@type": "ceterms:Course", "ceterms:name": "x"}
    everything = [good, bad, b"no JSON", nameless, changed]
    sources = [
        SourceDocument(str(place), one if isinstance(one, bytes) else _payload(one))
        for place, one in enumerate(everything)
    ]
    first = {one.source: one for one in _import_sources(node, sources)}
    assert [first[str(place)].outcome for place in range(5)] == [
        "created", "refused", "refused", "refused", "created",
    ]  # fmt: skip
    assert first["1"].findings[0].pointer == "/@graph/1/@id"
    assert first["2"].findings[0].code == "malformed-json"
    changed["@graph"][0]["ceterms:name"] = {"en": "Another name"}
    second = Counter(one.outcome for one in _import(node, good, changed))
    assert second == {"unchanged": 1, "updated": 1}
    assert not list(Doctor(node).examine())


def test_the_same_ctid_twice_in_one_batch_is_an_update(node: Node) -> None:
    owner, ctid = new_ctid(), new_ctid()
    outcomes = _import(node, _owned(owner, ctid), _owned(owner, ctid, ceterms__keyword={"en": ["b"]}))
    assert [one.outcome for one in outcomes] == ["created", "updated"]
    with node.database.read() as connection:
        events = [entry.event for entry in history_of(connection, _community(node), ctid)]
    assert events == ["create", "update"]


def test_when_a_batch_fails_as_a_whole_only_the_guilty_document_is_refused(
    node: Node, caplog: pytest.LogCaptureFixture
) -> None:
    owner, guilty = new_ctid(), new_ctid()
    with node.database.write() as transaction:
        if node.database.is_sqlite:
            statements = [
                "CREATE TRIGGER mine BEFORE INSERT ON envelope WHEN NEW.envelope_ctid = '{}'"
                " BEGIN SELECT RAISE(ABORT, 'the disk says no'); END"
            ]
        else:
            statements = [
                "CREATE FUNCTION mine() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                " IF NEW.envelope_ctid = '{}' THEN RAISE EXCEPTION 'the disk says no'; END IF; RETURN NEW; END $$",
                "CREATE TRIGGER mine BEFORE INSERT ON envelope FOR EACH ROW EXECUTE FUNCTION mine()",
            ]
        for statement in statements:
            transaction.connection.execute(text(statement.format(guilty)))
    try:
        outcomes = _import(node, *(_owned(owner) for _ in range(5)), _owned(owner, guilty), _owned(owner))
    finally:
        with node.database.write() as transaction:
            on = "" if node.database.is_sqlite else " ON envelope"
            transaction.connection.execute(text(f"DROP TRIGGER mine{on}"))
    assert [one.outcome for one in outcomes] == ["created"] * 5 + ["refused", "created"]
    assert outcomes[5].findings[0].code == "unexpected"
    assert "the disk says no" in outcomes[5].findings[0].message
    assert "one by one" in caplog.text
    assert not list(Doctor(node).examine())


def test_a_full_disk_stops_the_import_which_can_be_run_again(
    registry_template: Template[str], tmp_path: Path
) -> None:
    owner = new_ctid()
    documents = [_owned(owner, ceterms__description={"en": f"{number} " * 500}) for number in range(200)]
    with new_registry(registry_template, tmp_path / "registry.db") as node:
        engine = node.database.engine

        def fill(connection: Connection) -> None:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")

        event.listen(engine, "begin", fill)
        with pytest.raises(Unavailable, match="full"):
            _import(node, *documents)
        event.remove(engine, "begin", fill)
    with open_node(f"sqlite:///{tmp_path / 'registry.db'}") as node:
        assert Counter(one.outcome for one in _import(node, *documents)) == {"created": 200}
        assert not list(Doctor(node).examine())


def test_an_owner_whose_account_has_ended_is_not_brought_back(node: Node) -> None:
    with node.database.write() as transaction:
        gone = create_organization(transaction, "Gone")
        end_organization(transaction, gone.ctid)
    refused, taken = _import(node, _owned(gone.ctid), _owned(new_ctid()))
    assert (refused.outcome, taken.outcome) == ("refused", "created")
    assert "taken" in refused.findings[0].message


_LONG = "".join(f"{number:x}" for number in range(3_000))


@pytest.mark.parametrize(
    "members",
    [
        {"@id": f"https://long.example/{_LONG}"},
        {"ceterms:ctid": _LONG},
        {f"x:{_LONG}": "y"},
        {"@type": f"x:{_LONG}"},
        {"ceterms:name": {_LONG: "y"}},
        {"ceterms:keyword": {"@value": "y", "@language": _LONG}},
    ],
    ids=lambda members: next(iter(members)).partition("0")[0],
)
def test_names_that_no_database_can_look_up_are_refused(node: Node, members: dict[str, Any]) -> None:
    value = _owned(new_ctid())
    value["@graph"][0] |= members
    refused, taken = sorted(
        _import(node, value, _owned(new_ctid())), key=lambda one: one.outcome != "refused"
    )
    assert refused.outcome == "refused"
    assert refused.findings[0].code == "limit-exceeded"
    assert taken.outcome == "created"


def test_a_long_address_that_holds_the_thing_itself_is_only_a_text(node: Node) -> None:
    image = f"data:image/png;base64,{_LONG}"
    [taken] = _import(node, _owned(new_ctid(), ceterms__image=image))
    assert taken.outcome == "created"
    assert not list(Doctor(node).examine())


def _wrapped(value: Any, **members: Any) -> SourceDocument:
    envelope = {"envelope_id": "x", "decoded_resource": value, **members}
    [source] = _read("-", stdin=_payload(envelope))
    assert isinstance(source, SourceDocument)
    return source


def test_as_published_keeps_what_the_envelope_states(node: Node) -> None:
    owner, publisher, ctid = new_ctid(), new_ctid(), new_ctid()
    uuid = "5f0c2f0e-7c1b-4a51-9b1c-2d7a6d0a9e11"
    source = _wrapped(
        document(certificate(ctid, ceterms__ownedBy=resource_uri(new_ctid()))),
        envelope_id=uuid,
        envelope_community="ce_registry",
        owned_by=owner,
        published_by=publisher,
        resource_publish_type="secondary",
        node_headers={"created_at": "2019-02-08 17:08:46 UTC", "updated_at": "2020-01-01T00:00:00Z"},
        updated_at="2020-02-03T10:11:12.345Z",
        last_verified_on="2021-05-06",
    )
    twin = _wrapped(_owned(new_ctid()), envelope_id=uuid, updated_at="2999-01-01T00:00:00Z")
    before = clock.now()
    outcomes = _import(node, source, twin, as_published=True)
    assert [one.outcome for one in outcomes] == ["created"] * 2, outcomes
    with node.database.read() as connection:
        [kept, other], _ = list_envelopes(connection, oldest_first=True)
        [entry] = history_of(connection, _community(node), ctid)
    assert (kept.uuid, kept.owner_ctid, kept.publishing_ctid) == (uuid, owner, publisher)
    assert kept.publish_type == "secondary"
    assert clock.format_timestamp(kept.created_at) == "2019-02-08T17:08:46.000Z"
    assert clock.format_timestamp(kept.updated_at) == "2020-02-03T10:11:12.345Z"
    assert kept.last_verified_on == "2021-05-06"
    assert entry.created_at >= before, "the log has the time of this node"
    assert other.uuid != uuid, "an identifier is given once"
    assert before <= other.updated_at <= clock.now(), "nothing is published in the future"
    assert not list(Doctor(node).examine())


def test_without_as_published_the_envelope_says_nothing(node: Node) -> None:
    owner = new_ctid()
    source = _wrapped(_owned(owner), owned_by=new_ctid(), updated_at="2020-02-03T10:11:12.345Z")
    [taken] = _import(node, source)
    assert taken.outcome == "created"
    assert list(_names(node)) == [owner]


def test_communities_are_never_made_by_an_import(node: Node) -> None:
    with node.database.write() as transaction:
        navy = create_community(transaction, "navy")
    owner = new_ctid()
    sources = [
        _wrapped(_owned(owner), owned_by=owner, envelope_community=name) for name in ("navy", "secret")
    ]
    taken, refused = sorted(_import(node, *sources, as_published=True), key=lambda one: one.outcome)
    assert (taken.outcome, refused.outcome) == ("created", "refused")
    assert "community create secret" in refused.findings[0].hint
    [forced] = _import(node, sources[1], as_published=True, community=navy)
    assert forced.outcome == "created"
    with node.database.read() as connection:
        assert {one.community for one in list_envelopes(connection)[0]} == {"navy"}


# Exporting, and back. ----------------------------------------------------------------------------------


def _export(node: Node, target: Path, format_: ExportFormat = "zip", **options: Any) -> Any:
    chosen = ExportOptions(format=format_, **options)
    steps: list[int] = []
    done = export_to(node, chosen, target, advance=steps.append)
    assert sum(steps) == count_exported(node, chosen)
    assert [path.name for path in target.parent.iterdir() if ".part" in path.name] == []
    return done


def _envelopes(path: Path) -> dict[str, dict[str, Any]]:
    """What a ZIP holds, without what belongs to the node that wrote it."""
    with zipfile.ZipFile(path) as archive:
        values = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    for value in values.values():
        del value["publisher_id"], value["node_headers"]["revision_history"]
    return values


def _fill(node: Node) -> str:
    """A registry with versions, a deletion, overlapping graphs and odd bytes; the owner's CTID."""
    owner, ctid, gone = new_ctid(), new_ctid(), new_ctid()
    program = program_with_parts()
    program["@graph"][0]["ceterms:ownedBy"] = resource_uri(owner)
    provisional = _owned(owner)
    provisional["adms:status"] = "graphPublicationStatus:Provisional"
    single = {**certificate(ceterms__ownedBy=[resource_uri(owner)]), "@context": program["@context"]}
    odd = json.dumps(_owned(owner, ceterms__price=1.0), indent=3, ensure_ascii=False).encode()
    outcomes = _import(
        node,
        _organization(owner, "Alder"),
        program,
        _owned(owner, ctid),
        _owned(owner, ctid, ceterms__hasPart=[resource_uri(program["@graph"][1]["ceterms:ctid"])]),
        _owned(owner, gone),
        provisional,
        single,
        SourceDocument("odd", odd.replace(b"1.0", b"1.000e0")),
    )
    assert not [one for one in outcomes if one.outcome == "refused"], outcomes
    with node.database.read() as connection:
        actor = local_actor(connection)
    delete_envelope(node, actor, _community(node), gone)
    return owner


def test_an_export_imported_into_an_empty_node_gives_an_equal_registry(
    node: Node, tmp_path: Path, request: pytest.FixtureRequest, registry_template: Template[str]
) -> None:
    _fill(node)
    done = _export(node, tmp_path / "a.zip")
    assert (done.envelope_count, done.deletion_count, done.findings) == (6, 0, [])
    # The other registry is in the other kind of database.
    with _other_registry(node, tmp_path, request, registry_template) as other:
        assert _import_file(other, tmp_path / "a.zip", as_published=True) == {"created": 6}
        assert _import_file(other, tmp_path / "a.zip", as_published=True) == {"unchanged": 6}
        _export(other, tmp_path / "b.zip")
        assert _envelopes(tmp_path / "a.zip") == _envelopes(tmp_path / "b.zip")
        with node.database.read() as ours, other.database.read() as theirs:
            views, _ = list_envelopes(ours, limit=100)
            copies = {view.envelope_ctid: view for view in list_envelopes(theirs, limit=100)[0]}
        for view in views:
            assert view.digest == copies[view.envelope_ctid].digest, "byte for byte"
            assert view.envelope_ctid is not None
            found = get_resource(node, _community(node), view.envelope_ctid).payload
            assert found == get_resource(other, _community(other), view.envelope_ctid).payload
        assert _names(node) == _names(other)
        assert not list(Doctor(other).examine())


@contextmanager
def _other_registry(
    node: Node, folder: Path, request: pytest.FixtureRequest, template: Template[str]
) -> Iterator[Node]:
    """A new registry in the other kind of database."""
    if node.database.is_sqlite:
        with (
            template.postgresql(request.getfixturevalue("postgres_server")) as (url, _),
            open_node(url) as other,
        ):
            yield other
    else:
        with new_registry(template, folder / "other.db") as other:
            yield other


def test_lines_hold_one_document_each_and_can_be_imported(node: Node, tmp_path: Path) -> None:
    owner = _fill(node)
    _export(node, tmp_path / "a.ndjson", "ndjson")
    lines = (tmp_path / "a.ndjson").read_bytes().splitlines()
    assert len(lines) == 6
    assert sum(b"1.000e0" in line for line in lines) == 1, "numbers stay as they were written"
    assert _import_file(node, tmp_path / "a.ndjson") == {"unchanged": 6}
    assert owner in _names(node)


@pytest.mark.parametrize("format_", ["nquads", "turtle"])
def test_rdf_holds_every_document(node: Node, tmp_path: Path, format_: ExportFormat) -> None:
    _fill(node)
    done = _export(node, tmp_path / "a.rdf", format_)
    assert done.envelope_count == 6
    format_of = {"nquads": pyoxigraph.RdfFormat.N_QUADS, "turtle": pyoxigraph.RdfFormat.TURTLE}[format_]
    quads = list(pyoxigraph.parse(path=str(tmp_path / "a.rdf"), format=format_of))
    with node.database.read() as connection:
        views, _ = list_envelopes(connection, limit=100)
    payloads = [
        json.loads(get_document(node, _community(node), view.envelope_ctid or "").payload) for view in views
    ]
    if format_ == "nquads":
        names = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, pyoxigraph.NamedNode)}
        assert names == {value["@id"] for value in payloads}
    subjects = {quad.subject.value for quad in quads}
    for value in payloads:
        for item in value.get("@graph", [value]):
            assert item["@id"] in subjects or item["@id"].startswith("_:")
    blanks = {quad.subject for quad in quads if isinstance(quad.subject, pyoxigraph.BlankNode)}
    assert len(blanks) == 3, "blank nodes of different documents stay apart and none is lost"


def test_what_changed_since_and_what_was_deleted_brings_a_copy_up_to_date(
    node: Node, tmp_path: Path, registry_template: Template[str]
) -> None:
    owner = new_ctid()
    stays, changes, goes, returns = (new_ctid() for _ in range(4))
    _import(node, *(_owned(owner, ctid) for ctid in (stays, changes, goes, returns)))
    _export(node, tmp_path / "all.zip")
    with (
        new_registry(registry_template, tmp_path / "copy.db") as copy,
        new_registry(registry_template, tmp_path / "lines.db") as lines,
    ):
        for one in (copy, lines):
            assert _import_file(one, tmp_path / "all.zip", as_published=True) == {"created": 4}
        moment = clock.now()
        with node.database.read() as connection:
            actor = local_actor(connection)
        place = _community(node)
        delete_envelope(node, actor, place, goes)
        delete_envelope(node, actor, place, returns)
        _import(node, _owned(owner, changes, ceterms__keyword={"en": ["new"]}), _owned(owner, returns))
        done = _export(node, tmp_path / "news.zip", since=moment)
        assert (done.envelope_count, done.deletion_count) == (2, 1)
        assert sorted(_envelopes(tmp_path / "news.zip")) == sorted(
            f"{ctid}.json" for ctid in (changes, goes, returns)
        )
        _export(node, tmp_path / "news.ndjson", "ndjson", since=moment)
        expected = {"deleted": 1, "updated": 1, "unchanged": 1}
        # The document that came back is the same, so for a copy nothing happened to it.
        told = _import_file(copy, tmp_path / "news.zip", as_published=True)
        assert told == {"deleted": 1, "updated": 1, "unchanged": 1}
        assert _import_file(lines, tmp_path / "news.ndjson") == expected
        for one in (copy, lines):
            with one.database.read() as connection:
                live = {view.envelope_ctid for view in list_envelopes(connection)[0]}
            assert live == {stays, changes, returns}
            assert not list(Doctor(one).examine())
        assert _import_file(copy, tmp_path / "news.zip", as_published=True) == {"unchanged": 3}
        _export(node, tmp_path / "news.nq", "nquads", since=moment)
    assert _export(node, tmp_path / "nothing.zip", since=clock.now()).envelope_count == 0


def test_news_of_a_deletion_does_not_delete_what_was_published_after_it(node: Node) -> None:
    owner, ctid = new_ctid(), new_ctid()
    old = SourceDeletion("news", ctid.upper(), clock.now())
    _import(node, _owned(owner, ctid))
    [told] = _import(node, old)
    assert told.outcome == "unchanged"
    assert told.findings[0].code == "published-since"
    [told] = _import(node, SourceDeletion("news", ctid, clock.now()))
    assert told.outcome == "deleted"
    [told] = _import(node, SourceDeletion("news", ctid, clock.now()))
    assert told.outcome == "unchanged"


def test_several_communities_go_into_folders_and_come_back_apart(node: Node, tmp_path: Path) -> None:
    with node.database.write() as transaction:
        navy = create_community(transaction, "navy")
    owner, ctid = new_ctid(), new_ctid()
    _import(node, _owned(owner, ctid))
    _import(node, _owned(owner, ctid, ceterms__keyword={"en": ["anchor"]}), community=navy)
    _export(node, tmp_path / "all.zip")
    assert sorted(_envelopes(tmp_path / "all.zip")) == [f"ce_registry/{ctid}.json", f"navy/{ctid}.json"]
    _export(node, tmp_path / "navy.zip", community=navy)
    assert list(_envelopes(tmp_path / "navy.zip")) == [f"{ctid}.json"]
    assert _import_file(node, tmp_path / "all.zip", as_published=True) == {"unchanged": 2}


def test_a_damaged_document_is_left_out_and_told_of(node: Node, tmp_path: Path) -> None:
    owner = new_ctid()
    _import(node, _owned(owner), _owned(owner))
    with node.database.write() as transaction:
        transaction.connection.execute(
            text("UPDATE document SET body = :body WHERE id = 1"), {"body": b"\x00 damaged"}
        )
    done = _export(node, tmp_path / "a.zip")
    assert done.envelope_count == 1
    assert [finding.code for finding in done.findings] == ["left-out"]


def test_a_file_is_replaced_when_the_export_is_complete_or_not_at_all(node: Node, tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    target.write_text("what was there")
    _fill(node)

    def stop(_amount: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_to(node, ExportOptions(), target, advance=stop)
    assert target.read_text() == "what was there"
    assert list(tmp_path.glob(".a.zip*")) == []
    _export(node, target)
    assert zipfile.is_zipfile(target)
    for wrong in (tmp_path, tmp_path / "no" / "such.zip"):
        with pytest.raises(InvalidInput):
            export_to(node, ExportOptions(), wrong)


_words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    profile = {"@type": st.just("ceterms:ConditionProfile"), "ceterms:condition": inner}
    return st.lists(inner, min_size=1, max_size=3) | st.fixed_dictionaries(profile)


_values = st.recursive(_words | st.integers(-10, 10) | st.booleans(), _nested, max_leaves=5)
_names_of_properties = st.sampled_from(
    ["ceterms:name", "ceterms:requires", "ceterms:subjectWebpage", "ceterms:hasPart", "x:y", "ceterms:price"]
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 4), st.dictionaries(_names_of_properties, _values, max_size=4), st.booleans()
        ),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_was_published_survives_the_way_there_and_back(
    tmp_path_factory: pytest.TempPathFactory,
    registry_template: Template[str],
    steps: list[tuple[int, dict[str, Any], bool]],
) -> None:
    folder = tmp_path_factory.mktemp("round")
    ctids = [f"ce-00000000-0000-4000-8000-{number:012d}" for number in range(5)]
    with (
        new_registry(registry_template, folder / "a.db") as one,
        new_registry(registry_template, folder / "b.db") as other,
    ):
        with one.database.write() as transaction:
            alder = create_organization(transaction, "Alder")
        with one.database.read() as connection:
            actor = local_actor(connection)
        live = set()
        for number, members, deletes in steps:
            if deletes and number in live:
                delete_envelope(one, actor, _community(one), ctids[number])
                live.discard(number)
            else:
                inner = course(ctids[(number + 1) % 5])
                value = document({**certificate(ctids[number]), **members}, inner)
                [told] = _import(one, value, organization=alder)
                if told.outcome != "refused":
                    live.add(number)
        _export(one, folder / "a.zip")
        told_of = _import_file(other, folder / "a.zip", as_published=True)
        assert told_of == ({"created": len(live)} if live else {})
        _export(other, folder / "b.zip")
        assert _envelopes(folder / "a.zip") == _envelopes(folder / "b.zip")
        assert not list(Doctor(one).examine())
        assert not list(Doctor(other).examine())
        with other.database.read() as connection:
            assert set(find_organizations(connection, [alder.ctid])) == ({alder.ctid} if live else set())
