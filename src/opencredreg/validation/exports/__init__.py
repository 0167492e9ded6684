"""The profile in the languages of others: JSON Schema, SHACL, and a plain description of it in JSON.

All three are made from the vocabulary and the profile that the validator itself uses, so none of them can fall
behind. What a language cannot say it leaves out; :mod:`opencredreg.validation.exports.coverage` lists that.
"""

from __future__ import annotations

from opencredreg.validation.exports.json_schema import build_schema
from opencredreg.validation.exports.profile_document import build_profile_document
from opencredreg.validation.exports.shacl import build_shapes

__all__ = ["build_profile_document", "build_schema", "build_shapes"]
