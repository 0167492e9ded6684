"""Bring the translations of the pages up to date with the texts in templates and code.

    python tools/update_translations.py [--check]

Every file ``<tag>.po`` of ``web/locale`` keeps the translations it has, gains the texts that are new, and loses
those that no page says any more. With ``--check`` nothing is written; the exit code is 1 when a file is not
current or a text is not translated. How to translate: docs/guides/translating.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).resolve().parents[1] / "src" / "opencredreg" / "web"
LOCALE = WEB / "locale"

_KEYWORDS = {
    "N_": None,
    "_": None,
    "_translate": None,
    "gettext": None,
    "ngettext": (1, 2),
    "translate": None,
}
"""The functions whose first text is a message; the second of ``ngettext`` is its plural."""

_TEMPLATES = {
    "encoding": "utf-8",
    "extensions": "jinja2.ext.i18n,jinja2.ext.do",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
    "silent": "false",
    "trim_blocks": "true",
    "trimmed": "true",
}
"""How ``web/rendering.py`` reads templates. A template that cannot be read must not lose its texts silently."""

_SUFFIXES = {".html": "jinja2", ".py": "python", ".xml": "jinja2"}
_WIDTH = 110


def main(arguments: list[str]) -> int:
    """Update the translations or, with ``--check``, say what is missing in them."""
    is_check = "--check" in arguments
    found = clashes()
    for path in catalogue_paths():
        written = path.read_bytes()
        found += [f"{path.name}: {line}" for line in differences(written, path.stem)]
        if not is_check:
            path.write_bytes(updated(written, path.stem))
    print("\n".join(found) or "All texts are translated.")
    return 1 if is_check and found else 0


def catalogue_paths() -> list[Path]:
    """The files with translations."""
    return sorted(LOCALE.glob("*.po"))


def updated(written: bytes, language: str) -> bytes:
    """A file of translations with exactly the texts of the pages; those that are new have no translation yet."""
    return _render(_update(_read(written, language)))


def differences(written: bytes, language: str) -> list[str]:
    """What makes a file of translations less than complete and current, a line each."""
    before = _read(written, language)
    wanted = _update(_read(written, language))
    known = {_key(message.id) for message in before if message.id}
    needed = {_key(message.id) for message in wanted if message.id}
    found = [f"no page says this any more: {text}" for text in sorted(known - needed)]
    found += [f"new: {text}" for text in sorted(needed - known)]
    for message in wanted:
        if not message.id or _key(message.id) not in known:
            continue
        if message.fuzzy:
            found.append(f"marked as doubtful: {_key(message.id)}")
        if not all(_forms(message.string)):
            found.append(f"not translated: {_key(message.id)}")
    if not found and _render(wanted) != written:
        found.append("not as this tool writes it, or the places of texts have changed")
    return found


def clashes() -> list[str]:
    """Texts that stand both with and without a plural, or with two plurals, a line each.

    A translation is looked up by the text for one thing alone. It would be shown where the numbers are missing
    that it needs, and the page would fail.
    """
    plurals: dict[str, set[str]] = {}
    for text, _ in _texts():
        one, many = (text, "") if isinstance(text, str) else text[:2]
        plurals.setdefault(one, set()).add(many)
    return [f"stands with different plurals: {one}" for one, many in sorted(plurals.items()) if len(many) > 1]


def source_texts() -> Catalog:
    """All texts of the pages, each with the files that say it."""
    catalogue = _empty("en")
    for text, place in _texts():
        # Without the number of the line, a file changes only when texts do.
        catalogue.add(text, locations=[(place, 0)])
    return catalogue


@cache
def _texts() -> tuple[tuple[str | tuple[str, ...], str], ...]:
    return tuple(_read_texts())


def _read_texts() -> Iterator[tuple[str | tuple[str, ...], str]]:
    for path in sorted(WEB.rglob("*")):
        method = _SUFFIXES.get(path.suffix)
        if method is None:
            continue
        options = _TEMPLATES if method == "jinja2" else {"encoding": "utf-8"}
        with path.open("rb") as source:
            for _, text, _, _ in extract(method, source, _KEYWORDS, options=options):
                yield text, path.relative_to(WEB).as_posix()


def _read(written: bytes, language: str) -> Catalog:
    return read_po(BytesIO(written), locale=language)


def _update(old: Catalog) -> Catalog:
    new = _empty(str(old.locale))
    for message in source_texts():
        if not message.id:
            continue
        places = sorted({(file, 0) for file, _ in message.locations})
        kept = old.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        # The translation of a text that has gained or lost its plural has the wrong number of forms.
        string = kept.string if kept is not None and kept.pluralizable == message.pluralizable else None
        comments = kept.user_comments if kept is not None else []
        new.add(
            message.id, string, places, _flags(message.flags, kept), (), comments, context=message.context
        )
    return new


def _flags(of_source: set[str], kept: object) -> set[str]:
    is_fuzzy = getattr(kept, "fuzzy", False)
    return {flag for flag in of_source if flag != "fuzzy"} | ({"fuzzy"} if is_fuzzy else set())


def _empty(language: str) -> Catalog:
    return Catalog(language, project="opencredreg", fuzzy=False)


def _render(catalogue: Catalog) -> bytes:
    body = BytesIO()
    write_po(body, catalogue, width=_WIDTH, omit_header=True, sort_output=True, include_lineno=False)
    return _header(catalogue).encode() + body.getvalue()


def _header(catalogue: Catalog) -> str:
    # The header that babel writes has dates and the version of babel, which change without a change of texts.
    lines = (
        "Project-Id-Version: opencredreg",
        f"Language: {catalogue.locale}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {catalogue.plural_forms}",
    )
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines) + "\n"


def _key(text: str | tuple[str, ...] | list[str]) -> str:
    return " | ".join(_forms(text))


def _forms(text: str | tuple[str, ...] | list[str] | None) -> Iterator[str]:
    yield from (text or "",) if isinstance(text, str) or text is None else text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
