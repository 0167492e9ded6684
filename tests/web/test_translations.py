"""The pages in other languages: the catalogues say everything, and the pages say it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from tools.update_translations import (
    LOCALE,
    catalogue_paths,
    clashes,
    differences,
    main,
    source_texts,
    updated,
)

from opencredreg.cli.demo import load_demo
from opencredreg.web.locale import LANGUAGES, SOURCE, translations
from tests.support.app import AppClient, on_sqlite
from tests.support.documents import certificate, document

_BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
_SPANISH = {**_BROWSER, "accept-language": "es"}
_PLACE = re.compile(r"%\((\w+)\)[a-z]")
_MARKUP = re.compile(r"<[^>]*>|&\w+;")
_WORD = re.compile(r"[^\W\d_]+")
# Every part of the page of a resource stands on the page of one of them.
_CLASSES = (
    "asn:ProgressionModel",
    "ceasn:Competency",
    "ceasn:CompetencyFramework",
    "ceasn:Rubric",
    "ceterms:AssessmentProfile",
    "ceterms:BachelorDegree",
    "ceterms:Certification",
    "ceterms:Collection",
    "ceterms:CourseComponent",
    "ceterms:CredentialOrganization",
    "ceterms:Job",
    "ceterms:LearningProgram",
    "ceterms:Occupation",
    "ceterms:Pathway",
    "ceterms:QACredentialOrganization",
    "ceterms:Task",
    "ceterms:TransferValueProfile",
    "qdata:DataSetProfile",
    "skos:ConceptScheme",
)
_TRANSLATED = sorted(set(LANGUAGES) - {SOURCE})


def _catalogue(language: str) -> Catalog:
    return read_po(BytesIO(_written(language)), locale=language)


def _written(language: str) -> bytes:
    return (LOCALE / f"{language}.po").read_bytes()


def _messages(language: str) -> list[Message]:
    return [message for message in _catalogue(language) if message.id]


def _forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _changed(language: str, change: Any) -> bytes:
    catalogue = _catalogue(language)
    change(catalogue)
    out = BytesIO()
    write_po(out, catalogue)
    return out.getvalue()


def _found(catalogue: Catalog, text: str) -> Message:
    message = catalogue.get(text)
    assert message is not None, text
    return message


class TestCatalogues:
    def test_there_is_one_for_every_language(self) -> None:
        assert [path.stem for path in catalogue_paths()] == _TRANSLATED

    def test_no_text_has_two_plurals(self) -> None:
        assert clashes() == []

    @pytest.mark.parametrize("language", _TRANSLATED)
    def test_is_complete_and_current(self, language: str) -> None:
        assert differences(_written(language), language) == []

    @pytest.mark.parametrize("language", _TRANSLATED)
    def test_has_the_same_places_for_values(self, language: str) -> None:
        for message in _messages(language):
            wanted, said = _forms(message.id), _forms(message.string)
            # Languages with three forms or more use the plural's values in all but the first.
            pairs = zip(said, (wanted[0], *[wanted[-1]] * (len(said) - 1)), strict=True)
            for form, source in pairs:
                assert Counter(_PLACE.findall(form)) == Counter(_PLACE.findall(source)), message.id

    @pytest.mark.parametrize("language", _TRANSLATED)
    def test_has_the_same_markup_and_ends_alike(self, language: str) -> None:
        for message in _messages(language):
            for form in _forms(message.string):
                source = _forms(message.id)[0]
                assert _MARKUP.findall(form) == _MARKUP.findall(source), message.id
                assert form == form.strip(), message.id
                assert form.endswith(":") == source.endswith(":"), message.id
                assert form.endswith((".", "?")) == source.endswith((".", "?")), message.id

    @pytest.mark.parametrize("language", _TRANSLATED)
    def test_is_read_as_it_is_written(self, language: str) -> None:
        known = translations(language)
        for message in _messages(language):
            forms, said = _forms(message.id), _forms(message.string)
            if len(forms) == 1:
                assert known.gettext(forms[0]) == said[0]
                continue
            values = dict.fromkeys(_PLACE.findall(" ".join(forms)), "7")
            for number in (0, 1, 2, 5, 1_000_000):
                form = known.ngettext(forms[0], forms[1], number)
                assert form in said
                assert "%" not in form % values
            assert known.ngettext(forms[0], forms[1], 1) == said[0]


class TestTool:
    def test_writes_the_same_again(self) -> None:
        for language in _TRANSLATED:
            assert updated(_written(language), language) == _written(language)

    def test_writes_no_dates_and_no_numbers_of_lines(self) -> None:
        written = _written("es").decode()
        assert not re.search(r"-Date:|Generated-By", written)
        assert not re.search(r"^#: .*:\d", written, re.MULTILINE)

    def test_finds_texts_of_templates_and_of_code(self) -> None:
        texts = source_texts()
        for said in ("Skip to the content", "What you need", "Earnings", "Resources by kind", "comes next"):
            assert not _found(texts, said).pluralizable
        assert _found(texts, "%(num)s day ago").pluralizable

    def test_keeps_translations_and_tells_what_is_missing(self) -> None:
        without = _changed("es", lambda catalogue: catalogue.delete("Search"))
        assert differences(without, "es") == ["new: Search"]
        after = read_po(BytesIO(updated(without, "es")), locale="es")
        assert _found(after, "Search").string == ""
        assert _found(after, "Compare").string == "Comparar"
        assert differences(updated(without, "es"), "es") == ["not translated: Search"]

    def test_drops_what_no_page_says(self) -> None:
        more = _changed("es", lambda catalogue: catalogue.add("A page of old", "Una página de antes"))
        assert differences(more, "es") == ["no page says this any more: A page of old"]
        assert updated(more, "es") == _written("es")

    def test_tells_of_doubtful_translations(self) -> None:
        def doubt(catalogue: Catalog) -> None:
            _found(catalogue, "Search").flags.add("fuzzy")

        assert differences(_changed("es", doubt), "es") == ["marked as doubtful: Search"]

    def test_check_leaves_the_files_alone(self, capsys: pytest.CaptureFixture[str]) -> None:
        before = _written("es")
        assert main(["--check"]) == 0
        assert capsys.readouterr().out == "All texts are translated.\n"
        assert _written("es") == before


class _Texts(HTMLParser):
    """The texts that a page itself says: no data, which are marked with a direction or a language, and no code."""

    _VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
    # Pictures break long names into lines; what they say stands in the table beside them, too.
    _DATA = frozenset({"bdi", "code", "pre", "script", "text"})
    _SPOKEN = ("alt", "aria-label", "data-label", "placeholder", "title")

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_foreign = "dir" in given or ("lang" in given and tag != "html")
        is_data = is_foreign or tag in self._DATA or self._is_in_data
        if not is_data:
            self.said += [value for name in self._SPOKEN if (value := given.get(name))]
        if tag not in self._VOID:
            self._open.append((tag, is_data))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self._VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._is_in_data and (text := " ".join(data.split())):
            self.said.append(text)

    @property
    def _is_in_data(self) -> bool:
        return bool(self._open) and self._open[-1][1]


class _English:
    """Finds texts of the pages that were left in English.

    Sentences are looked for everywhere, single words and pairs only where they stand alone: ``from`` and ``in``
    are Spanish, too, and names of things consist of such words.
    """

    _SENTENCE = 3

    def __init__(self) -> None:
        alone: list[str] = []
        inside: list[str] = []
        for message in _messages("es"):
            if set(_forms(message.id)) & set(_forms(message.string)):
                continue
            for form in _forms(message.id):
                is_sentence = len(_WORD.findall(_PLACE.sub(" ", form))) >= self._SENTENCE
                # A name of anything has "of" in it; in short texts only numbers are values.
                value = ".+?" if is_sentence else r"[^A-Za-z]+"
                pattern = value.join(re.escape(part) for part in _PLACE.sub("\0", form).split("\0"))
                (inside if is_sentence else alone).append(pattern)
        self._alone = re.compile(rf"(?:{'|'.join(alone)})[.:·]?")
        self._inside = re.compile(rf"(?<!\w)(?:{'|'.join(inside)})(?!\w)")

    def find(self, page: str, data: frozenset[str]) -> list[str]:
        """The texts of a page that have English in them; ``data`` are texts of documents, which may."""
        texts = _Texts()
        texts.feed(page)
        return [one for one in texts.said if one not in data and self._is_english(one)]

    def _is_english(self, text: str) -> bool:
        # A text that is only a value, such as a number, is no English: its pattern must have matched a letter.
        if not _WORD.search(text):
            return False
        return bool(self._alone.fullmatch(text) or self._inside.search(text))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _demonstration(client: AppClient) -> tuple[dict[str, str], frozenset[str]]:
    """Publish the smallest demonstration: a resource of each class, and all texts of all documents."""
    list(load_demo(client.node, 300, 1, lambda _: None))
    found: dict[str, str] = {}
    texts: set[str] = set()
    for item in _items(client):
        texts.update(_strings(item))
        if "ceterms:ctid" in item:
            found.setdefault(item["@type"], item["ceterms:ctid"])
    return found, frozenset(texts)


def _items(client: AppClient) -> Iterator[dict[str, Any]]:
    page = 1
    while envelopes := client.get("/envelopes", params={"page": page, "per_page": 100}).json():
        for envelope in envelopes:
            yield from envelope["decoded_resource"]["@graph"]
        page += 1


def _paths(found: dict[str, str]) -> list[str]:
    certificate_ctid, pathway = found["ceterms:Certificate"], found["ceterms:Pathway"]
    both = f"id={certificate_ctid}&id={found['ceterms:LearningProgram']}"
    return [
        "/",
        "/find",
        "/find?q=welding",
        "/find?q=welding&sort=name&type=ceterms:Certificate",
        "/find?q=welding&view=map",
        "/find?q=xyzzyxyzzy&type=ceterms:Certificate",
        "/find?page=9999",
        "/about",
        "/about?class=ceterms:Certificate",
        "/publish",
        "/compare",
        f"/compare?{both}",
        "/resources/ce-00000000-0000-4000-8000-000000000000",
        "/find?type=ceterms:Certificate&page=x",
        "/no/such/page",
        *(f"/resources/{found[cls]}" for cls in _CLASSES),
        f"/resources/{pathway}?have=1",
        f"/resources/{certificate_ctid}?view=history",
        f"/resources/{certificate_ctid}?view=cite",
        f"/embed/resources/{certificate_ctid}",
    ]


@on_sqlite
class TestPages:
    def test_say_everything_in_the_language_of_the_reader(self, app_client: AppClient) -> None:
        found, data = _demonstration(app_client)
        english = _English()
        paths = [f"/resources/{found['ceterms:Pathway']}", *_paths(found)]
        left: dict[str, list[str]] = {}
        for path in paths:
            page = app_client.get(path, headers=_SPANISH).text
            assert re.search(r"<html lang=['\"]es['\"]", page), path
            if words := english.find(page, data):
                left[path] = words
        # The same look at the English pages proves that English would be seen.
        for path in paths[:6]:
            assert english.find(app_client.get(path, headers=_BROWSER).text, data), path
        assert left == {}

    @pytest.mark.parametrize("asked", ["es", "es-MX,en;q=0.5", "fr, es;q=0.3"])
    def test_speak_spanish_to_those_who_ask_for_it(self, app_client: AppClient, asked: str) -> None:
        page = app_client.get("/publish", headers={**_BROWSER, "accept-language": asked}).text
        assert re.search(r"<html lang=['\"]es['\"]", page)
        assert translations("es").gettext("Step by step") in page

    def test_a_choice_is_kept_and_leaves_the_address_as_it_was(self, app_client: AppClient) -> None:
        main = certificate()
        app_client.published(document(main))
        response = app_client.get("/find?q=hedge&lang=es&sort=name", headers=_BROWSER)
        assert response.status_code == 303
        assert response.headers["location"] == "/find?q=hedge&sort=name"
        assert response.headers["set-cookie"].startswith("lang=es;")
        page = app_client.get(response.headers["location"], headers={**_BROWSER, "cookie": "lang=es"}).text
        assert re.search(r"<html lang=['\"]es['\"]", page)
        # The way back keeps the question as well.
        assert 'href="?q=hedge&amp;sort=name&amp;lang=en"' in page

    def test_pages_for_developers_say_that_they_are_english(self, app_client: AppClient) -> None:
        for path in ("/docs/errors", "/readme"):
            page = app_client.get(path, headers=_SPANISH).text
            assert '<html lang="en' in page.replace("'", '"') or re.search(r'<main[^>]* lang="en"', page), (
                path
            )
