"""A small pathway to publish: two courses and an exam of which two lead to the goal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from opencredreg.finder.pathway import PathwayView, build_pathway
from opencredreg.finder.subject import Subject
from opencredreg.ids import new_ctid
from tests.support.app import AppClient
from tests.support.documents import certificate, course, document, resource_uri
from tests.support.subjects import subject_of

__all__ = ["Valley", "condition"]


class Valley:
    """The pathway. A walk is a part of the exam, and the first course stands for one that has a page of its own."""

    def __init__(self, **members: Any) -> None:
        self.ids = {name: new_ctid() for name in ("pathway", "goal", "one", "two", "exam", "walk")}
        self.uris = {name: resource_uri(ctid) for name, ctid in self.ids.items()}
        self.taught = course(name="Reading the weather, in class")
        uris = self.uris
        goal = condition(requiredNumber=2, targetComponent=[uris["one"], uris["two"], uris["exam"]])
        self.parts = {
            "goal": self._part("goal", "Credential", "Shepherd", hasCondition=[goal]),
            "one": self._part(
                "one", "Course", "Weather", proxyFor=self.taught["@id"], precedes=[uris["two"]]
            ),
            "two": self._part("two", "Course", "Hedges"),
            "exam": self._part("exam", "Assessment", "Exam", **{"ceasn:hasChild": [uris["walk"]]}),
            "walk": self._part("walk", "Basic", "A walk"),
        }
        self.main = {
            **certificate(self.ids["pathway"], "Toward shepherding"),
            "@type": "ceterms:Pathway",
            "ceterms:hasPart": [uris[name] for name in self.parts],
            "ceterms:hasDestinationComponent": [uris["goal"]],
            **members,
        }

    def _part(self, name: str, cls: str, title: str, **members: Any) -> dict[str, Any]:
        return {
            **certificate(self.ids[name], title),
            "@type": f"ceterms:{cls}Component",
            "ceterms:isPartOf": [self.uris["pathway"]],
            **{key if ":" in key else f"ceterms:{key}": value for key, value in members.items()},
        }

    def publish(self, client: AppClient) -> Valley:
        """Bring it into the registry."""
        client.published(document(self.taught))
        client.published(document(self.main, *self.parts.values()))
        return self

    def view(self, client: AppClient, **parameters: str) -> PathwayView:
        """What its page shows."""
        with self.subject(client, "pathway", **parameters) as subject:
            view = build_pathway(subject)
        assert view is not None
        return view

    @contextmanager
    def subject(self, client: AppClient, name: str, **parameters: str) -> Iterator[Subject]:
        """One of its parts, as the subject of a page with some parameters."""
        with subject_of(client, self.ids[name]) as subject:
            yield msgspec.structs.replace(subject, parameters=parameters)

    def names(self, keys: Iterable[str]) -> list[str]:
        """What the parts of some keys are called here."""
        known = {str(ctid): name for name, ctid in self.ids.items()}
        return [known[key] for key in keys]


def condition(**members: Any) -> dict[str, Any]:
    """A condition of a component."""
    return {"@type": "ceterms:ComponentCondition", **{f"ceterms:{key}": one for key, one in members.items()}}
