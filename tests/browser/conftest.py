"""Nodes with the demonstration data and with real samples, served over a socket, and a Chromium that looks at them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.support.shared import shared_path

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_PROGRAM = (sys.executable, "-m", "opencredreg")
WIDTHS = (360, 1280)

CHANGED_SAMPLE = "ce-d3913e58-b578-42be-8c8e-a55c0b66f5ab"
"""The framework that has two versions where the samples are."""
DELETED_SAMPLE = "ce-3d57ba3b-9b84-4a14-9f64-13d83960f9cc"
"""The assessment that is deleted where the samples are."""
_CHANGED = "competency-framework-ace-principles-of-finance.json"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running node with the demonstration registry."""
    with _served("up", tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="session")
def samples_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running node with every sample document that can be imported.

    One framework has a second version there, and one assessment is deleted.
    """
    documents = shared_path("samples", "registry")
    data = tmp_path_factory.mktemp("samples")
    changed = data.parent / "changed.json"
    framework = json.loads((documents / _CHANGED).read_text(encoding="utf-8"))
    framework["@graph"][0]["ceasn:name"] = {"en-us": "Skills for every day"}
    changed.write_text(json.dumps(framework), encoding="utf-8")
    _run("init", data)
    owner = json.loads(_run("organization", data, "create", "--json", "--name", "Owner of the samples"))[
        "ctid"
    ]
    folders = (str(documents), str(changed))
    _run("import", data, "--json", "--mode", "gate", "--organization", owner, *folders, may_fail=True)
    _run("delete", data, DELETED_SAMPLE)
    with _served("serve", data) as address:
        yield address


@pytest.fixture(scope="session")
def sandbox_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running sandbox in which there is nothing yet."""
    with _served("serve", tmp_path_factory.mktemp("sandbox"), "--sandbox") as address:
        yield address


def _run(command: str, data: Path, *arguments: str, may_fail: bool = False) -> str:
    """Runs a command on the data folder. An import fails where some of the documents are refused."""
    first, rest = (arguments[0], arguments[1:]) if command == "organization" else ("", arguments)
    words = [word for word in (command, first, "--data", str(data), *rest) if word]
    done = subprocess.run([*_PROGRAM, *words], capture_output=True, text=True, timeout=120, check=False)
    assert may_fail or done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def _served(command: str, data: Path, *options: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = data.parent / f"{data.name}.log"
    arguments = [*_PROGRAM, command, "--data", str(data), "--port", str(port), *options]
    with log.open("wb") as output:
        server = subprocess.Popen(
            arguments, stdout=output, stderr=output, env={**os.environ, "NO_COLOR": "1"}
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server, log)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            urllib.request.urlopen(f"{address}/", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the node does not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system; where there is none the tests are skipped."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("there is no Chromium on this machine (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


def _is_trouble(message: ConsoleMessage) -> bool:
    # That a page is not there (any more) is what some tests ask for.
    return message.type == "error" and not any(f"status of {code}" in message.text for code in (404, 410))


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens pages of the site, or ``at`` another: ``open_page("/validate", width=360, scripts=False)``.

    A page that writes an error to the console, or asks another host for anything, fails the test.
    """
    contexts = []
    troubles: list[str] = []

    def open_(
        path: str, *, width: int = 1280, scripts: bool = True, dark: bool = False, at: str = site
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: troubles.append(message.text) if _is_trouble(message) else None)
        page.on(
            "request",
            lambda request: None if request.url.startswith((at, "data:")) else troubles.append(request.url),
        )
        page.goto(at + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not troubles


class Inspector:
    """Looks at one page after the other in a browser of one width, colour scheme and language."""

    def __init__(self, browser: Browser, width: int, dark: bool, language: str) -> None:
        self._width = width
        self._context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale=language,
        )
        self._page = self._context.new_page()
        self._axe = Axe()
        self._notes: list[str] = []
        self._site = ""
        self._page.on("console", self._hear)
        self._page.on("request", self._see)

    def violations(self, address: str) -> list[str]:
        """What axe finds on a page, no rule switched off."""
        self._go(address)
        found = self._axe.run(self._page).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]

    def faults(self, address: str) -> list[str]:
        """What axe finds, errors in the console, requests of other hosts, and whether the page is too wide."""
        found = self.violations(address)
        for width in (320, self._width) if self._width < 400 else (self._width,):
            self._page.set_viewport_size({"width": width, "height": 900})
            needed = self._page.evaluate("document.documentElement.scrollWidth")
            if needed > width:
                found.append(f"{needed} pixels wide on a screen of {width}")
        return [*found, *self._notes]

    def close(self) -> None:
        """Ends the browser's part."""
        self._context.close()

    def _go(self, address: str) -> None:
        self._site = "/".join(address.split("/", 3)[:3])
        self._notes.clear()
        self._page.goto(address)

    def _hear(self, message: ConsoleMessage) -> None:
        if _is_trouble(message):
            self._notes.append(message.text)

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self._site, "data:")):
            self._notes.append(request.url)


@pytest.fixture(scope="session")
def inspector(browser: Browser) -> Iterator[Callable[[int, bool, str], Inspector]]:
    """Inspectors by width, darkness and language; each is started once."""
    started: dict[tuple[int, bool, str], Inspector] = {}

    def get(width: int, dark: bool, language: str) -> Inspector:
        key = (width, dark, language)
        if key not in started:
            started[key] = Inspector(browser, *key)
        return started[key]

    yield get
    for one in started.values():
        one.close()


@pytest.fixture(scope="session")
def violations(
    inspector: Callable[[int, bool, str], Inspector], site: str
) -> Callable[[str, int, bool], list[str]]:
    """What axe finds on a page, no rule switched off: ``violations("/docs", 360, dark)``."""
    return lambda path, width, dark: inspector(width, dark, "en-US").violations(site + path)
