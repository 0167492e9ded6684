"""One list in memory: look a code up, walk its hierarchy, complete what somebody types."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cached_property
from typing import Final, final

from opencredreg.codes.hierarchy import find_parent
from opencredreg.codes.lists import Code, CodeList
from opencredreg.codes.normalizing import digits_of, normalize_code
from opencredreg.codes.suggesting import Suggester, written_digits
from opencredreg.errors import NotFound

__all__ = ["CodeBook", "build_book"]

_NEAR: Final = 5
_ALIKE: Final = 0.7


@final
class CodeBook:
    """A list with its codes. It is never changed, so threads may share it.

    Args:
        head: which list and edition it is.
        codes: by their codes, in their order; a parent stands among them.
    """

    def __init__(self, head: CodeList, codes: Mapping[str, Code]) -> None:
        self.head = head
        self._codes = codes

    def __len__(self) -> int:
        return len(self._codes)

    @property
    def codes(self) -> Mapping[str, Code]:
        """All codes in their order."""
        return self._codes

    def find(self, code_text: str) -> Code | None:
        """The entry of a code in any spelling.

        >>> from opencredreg.codes import bundled_codes
        >>> bundled_codes()["soc"].find("533032 ").title
        'Heavy and Tractor-Trailer Truck Drivers'
        """
        code = normalize_code(self.head.name, code_text)
        return self._codes.get(code) if code is not None else None

    def get(self, code_text: str) -> Code:
        """The entry of a code in any spelling.

        Raises:
            NotFound: the list has none; the hint names some that are spelled alike.
        """
        found = self.find(code_text)
        if found is not None:
            return found
        near = [f"{one.code} ({one.title})" for one in self.nearest(code_text)[:3]]
        hint = f"Did you mean {' or '.join(near)}?" if near else "Look for it by words of its title."
        raise NotFound(
            f"{self.head.framework_name} {self.head.edition} has no code “{code_text.strip()[:40]}”",
            kind="code",
            hint=hint,
        )

    def children(self, code: Code | str | None = None) -> tuple[Code, ...]:
        """The codes right below a code, or those at the top."""
        return self._children.get(code.code if isinstance(code, Code) else code, ())

    def ancestors(self, code: Code) -> tuple[Code, ...]:
        """The groups that a code belongs to, the widest first."""
        found: list[Code] = []
        while code.parent is not None:
            code = self._codes[code.parent]
            found.append(code)
        return tuple(reversed(found))

    def suggest(self, words: str, limit: int = 10) -> tuple[Code, ...]:
        """What the beginning of a text may become, the likeliest first: words of a title, or a code."""
        exact = self.find(words)
        found = self._suggester.suggest(words, limit)
        if exact is not None:
            found = (exact, *(one for one in found if one != exact))
        return found[:limit]

    def nearest(self, code_text: str, limit: int = _NEAR) -> tuple[Code, ...]:
        """Codes that are spelled alike; for words, the titles that hold them."""
        digits = digits_of(code_text)[:12]
        if not digits:
            return self.suggest(code_text, limit)
        normal = digits_of(normalize_code(self.head.name, code_text) or "") or digits
        # A wrong digit leaves the length as it is, and a code of another level means something else.
        level = [one for one in self._by_digits if len(one) == len(normal)]
        found = difflib.get_close_matches(normal, level or list(self._by_digits), limit, _ALIKE)
        return tuple(self._by_digits[one] for one in found)

    def target_of(self, code: Code) -> str:
        """The address of the page of a code at those who keep the list, "" where it has none."""
        if self.head.name == "soc" and "." not in code.code:
            # O*NET has pages of occupations only.
            return ""
        # The page of a range of industries is that of its first number.
        shown = code.code if self.head.name != "naics" else written_digits(code)
        return self.head.target.replace("{code}", shown)

    @cached_property
    def _children(self) -> dict[str | None, tuple[Code, ...]]:
        found: dict[str | None, list[Code]] = {}
        for one in self._codes.values():
            found.setdefault(one.parent, []).append(one)
        return {parent: tuple(codes) for parent, codes in found.items()}

    @cached_property
    def _by_digits(self) -> dict[str, Code]:
        return {written_digits(one): one for one in self._codes.values()}

    @cached_property
    def _suggester(self) -> Suggester:
        return Suggester(tuple(self._codes.values()))


def build_book(head: CodeList, titles: Mapping[str, str]) -> CodeBook:
    """A list from titles by normalized code."""
    return CodeBook(
        head,
        {
            code: Code(head.name, code, titles[code], find_parent(head.name, code, titles))
            for code in sorted(titles)
        },
    )
