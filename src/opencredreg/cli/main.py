"""The command ``opencredreg``. This module knows the names of the commands and imports none of them.

Words go to standard error and data to standard output, with ``--json`` as one JSON value. The exit code is 0
when all is well, 1 when something was found or refused, 2 when the input cannot be used, 3 when we failed.
"""

from __future__ import annotations

import click

from opencredreg import __version__
from opencredreg.cli.commands import Root

__all__ = ["main", "root"]


@click.group(
    "opencredreg",
    cls=Root,
    lazy={
        "up": ("opencredreg.cli.serving:up", "Start a registry with demonstration data."),
        "serve": ("opencredreg.cli.serving:serve", "Answer requests."),
        "init": ("opencredreg.cli.init:init", "Create a node: its database, community and administrator."),
        "community": ("opencredreg.cli.community:community", "Create and list communities."),
        "organization": (
            "opencredreg.cli.organization:organization",
            "Create organizations; say who may publish for them.",
        ),
        "key": ("opencredreg.cli.key:key", "Make, list, rotate and end the API keys of organizations."),
        "token": ("opencredreg.cli.token:token", "Make and end access tokens."),
        "validate": ("opencredreg.cli.validating:validate", "Check documents before publishing them."),
        "import": ("opencredreg.cli.importing:import_", "Publish documents from files."),
        "publish": (
            "opencredreg.cli.publishing:publish",
            "Publish plain input and documents from files to a registry.",
        ),
        "format": (
            "opencredreg.cli.publishing:format_",
            "Write the CTDL documents that plain input becomes.",
        ),
        "diff": (
            "opencredreg.cli.publishing:diff",
            "Show what publishing the files would change in a registry.",
        ),
        "assistant": (
            "opencredreg.cli.assistant:assistant",
            "Look up what can be published as plain input.",
        ),
        "export": ("opencredreg.cli.exporting:export", "Write the registry to a file."),
        "search": ("opencredreg.cli.searching:search", "Find resources by words."),
        "query": ("opencredreg.cli.searching:query", "Find resources by a query of the CTDL query language."),
        "get": ("opencredreg.cli.reading:get", "Show a resource or document, now or as it was."),
        "history": ("opencredreg.cli.reading:history", "Show what happened to a document."),
        "delete": ("opencredreg.cli.reading:delete", "Delete a document; its history stays."),
        "demo": ("opencredreg.cli.demo:demo", "Load demonstration data."),
        "explain": (
            "opencredreg.cli.vocabulary_terms:explain",
            "Explain a class, property, concept scheme or concept of the vocabulary.",
        ),
        "vocabulary": (
            "opencredreg.cli.vocabulary:vocabulary",
            "Load, choose and compare editions of the vocabulary.",
        ),
        "codes": (
            "opencredreg.cli.codes:codes",
            "Look up codes of occupations, programs and industries; load editions of the lists.",
        ),
        "doctor": ("opencredreg.cli.upkeep:doctor", "Look for damage in what is stored."),
        "sandbox": ("opencredreg.cli.sandbox:sandbox", "Look after a sandbox: a node for trying things out."),
        "reindex": ("opencredreg.cli.upkeep:reindex", "Build the index again from the documents."),
        "settings": ("opencredreg.cli.upkeep:settings", "Show the settings in effect."),
    },
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="opencredreg", message="%(prog)s %(version)s")
def root() -> None:
    """Open Credential Registry: publish, version, find and retrieve credential data.

    A first look: opencredreg up
    """


def main() -> None:
    """The entry point of the installed command."""
    root()
