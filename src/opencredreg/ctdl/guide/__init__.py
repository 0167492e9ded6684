"""What people and pages are told about a term: descriptions, examples, mappings, search for terms."""
