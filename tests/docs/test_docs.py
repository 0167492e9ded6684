"""The documents are complete and current: generated pages, links, settings, commands, codes, tables."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from opencredreg.cli.main import root
from opencredreg.settings import Settings, describe
from opencredreg.store.tables import METADATA

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/**/*.md")]
    if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
)
_FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)")
_COMMAND = re.compile(r"\bopencredreg(?: --data(?:base)? (?:\"[^\"]*\"|[^\s\"]+))*((?: [a-z]+)+)")
_CODE_LINK = re.compile(r"\[\w+\.py\]\(([^)\s]+\.py)\)((?:,\s+`[\w.]+`)+)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)


def page_id(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def without_code(page: Path) -> str:
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


@cache
def anchors_of(page: Path) -> frozenset[str]:
    """The anchors that GitHub gives to the headings of a page."""
    found: set[str] = set()
    for heading in _HEADING.findall(without_code(page)):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        anchor = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
        count = 0
        while (candidate := anchor if not count else f"{anchor}-{count}") in found:
            count += 1
        found.add(candidate)
    return frozenset(found)


def rows_of(text: str) -> list[list[str]]:
    """The cells of the rows of all tables in a text, without their headings."""
    rows = []
    for line in text.splitlines():
        if line.startswith("|") and not line.startswith("|---"):
            rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))])
    return rows


def codes_in(text: str) -> set[str]:
    return {match[1] for cells in rows_of(text) if (match := re.fullmatch(r"`([^`]+)`", cells[0]))}


# Generated pages -----------------------------------------------------------------------------------------


def test_generated_pages_are_current() -> None:
    # In a process of its own: errors that tests declare would be listed with the others.
    ran = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "render_reference.py"), "--check"],
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr


def test_every_setting_is_documented() -> None:
    page = (REFERENCE / "settings.md").read_text(encoding="utf-8")
    for row in describe(Settings()):
        assert f"### `{row.name}`" in page
        assert f"`{row.variable}`" in page


def test_settings_in_the_documents_exist() -> None:
    names = {row.name for row in describe(Settings())}
    concerns = {name.partition(".")[0] for name in names}
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for concern, field in re.findall(r"`(\w+)\.([a-z_]+)\b", text):
            if concern in concerns and field not in ("py", "md", "json"):
                assert f"{concern}.{field}" in names, f"{page_id(page)}: {concern}.{field}"


def iter_commands(group: click.Group, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        own = click.Context(command, info_name=name, parent=context)
        yield own.command_path, command
        if isinstance(command, click.Group):
            yield from iter_commands(command, own)


def test_every_command_and_option_is_documented() -> None:
    page = (REFERENCE / "cli.md").read_text(encoding="utf-8")
    for path, command in iter_commands(root, click.Context(root, info_name="opencredreg")):
        section = page.partition(f"\n## {path}\n")[2].partition("\n## ")[0]
        assert section, path
        if not isinstance(command, click.Group):
            for param in command.params:
                if isinstance(param, click.Option) and param.expose_value and not param.hidden:
                    assert max(param.opts, key=len) in section, f"{path} {param.name}"


def test_commands_in_the_documents_exist() -> None:
    commands = dict(iter_commands(root, click.Context(root, info_name="opencredreg")))
    seen = 0
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        code = [*re.findall(r"`[^`\n]+`", text), *(fence[0] for fence in _FENCE.finditer(text))]
        for words in _COMMAND.findall("\n".join(code)):
            path = "opencredreg"
            for word in words.split():
                path = f"{path} {word}"
                assert path in commands, f"{page_id(page)}: {path}"
                if not isinstance(commands[path], click.Group):
                    break
            seen += 1
    assert seen > 20


# Codes ---------------------------------------------------------------------------------------------------


def test_every_error_code_is_documented() -> None:
    classes: list[ast.ClassDef] = []
    for path in (ROOT / "src").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        classes += [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    found: set[str] = set()
    for node in error_classes(classes):
        codes = [code for code in map(code_of_class, node.body) if code is not None]
        assert all(codes), node.name
        found |= set(codes)
    found -= {"registry-error"}
    assert found
    assert codes_in((REFERENCE / "errors.md").read_text(encoding="utf-8")) == found


def error_classes(classes: list[ast.ClassDef]) -> list[ast.ClassDef]:
    """The classes of errors: other things have codes as well, such as the concepts of a scheme."""
    errors = {"RegistryError"}
    found: list[ast.ClassDef] = []
    while True:
        more = [
            node
            for node in classes
            if node not in found
            and (
                node.name in errors
                or any(isinstance(base, ast.Name) and base.id in errors for base in node.bases)
            )
        ]
        if not more:
            return found
        found += more
        errors |= {node.name for node in more}


def code_of_class(statement: ast.stmt) -> str | None:
    if isinstance(statement, ast.Assign):
        target, value = statement.targets[0], statement.value
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target, value = statement.target, statement.value
    else:
        return None
    if not (isinstance(target, ast.Name) and target.id == "code" and isinstance(value, ast.Constant)):
        return None
    return str(value.value)


_OF_INPUT = re.compile(
    r'"((?:request|owner|auth|ctid|org|required|type|property|component|text|language|concept|code|url|date|duration|value'
    r'|currency|address|jurisdiction|reference|condition|connection|conflict|dimension|framework|tree)\.[a-z_]+)"'
)


def test_every_finding_is_documented() -> None:
    found: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        if path.is_relative_to(ROOT / "src/opencredreg/crosswalk/assistant") or path.parent.name in (
            "publisher",
            "assistant",
        ):
            found.update(_OF_INPUT.findall(path.read_text(encoding="utf-8")))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found |= set(codes_of_call(node, in_index=path.name == "check.py"))
    assert codes_in((REFERENCE / "findings.md").read_text(encoding="utf-8")) == found


def codes_of_call(call: ast.Call, *, in_index: bool) -> Iterator[str]:
    """The codes of findings that a call makes, directly or by a function that makes findings."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name in ("Finding", "IndexDifference"):
        for keyword in call.keywords:
            if keyword.arg == "code" and isinstance(keyword.value, ast.Constant):
                yield str(keyword.value.value)
    texts = [argument.value for argument in call.args[:2] if isinstance(argument, ast.Constant)]
    if in_index and name == "_difference":
        yield from (f"index-{text}" for text in texts)
    elif name in ("_error", "_finding", "add"):
        # These functions take the code first, or after the name of a field.
        codes = [text for text in texts if isinstance(text, str) and re.fullmatch(r"[a-z]+(-[a-z]+)*", text)]
        yield from codes[-1:]


# Tables --------------------------------------------------------------------------------------------------


def test_every_table_and_column_is_documented() -> None:
    page = (REFERENCE / "tables.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL))
    assert sections.keys() == METADATA.tables.keys()
    for name, table in METADATA.tables.items():
        assert codes_in(sections[name]) == {column.name for column in table.columns}, name


# Links and records ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_links_lead_somewhere(page: Path) -> None:
    for address in _LINK.findall(without_code(page)):
        if re.match(r"[a-z]+:", address):
            continue
        path, _, anchor = unquote(address).partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.is_relative_to(ROOT), address
        assert target.exists(), address
        if anchor and target.suffix == ".md":
            assert anchor in anchors_of(target), address


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_names_beside_links_to_code_exist_there(page: Path) -> None:
    """``[publish.py](…/publish.py), `_Batch.take` `` refers to something that is in the file."""
    for path, names in _CODE_LINK.findall(without_code(page)):
        code = (page.parent / path).read_text(encoding="utf-8")
        for name in re.findall(r"`([\w.]+)`", names):
            for part in name.split("."):
                assert re.search(rf"\b{part}\b", code), f"{path}: {name}"


def test_decision_records_are_numbered_and_listed() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    index = (ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8")
    for number, record in enumerate(records, start=1):
        text = record.read_text(encoding="utf-8")
        title = text.splitlines()[0]
        assert title.startswith(f"# {number:04}. "), record.name
        parts = ["Context", "Decision", "Consequences", "Evidence"]
        assert re.findall(r"^## (\w+)", text, re.MULTILINE) == parts, record.name
        status = re.search(r"^Status: (.+)$", text, re.MULTILINE)
        assert status, record.name
        assert f"| [{number:04}]({record.name}) | {title[8:]} | {status[1]} |" in index, record.name


def test_code_refers_to_documents_that_exist() -> None:
    for path in (ROOT / "src").rglob("*.py"):
        for name in re.findall(r"docs/[\w/.-]+\.md", path.read_text(encoding="utf-8")):
            assert (ROOT / name).is_file(), f"{path.name}: {name}"
