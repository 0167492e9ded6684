"""A node with the demonstration data, served over a socket, and a real Chromium that looks at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
WIDTHS = (360, 1280)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running node with the demonstration registry."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "opencredreg", "up", "--data", str(data), "--port", str(port)]
    log = data.parent / "site.log"
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdout=output, stderr=output, env={**os.environ, "NO_COLOR": "1"})
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
    # That a page is not there is what some tests ask for.
    return message.type == "error" and "status of 404" not in message.text


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens pages of the site: ``open_page("/validate", width=360, scripts=False)``.

    A page that writes an error to the console, or asks another host for anything, fails the test.
    """
    contexts = []
    troubles: list[str] = []

    def open_(path: str, *, width: int = 1280, scripts: bool = True, dark: bool = False) -> Page:
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
            lambda request: None if request.url.startswith((site, "data:")) else troubles.append(request.url),
        )
        page.goto(site + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not troubles


@pytest.fixture
def violations(browser: Browser, site: str) -> Iterator[Callable[[str, int, bool], list[str]]]:
    """What axe finds on a page, no rule switched off: ``violations("/docs", 360, dark)``."""
    axe = Axe()
    contexts = []

    def look(path: str, width: int, dark: bool) -> list[str]:
        # Axe is a script of ours in the page, which the policy of the site rightly forbids to others.
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            bypass_csp=True,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(site + path)
        found = axe.run(page).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]

    yield look
    for context in contexts:
        context.close()
