"""Where settings come from, which source wins, and what happens to mistakes."""

from __future__ import annotations

import contextlib
import math
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencredreg.errors import InvalidInput
from opencredreg.settings import Settings, load_settings
from opencredreg.settings.model import setting_facts


def refused(**sources: object) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        load_settings(**sources)  # type: ignore[arg-type]
    return caught.value


def write(folder: Path, text: str, name: str = "opencredreg.toml") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run where no ./var/opencredreg.toml of a developer can be found."""
    monkeypatch.chdir(tmp_path)


def test_nothing_given_is_a_working_node_on_sqlite() -> None:
    assert load_settings() == Settings()
    assert Settings().database.url == ""
    assert Settings().storage.data == "./var"
    assert Settings().server.port == 8080


def test_every_default_is_accepted_when_it_is_written_out() -> None:
    written = {name: facts.default for name, facts in setting_facts().items()}
    settings = load_settings(overrides=written)
    for name, facts in setting_facts().items():
        assert getattr(getattr(settings, facts.concern), facts.field) == facts.default, name


def test_each_source_wins_over_those_before_it(tmp_path: Path) -> None:
    write(tmp_path, "[server]\nport = 1\nworkers = 2\nhost = 'file'\nlog_level = 'debug'\n")
    settings = load_settings(
        data=tmp_path,
        environ={"OPENCREDREG_SERVER_PORT": "3", "OPENCREDREG_SERVER_WORKERS": "4", "HOME": "/home/somebody"},
        overrides={"server.port": 5, "server.host": None},
    )
    assert settings.server.port == 5
    assert settings.server.workers == 4
    assert settings.server.host == "file"
    assert settings.server.swagger_enabled is True
    assert settings.sources == {
        "server.port": "an option of the command",
        "server.workers": "the environment variable OPENCREDREG_SERVER_WORKERS",
        "server.host": f"the file {tmp_path / 'opencredreg.toml'}",
        "server.log_level": f"the file {tmp_path / 'opencredreg.toml'}",
        "storage.data": "an option of the command",
    }


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("SERVER_PORT", "9000", 9000),
        ("SERVER_SWAGGER_ENABLED", "false", False),
        ("SERVER_SWAGGER_ENABLED", "0", False),
        (
            "SERVER_CORS_ORIGINS",
            "https://a.example, https://b.example",
            ("https://a.example", "https://b.example"),
        ),
        ("SERVER_CORS_ORIGINS", "", ()),
        ("SERVER_PUBLIC_URL", "https://registry.example.org/base", "https://registry.example.org/base"),
        ("LIMITS_REQUEST_SECONDS", "2.5", 2.5),
        ("DATABASE_SQLITE_SYNCHRONOUS", "normal", "normal"),
        ("DATABASE_URL", "postgresql+psycopg://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
    ],
)
def test_the_environment_writes_every_type_as_text(name: str, text: str, value: object) -> None:
    settings = load_settings(environ={f"OPENCREDREG_{name}": text})
    concern, _, field = name.lower().partition("_")
    assert getattr(getattr(settings, concern), field) == value


def test_a_list_in_the_file_is_a_list(tmp_path: Path) -> None:
    write(tmp_path, "[server]\ncors_origins = ['https://a.example']\n[jobs]\npoll_seconds = 2\n")
    settings = load_settings(data=tmp_path)
    assert settings.server.cors_origins == ("https://a.example",)
    assert settings.jobs.poll_seconds == 2.0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("server.port", "tcp://10.0.0.1:80"),
        ("server.port", 65_536),
        ("server.port", -1),
        ("server.port", 80.5),
        ("server.port", [80]),
        ("server.workers", 0),
        ("server.swagger_enabled", "perhaps"),
        ("server.log_level", "loud"),
        ("server.cors_origins", 7),
        ("server.public_url", "registry.example.org"),
        ("server.public_url", "https://registry.example.org/"),
        ("database.url", "mysql://h/d"),
        ("database.url", "postgres"),
        ("database.sqlite_synchronous", "off"),
        ("limits.payload_bytes", "64MB"),
        ("limits.per_page_max", 199),
        ("limits.request_seconds", math.nan),
        ("limits.request_seconds", math.inf),
        ("jobs.poll_seconds", "nan"),
        ("access.token_ttl_days", True),
        ("storage.data", 5),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_name_and_its_help(name: str, value: object) -> None:
    error = refused(overrides={name: value})
    (finding,) = error.findings
    assert finding.code == "bad-setting"
    assert finding.pointer == "/" + name.replace(".", "/")
    assert finding.message.startswith(f"{name} in an option of the command must be ")
    assert finding.hint == setting_facts()[name].help


def test_a_refused_value_is_not_repeated() -> None:
    error = refused(environ={"OPENCREDREG_DATABASE_URL": "postgres://me:hunter2@h/d"})
    assert "hunter2" not in error.message
    assert "OPENCREDREG_DATABASE_URL" in error.message
    assert "postgresql://" in error.message


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("server.prot", "server.port"),
        ("port", "server.port"),
        ("databse.url", "database.url"),
        ("limits.payload_byte", "limits.payload_bytes"),
        ("zzz.qqqqqq", ""),
        ("server", ""),
        ("sources", ""),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_known_one(written: str, nearest: str) -> None:
    (finding,) = refused(overrides={written: 1}).findings
    assert finding.code == "unknown-setting"
    assert finding.suggestion == nearest
    assert finding.message.startswith(f"{written} in an option of the command is ")
    assert "not a setting" in finding.message


@pytest.mark.parametrize(
    ("text", "written", "nearest"),
    [
        ("[sever]\nport = 1\n", "sever", "server"),
        ("[server]\nprot = 1\n", "server.prot", "server.port"),
        ("port = 1\n", "port", "server.port"),
        ("server = 1\n", "server", ""),
        ("[server.port]\nvalue = 1\n", "server.port", ""),
    ],
)
def test_a_mistake_in_the_file_names_the_file(tmp_path: Path, text: str, written: str, nearest: str) -> None:
    path = write(tmp_path, text)
    (finding,) = refused(data=tmp_path).findings
    assert finding.message.startswith(f"{written} in the file {path} ")
    assert finding.suggestion == nearest


def test_a_mistake_in_the_environment_is_answered_in_its_own_spelling() -> None:
    (finding,) = refused(environ={"OPENCREDREG_DATABSE_URL": "x"}).findings
    assert finding.suggestion == "OPENCREDREG_DATABASE_URL"
    assert finding.message.startswith("OPENCREDREG_DATABSE_URL in the environment is not a setting")


def test_all_mistakes_are_reported_together(tmp_path: Path) -> None:
    write(tmp_path, "[server]\nport = 'x'\nprot = 1\n")
    error = refused(data=tmp_path, environ={"OPENCREDREG_JOBS_ATTEMPTS": "0"}, overrides={"nonsense": 1})
    assert [finding.pointer for finding in error.findings] == [
        "/server/port",
        "/server/prot",
        "/jobs/attempts",
        "/nonsense",
    ]
    assert all(finding.message in error.message for finding in error.findings)


@pytest.mark.parametrize(
    "variable",
    [
        "OPENCREDREG_PORT",
        "OPENCREDREG_SERVICE_HOST",
        "OPENCREDREG_SERVICE_PORT",
        "OPENCREDREG_SERVICE_PORT_HTTP",
        "OPENCREDREG_PORT_8080_TCP",
        "OPENCREDREG_PORT_8080_TCP_ADDR",
        "OPENCREDREG_DB_SERVICE_HOST",
        "OPENCREDREG_TEST_POSTGRES",
        "OPENCREDREGISTRY_OTHER",
        "opencredreg_server_port",
    ],
)
def test_variables_that_others_write_are_left_alone(variable: str) -> None:
    assert load_settings(environ={variable: "tcp://10.0.0.1:8080"}) == Settings()


def test_the_named_file_wins_over_the_one_in_the_data_folder(tmp_path: Path) -> None:
    write(tmp_path, "[server]\nport = 1\n")
    elsewhere = write(tmp_path / "etc", "[server]\nport = 2\n", "registry.toml")
    third = write(tmp_path / "etc", "[server]\nport = 3\n", "third.toml")
    environ = {"OPENCREDREG_CONFIG": str(elsewhere)}
    assert load_settings(data=tmp_path, environ=environ).server.port == 2
    assert load_settings(data=tmp_path, environ=environ, file=third).server.port == 3
    assert load_settings(data=tmp_path, environ={"OPENCREDREG_CONFIG": ""}).server.port == 1


def test_the_data_folder_may_come_from_every_source(tmp_path: Path) -> None:
    here = str(tmp_path)
    write(tmp_path, "[server]\nport = 1\n")
    for settings in (
        load_settings(data=tmp_path),
        load_settings(environ={"OPENCREDREG_STORAGE_DATA": here}),
        load_settings(overrides={"storage.data": here}),
        load_settings(data=tmp_path / "other", overrides={"storage.data": here}),
    ):
        assert settings.storage.data == here
        assert settings.server.port == 1
    named = write(tmp_path / "etc", f"[storage]\ndata = {here!r}\n", "registry.toml")
    assert load_settings(file=named).storage.data == here


def test_a_file_in_the_data_folder_cannot_name_another_one(tmp_path: Path) -> None:
    path = write(tmp_path, "[storage]\ndata = '/elsewhere'\n")
    error = refused(data=tmp_path)
    assert f"storage.data cannot be set in the file {path}" in error.message
    assert "OPENCREDREG_CONFIG" in error.hint


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"[server\n", "is not TOML"), (b"[server]\nhost = '\xff'\n", "is not TOML"), (None, "cannot be read")],
)
def test_a_file_that_cannot_be_read_stops_the_start(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    path = tmp_path / "registry.toml"
    if content is not None:
        path.write_bytes(content)
    assert refused(file=path).message.startswith(f"the file {path} {reason}: ")


def test_settings_travel_to_other_processes() -> None:
    settings = load_settings(environ={"OPENCREDREG_SERVER_PORT": "9000"})
    assert pickle.loads(pickle.dumps(settings)) == settings


def test_the_text_form_of_settings_shows_no_password() -> None:
    settings = load_settings(overrides={"database.url": "postgresql://me:hunter2@h/d"})
    assert settings.database.url == "postgresql://me:hunter2@h/d"
    assert "hunter2" not in repr(settings)
    assert "hunter2" not in str(settings.database)
    assert "postgresql://me:***@h/d" in repr(settings)


@given(st.dictionaries(st.text(max_size=30), st.none() | st.text(max_size=10) | st.integers() | st.floats()))
def test_no_option_breaks_the_loader(overrides: dict[str, object]) -> None:
    with contextlib.suppress(InvalidInput):
        load_settings(overrides=overrides)


@given(st.text(max_size=60))
def test_no_file_breaks_the_loader(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, encoding="utf-8", errors="replace")
    with contextlib.suppress(InvalidInput):
        load_settings(file=path)
