"""Where the pages of a community are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import final
from urllib.parse import quote, quote_plus, urlencode

from opencredreg.finder.asked import SORTS, Asked
from opencredreg.finder.references import Reference
from opencredreg.registry.communities import Community
from opencredreg.web.paths import community_path

__all__ = ["Address"]

Parameters = Iterable[tuple[str, str]]


@final
class Address:
    """Addresses as pages link them.

    Args:
        root: path under which the node is reached, without a slash at its end; mostly empty.
        base_url: scheme, host and root, for addresses that leave the site.
        community: where resources are looked for.
    """

    def __init__(self, root: str, base_url: str, community: Community) -> None:
        self.root = root
        self.base_url = base_url
        self.community = community
        self._prefix = "" if community.is_default else community_path(community.name)

    def absolute(self, link: str) -> str:
        """A link of a page as an address that leaves the site."""
        return f"{self.base_url}{link.removeprefix(self.root)}"

    def of(self, reference: Reference) -> str:
        """The page of a thing that has one."""
        return self.resource(reference.ctid or reference.uri)

    def resource(self, identifier: str, **parameters: str) -> str:
        """The page of a resource: a view of it, if there are parameters."""
        return self._with(f"{self.root}{self.resource_path(identifier)}", parameters.items())

    def resource_path(self, identifier: str) -> str:
        """The path of a resource without the root; its data are there as well."""
        return f"{self._prefix}/resources/{quote(identifier, safe='')}"

    def whole(self, identifier: str) -> str:
        """The address of a resource as it is given away: with the host."""
        return f"{self.base_url}{self.resource_path(identifier)}"

    def data(self, identifier: str, extension: str = "") -> str:
        """The data of a resource: ``.jsonld``, ``.ttl`` and the like."""
        return f"{self.root}{self.resource_path(identifier)}{extension}"

    def graph(self, identifier: str, extension: str = "") -> str:
        """The whole document of a resource."""
        return f"{self.root}{self._prefix}/graph/{quote(identifier, safe='')}{extension}"

    def envelope(self, uuid: str) -> str:
        """The envelope of a document."""
        return f"{self.root}{self._prefix}/envelopes/{quote(uuid, safe='')}"

    def find(self, *pairs: tuple[str, str], extension: str = "", **parameters: str) -> str:
        """The results of a search, or with an extension (``.csv``, ``.atom``) the same as a file."""
        return self._with(f"{self.root}/find{extension}", [*pairs, *parameters.items(), *self._community()])

    def results(self, asked: Asked, *, page: int = 1, extension: str = "") -> str:
        """The results of a view of the search."""
        return self.find(*asked.pairs(page=page), extension=extension)

    def choices(self, asked: Asked, name: str) -> Callable[[str], str]:
        """The results of a view with one more value of a facet chosen, by the value.

        A page has such an address for each value of its facets, and only one parameter tells them apart.
        """
        pairs = [*asked.pairs(), *self._community()]
        # Filters are sorted by name between the words and all the rest, as ``Asked.pairs`` writes them.
        at = sum(key == "q" or (key in asked.filters and key <= name) for key, _ in pairs)
        before, after = urlencode([*pairs[:at], (name, "")]), urlencode(pairs[at:])
        start, end = f"{self.root}/find?{before}", f"&{after}" if after else ""
        return lambda value: f"{start}{quote_plus(value)}{end}"

    def api_search(self, asked: Asked) -> str:
        """The same question for programs."""
        pairs = [(name, value) for name, value in asked.pairs() if name != "sort"]
        return self._with(
            f"{self.base_url}/api/search", [*pairs, ("sort", SORTS[asked.order]), *self._community()]
        )

    def card(self, identifier: str) -> str:
        """The card of a resource for other sites: with the host."""
        return f"{self.base_url}/embed{self.resource_path(identifier)}"

    def compare(self, identifiers: Iterable[str]) -> str:
        """Some resources side by side."""
        return self._with(f"{self.root}/compare", [("id", one) for one in identifiers] + self._community())

    def page(self, path: str, **parameters: str) -> str:
        """Another page of the site."""
        return self._with(f"{self.root}{path}", [*parameters.items(), *self._community()])

    def _community(self) -> list[tuple[str, str]]:
        return [] if self.community.is_default else [("community", self.community.name)]

    def _with(self, path: str, parameters: Parameters) -> str:
        pairs = [(name, value) for name, value in parameters if value]
        return f"{path}?{urlencode(pairs)}" if pairs else path
