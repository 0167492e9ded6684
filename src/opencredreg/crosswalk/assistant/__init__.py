"""From the plain input of the Registry Assistant to CTDL documents.

What may be sent is one table (``tables``): a file for each kind of resource and for each part of one, which says
the fields, how each is converted and to which property. Nothing here asks the registry or the network; what has to
be known of them is given (``surroundings``), and what has to be checked there is told (``Converted.mentions``).

Source: ``publishing.md`` sections 2 to 9.
"""
