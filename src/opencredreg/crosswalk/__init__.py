"""What is in the registry, said in other standards: one folder per standard, pure functions only.

``schema_org`` speaks of one resource as search engines read it, ``dcat`` of the node and its communities as
catalogues of data read them.
"""
