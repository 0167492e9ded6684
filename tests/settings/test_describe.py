"""What the operator sees of the settings."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencredreg.settings import Settings, describe, load_settings, mask_password, reference_markdown
from opencredreg.settings.model import CONCERNS, setting_facts


def test_every_field_of_every_concern_is_described() -> None:
    expected = {
        f"{concern.name}.{field.name}"
        for concern in msgspec.structs.fields(Settings)
        if concern.name != "sources"
        for field in msgspec.structs.fields(CONCERNS[concern.name])
    }
    rows = describe(Settings())
    assert {row.name for row in rows} == expected
    for row in rows:
        assert row.help.endswith("."), row.name
        assert row.accepts, row.name
        assert row.source == "default"
        assert row.value == row.default


@pytest.mark.parametrize(
    "name", [name for name, facts in setting_facts().items() if facts.plain in (int, float)]
)
def test_every_number_has_a_unit_and_a_range(name: str) -> None:
    facts = setting_facts()[name]
    assert facts.unit or name == "server.port"
    assert facts.meta.ge is not None


def test_values_are_shown_as_they_are_written() -> None:
    settings = load_settings(
        environ={"OPENCREDREG_SERVER_CORS_ORIGINS": "https://a.example,https://b.example"},
        overrides={"server.swagger_enabled": False},
    )
    rows = {row.name: row for row in describe(settings)}
    assert rows["server.cors_origins"].value == "https://a.example, https://b.example"
    assert rows["server.cors_origins"].default == "*"
    assert rows["server.cors_origins"].source == "the environment variable OPENCREDREG_SERVER_CORS_ORIGINS"
    assert rows["server.swagger_enabled"].value == "false"
    assert rows["server.swagger_enabled"].source == "an option of the command"
    assert rows["limits.payload_bytes"].value == "67108864"
    assert rows["limits.payload_bytes"].unit == "bytes"
    assert rows["server.port"].accepts == "a whole number from 0 to 65535"
    assert rows["database.sqlite_synchronous"].accepts == "full or normal"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://me:hunter2@h:5432/d", "postgresql://me:***@h:5432/d"),
        ("postgresql://me:hunter2@h1,h2/d?sslmode=require", "postgresql://me:***@h1,h2/d?sslmode=require"),
        ("postgresql://me:hun@ter/2?#@h/d", "postgresql://me:***@h/d"),
        ("postgresql://:hunter2@h/d", "postgresql://:***@h/d"),
        (
            "postgresql:///d?user=me&password=hunter2&host=h",
            "postgresql:///d?user=me&password=***&host=h",
        ),
        ("https://keys.example.org/check?api_key=hunter2", "https://keys.example.org/check?api_key=***"),
        ("postgresql://me@h:5432/d", "postgresql://me@h:5432/d"),
        ("sqlite:////srv/registry.db", "sqlite:////srv/registry.db"),
        ("", ""),
    ],
)
def test_passwords_are_masked(url: str, shown: str) -> None:
    assert mask_password(url) == shown


@given(st.text(min_size=8, alphabet=st.characters(exclude_characters="*", codec="utf-8")))
def test_no_password_of_an_address_is_ever_shown(password: str) -> None:
    url = f"postgresql://me:{password}@db.example.org/registry"
    settings = load_settings(overrides={"database.url": url})
    (row,) = (row for row in describe(settings) if row.name == "database.url")
    assert row.value == "postgresql://me:***@db.example.org/registry"
    assert repr(settings).count("postgresql://me:***@db.example.org/registry") == 1


def test_the_reference_page_has_every_setting_and_reads_well() -> None:
    page = reference_markdown()
    headings = re.findall(r"^### `(.+)`$", page, re.MULTILINE)
    assert headings == list(setting_facts())
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == list(CONCERNS)
    for facts in setting_facts().values():
        assert f"- Environment: `{facts.variable}`\n" in page
        assert facts.help in page
    assert "\n\n\n" not in page
    assert page.endswith("`\n")
