"""The rules, one module per family.

A module declares its rules under ``RULES``. What it checks on objects of a class (and of its subclasses) stands
under ``OBJECT_RULES``, what it checks on the graph as a whole under ``GRAPH_RULES``; what is checked value by
value is compiled into the plan of each class (:mod:`opencredreg.validation.plan`).
"""
