"""Documents that the benchmarks publish; words and sizes as in real ones."""

from __future__ import annotations

import random
import uuid
from typing import Any

import msgspec

BASE = "https://bench.example/resources/"
_WORDS = (
    "analyze design weld metal inspect safety report measure plan operate system client record data budget "
    "method tool voltage circuit patient care schedule review apply explain compare select prepare maintain"
).split()


class Documents:
    """A source of documents, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def ctid(self) -> str:
        """A CTID."""
        return f"ce-{uuid.UUID(int=self.random.getrandbits(128), version=4)}"

    def text(self, words: int) -> dict[str, str]:
        """A text in English."""
        return {"en-US": " ".join(self.random.choices(_WORDS, k=words)).capitalize()}

    def framework(self, competencies: int) -> tuple[str, bytes, list[str]]:
        """A competency framework: its CTID, the document, and the CTIDs of the competencies."""
        main = self.ctid()
        members = [self.ctid() for _ in range(competencies)]
        graph: list[dict[str, Any]] = [
            {
                "@id": BASE + main,
                "@type": "ceasn:CompetencyFramework",
                "ceterms:ctid": main,
                "ceasn:name": self.text(4),
                "ceasn:description": self.text(30),
                "ceasn:hasTopChild": [BASE + member for member in members[:10]],
            }
        ]
        for place, member in enumerate(members):
            graph.append(
                {
                    "@id": BASE + member,
                    "@type": "ceasn:Competency",
                    "ceterms:ctid": member,
                    "ceasn:competencyText": self.text(14),
                    "ceasn:competencyLabel": self.text(3),
                    "ceasn:isPartOf": [BASE + main],
                    "ceasn:isChildOf": [BASE + members[place // 10]],
                    "ceasn:listID": str(place + 1),
                }
            )
        return main, self._document("ctdlasn", main, graph), members

    def credential(self, text_words: int = 60) -> tuple[str, bytes]:
        """A credential of about 5 KB for 600 words: its CTID and the document."""
        main = self.ctid()
        item = {
            "@id": BASE + main,
            "@type": "ceterms:Certificate",
            "ceterms:ctid": main,
            "ceterms:name": self.text(4),
            "ceterms:description": self.text(text_words),
            "ceterms:subjectWebpage": "https://bench.example/certificate",
            "ceterms:dateEffective": "2025-01-31",
        }
        return main, self._document("ctdl", main, [item])

    @staticmethod
    def _document(context: str, main: str, graph: list[dict[str, Any]]) -> bytes:
        return msgspec.json.encode(
            {
                "@context": f"https://credreg.net/{context}/schema/context/json",
                "@id": f"https://bench.example/graph/{main}",
                "@graph": graph,
            }
        )
