"""JSON-LD as the registry uses it: documents, contexts, flat nodes, RDF. Pure: no input, no output."""
