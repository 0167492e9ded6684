"""The short help in the project's own words."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files

import pytest

from opencredreg.ctdl import Vocabulary, bundled_vocabulary
from opencredreg.ctdl.short_help import load_help
from tests.support.shared import shared_path


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return bundled_vocabulary()


def test_every_class_and_most_properties_have_help(vocabulary: Vocabulary) -> None:
    assert [term for term in vocabulary.classes if not vocabulary.help_of(term)] == []
    assert sum(bool(vocabulary.help_of(term)) for term in vocabulary.properties) >= 250


def test_help_is_about_terms_of_the_vocabulary(vocabulary: Vocabulary) -> None:
    sections = json.loads((files("opencredreg.ctdl") / "help" / "en.json").read_text(encoding="utf-8"))
    assert set(sections) <= {"classes", "properties", "schemes"}
    for name, texts in sections.items():
        assert set(texts) <= set(getattr(vocabulary, name)), name
        for term, text in texts.items():
            assert vocabulary.help_of(term) == text
            assert text == text.strip() != ""
    assert vocabulary.help_of("no:Such") == ""


def test_help_is_not_copied_from_the_encodings() -> None:
    official = {
        " ".join(text.split()).rstrip(".").lower()
        for path in (
            ("ctdl", "schema.json"),
            ("ctdlasn", "schema.json"),
            ("qdata", "schema-2026-transcribed.json"),
        )
        for node in json.loads(shared_path("ctdl", *path).read_text())["@graph"]
        for key in ("rdfs:comment", "skos:definition", "dct:description", "vann:usageNote")
        for text in node.get(key, {}).values()
    }
    copied = [
        term for term, text in load_help().items() if " ".join(text.split()).rstrip(".").lower() in official
    ]
    assert copied == []


def test_help_waits_for_the_first_question() -> None:
    code = (
        "from opencredreg.ctdl import bundled_vocabulary; from opencredreg.ctdl.short_help import load_help;"
        "vocabulary = bundled_vocabulary(); print(load_help.cache_info().currsize, end=' ');"
        "vocabulary.help_of('ceterms:Badge'); print(load_help.cache_info().currsize)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    assert answer.split() == ["0", "1"]
