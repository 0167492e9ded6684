"""What is special about a kind of resource, done when its members were converted: one module for each family.

A finisher gets everything of the request and works on the nodes that were made of it. ``FINISHERS`` in ``every``
names the one of each kind; kinds without one need nothing.
"""
