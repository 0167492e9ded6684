"""What a document and its graph are made of (``validation-profile.md`` section 2.1)."""

from __future__ import annotations

from typing import Any, Final

from opencredreg.ids import ctid_of_uri, is_blank
from opencredreg.jsonld.contexts import is_bundled
from opencredreg.validation.rule import Rule
from opencredreg.validation.run import Run
from opencredreg.validation.structure import MAIN_RESOURCE_BLANK

__all__ = ["GRAPH_RULES", "RULES"]

CONTEXT_MISSING = Rule(
    number="R06",
    code="context-missing",
    severity="warning",
    statement="The document names a JSON-LD context.",
    source="VO, FI",
)
CONTEXT_FOREIGN = Rule(
    number="R06",
    code="context-foreign",
    severity="warning",
    statement="The context is one of the two of the vocabulary, or holds one of them.",
    source="VO, FI",
)
DUPLICATE_KEY = Rule(
    number="R01",
    code="duplicate-key",
    severity="warning",
    statement="A key stands once in an object.",
    source="JS",
)
MAIN_RESOURCE_MISMATCH = Rule(
    number="R05",
    code="main-resource-mismatch",
    severity="error",
    read="warning",
    statement="The first item of the graph is the main resource: its CTID ends the @id of the graph.",
    source="JS, AS",
)
NODE_DUPLICATE = Rule(
    number="R07",
    code="node-duplicate",
    severity="error",
    statement="No two items of a graph have the same @id.",
    source="PR",
)
NODE_UNUSED = Rule(
    number="R08",
    code="node-unused",
    severity="note",
    statement="Every blank node of a graph is referred to from the graph.",
    source="PR",
)
KEY_NOT_PREFIXED = Rule(
    number="R09",
    code="key-not-prefixed",
    severity="error",
    read="note",
    statement="Keys and classes are written with a prefix of the vocabulary.",
    source="VO, FI",
)
KEY_WHITESPACE = Rule(
    number="R10",
    code="key-whitespace",
    severity="warning",
    statement="Keys have no blanks around them.",
    source="FI",
)
VALUE_EMPTY = Rule(
    number="R11",
    code="value-empty",
    severity="warning",
    statement="Values are not null and not empty.",
    source="AS",
)
CLASS_NOT_PUBLISHABLE = Rule(
    number="R12",
    code="class-not-publishable",
    severity="error",
    read="warning",
    statement="The main resource is of a class that is published on its own.",
    source="AS, HB",
)
EMBEDDED_AT_TOP = Rule(
    number="R13",
    code="embedded-at-top",
    severity="warning",
    statement="What belongs inside a parent does not stand as an item of the graph.",
    source="AS",
)

RULES: tuple[Rule, ...] = (
    CONTEXT_MISSING,
    CONTEXT_FOREIGN,
    DUPLICATE_KEY,
    MAIN_RESOURCE_MISMATCH,
    NODE_DUPLICATE,
    NODE_UNUSED,
    KEY_NOT_PREFIXED,
    KEY_WHITESPACE,
    VALUE_EMPTY,
    CLASS_NOT_PUBLISHABLE,
    EMBEDDED_AT_TOP,
)


_NOT_ALONE: Final = frozenset(
    {"ceterms:Credential", "ceterms:Degree", "ceterms:CredentialingAction", "ceterms:PathwayComponent"}
)
_TWIN = "the bundled context https://credreg.net/ctdl/schema/context/json"


def check_context(run: Run) -> None:
    """Whether the document names one of the contexts of the vocabulary."""
    context = run.document.top.get("@context")
    if context is None or context == "":
        run.report(
            CONTEXT_MISSING,
            None,
            "The document has no @context.",
            hint=f"Add {_TWIN}.",
            suggestion="https://credreg.net/ctdl/schema/context/json",
        )
    elif run.refused_context is not None:
        [found] = run.refused_context.findings
        if found.code == "unknown-context" and _holds_known(context):
            # One of the vocabulary's own is enough; what stands beside it may well be for other readers.
            return
        run.report(
            CONTEXT_FOREIGN,
            None,
            f"The @context cannot be used: {found.message}. Terms are read as those of the vocabulary.",
            pointer=found.pointer,
            hint=f"Use {_TWIN}, or {found.hint}.",
            value=context,
        )
    elif not _holds_known(context):
        run.report(
            CONTEXT_FOREIGN,
            None,
            "The @context is not one of the vocabulary; its terms are read as those of the vocabulary.",
            pointer="/@context",
            hint=f"Use {_TWIN}, or a list that holds it.",
            value=context,
        )


def _holds_known(context: Any) -> bool:
    if isinstance(context, str):
        return is_bundled(context)
    if isinstance(context, list):
        return any(_holds_known(part) for part in context)
    # An object that binds the main prefix means the same, as the documents of 2018 do.
    return isinstance(context, dict) and "ceterms" in context


def check_main(run: Run) -> None:
    """Whether the first item is what the document is about, of a class that is published on its own."""
    main = run.main
    if main is None:
        return
    own = ctid_of_uri(run.document.id) if run.document.form == "graph" and run.document.id else None
    if is_blank(main.id) and run.mode != "reference" and not run.counts[MAIN_RESOURCE_BLANK.code]:
        # Where documents are read the structural rules said so. What stands for something outside has no address.
        run.report(
            MAIN_RESOURCE_BLANK,
            main,
            f"The main resource is the blank node {main.id}, which means nothing outside of this document.",
            at=("@id",),
            hint="Give it an @id of the form <registry>/resources/<ctid> and its ceterms:ctid.",
        )
    known_as = main.ctid.strip().lower() or ctid_of_uri(run.expand(main.id))
    if own is not None and known_as != own and not is_blank(main.id):
        named = next((item for item in run.items if item.ctid.strip().lower() == own), None)
        run.report(
            MAIN_RESOURCE_MISMATCH,
            main,
            f"The @id of the graph ends with {own}, and the first item is another resource.",
            at=("ceterms:ctid",) if "ceterms:ctid" in main.value else (),
            hint="Put the resource that the graph is named after first."
            if named
            else "Correct the @id of the graph.",
            value=main.ctid or main.id,
        )
    facts = run.vocabulary.classes.get(main.cls)
    if facts is not None and facts.placement != "top" and "top" not in facts.other_placements:
        is_umbrella = main.cls in _NOT_ALONE
        run.report(
            CLASS_NOT_PUBLISHABLE,
            main,
            f"{main.cls} is not published on its own.",
            at=("@type",),
            hint="Choose one of its subclasses."
            if is_umbrella
            else "Publish it inside of, or with, its parent.",
            value=main.cls,
        )


def check_items(run: Run) -> None:
    """Items that nothing refers to, and items that belong inside a parent."""
    classes = run.vocabulary.classes
    used = {id(reference.target.place) for reference in run.references} if run.wants(NODE_UNUSED) else set()
    for position, place in enumerate(run.items):
        facts = classes.get(place.cls)
        if position and facts is not None and facts.placement == "embedded" and not facts.other_placements:
            run.report(
                EMBEDDED_AT_TOP,
                place,
                f"A {place.cls} stands inside the resource that it belongs to, not as an item of the graph.",
                hint="Move the object to where it is referred to.",
            )
        if position and run.wants(NODE_UNUSED) and is_blank(place.id) and id(place) not in used:
            run.report(
                NODE_UNUSED,
                place,
                f"Nothing in the graph refers to {place.id}.",
                at=("@id",),
                hint="Refer to it, or leave the item out.",
                value=place.id,
            )


GRAPH_RULES = (check_context, check_main, check_items)
