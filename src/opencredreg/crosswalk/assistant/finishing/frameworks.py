"""Frameworks of competencies, and competencies that stand alone.

Source: ``publishing.md`` sections 4.2, 4.18 and 5.4.
"""

from __future__ import annotations

from typing import Any, Final

from opencredreg.crosswalk.assistant.conversion import step
from opencredreg.crosswalk.assistant.finishing.finisher import Made
from opencredreg.crosswalk.assistant.finishing.links import Links, name_of_term
from opencredreg.crosswalk.assistant.finishing.trees import (
    Tree,
    finish_tree,
    inherit_language,
    publisher_from_creator,
)

__all__ = ["finish_competency", "finish_framework"]

_TREE: Final = Tree(
    has_top="ceasn:hasTopChild",
    top_of="ceasn:isTopChildOf",
    down="ceasn:hasChild",
    up="ceasn:isChildOf",
    member="ceasn:isPartOf",
    thing="competency",
    things="competencies",
    whole="framework",
    no_tops="framework.no_top_child",
    verb="contains",
)
_PARTS: Final = "Competencies"
_NOT_ALONE: Final = (
    "ceasn:hasChild", "ceasn:isChildOf", "ceasn:isPartOf", "ceterms:isMemberOf", "ceasn:isTopChildOf",
)  # fmt: skip
_YES, _NO = "true", "false"


def finish_framework(made: Made) -> None:
    """Complete a framework: its top competencies, the hierarchy, what competencies inherit."""
    links = Links(made, _PARTS)
    _tell_same_text(links)
    publisher_from_creator(links)
    if not links.nodes:
        made.conversion.say(
            "framework.no_competencies",
            step(made.request.base, _PARTS),
            "The framework has no competencies.",
            hint=f"Send at least one under {_PARTS}, beside the framework.",
        )
        return
    inherit_language(links)
    _read_yes(links)
    finish_tree(links, _TREE)


def finish_competency(made: Made) -> None:
    """Tell what a competency cannot say that stands alone."""
    links = Links(made)
    for term in _NOT_ALONE:
        if term in made.main:
            name = name_of_term(term)
            made.conversion.say(
                "property.not_allowed_for_type",
                links.place(made.main, term),
                f"A competency that stands alone has no {name}.",
                term=term,
                hint="Publish it in the request of its framework or collection, or leave this out.",
            )


def _tell_same_text(links: Links) -> None:
    """A description says more than the name."""
    name, description = links.main.get("ceasn:name"), links.main.get("ceasn:description")
    if not isinstance(name, dict) or not isinstance(description, dict):
        return
    for language, text in description.items():
        if _folded(text) and _folded(text) == _folded(name.get(language)):
            links.conversion.say(
                "framework.description_equals_name",
                links.place(links.main, "ceasn:description"),
                "The description of the framework repeats its name.",
                term="ceasn:description",
                value=text,
                hint="Say what the framework is for and whom it concerns.",
            )
            return


def _folded(text: Any) -> str:
    return " ".join(text.split()).casefold() if isinstance(text, str) else ""


def _read_yes(links: Links) -> None:
    """Some publishers say only whether a competency is a top one, without saying of what."""
    term = _TREE.top_of
    answers = {
        finding.pointer: finding.value.strip().lower()
        for finding in links.conversion.findings
        if finding.property == term and finding.value.strip().lower() in (_YES, _NO)
    }
    if not answers:
        return
    links.conversion.findings[:] = [
        finding
        for finding in links.conversion.findings
        if finding.property != term or finding.pointer not in answers
    ]
    yes = {pointer.rpartition("/")[0] for pointer, answer in answers.items() if answer == _YES}
    for identity, node in links.nodes.items():
        if links.places[identity] in yes:
            links.add(node, term, [links.main_id])
