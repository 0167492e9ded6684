"""RDF: documents to quads, quads to text, and all the way back. Nothing here needs a network.

``iter_quads`` reads a document, ``serialize`` and ``write_quads`` write quads in one of ``RDF_FORMATS``, and
``from_rdf`` makes a CTDL-style document of quads or text.
"""

from __future__ import annotations

from opencredreg.jsonld.rdf_documents import from_rdf
from opencredreg.jsonld.rdf_formats import RDF_FORMATS, RDFSyntax, find_syntax, serialize, write_quads
from opencredreg.jsonld.rdf_quads import iter_quads

__all__ = ["RDF_FORMATS", "RDFSyntax", "find_syntax", "from_rdf", "iter_quads", "serialize", "write_quads"]
