"""Meaning that software can compute: what published statements amount to when they are read together.

Pure functions over decoded nodes. What lies elsewhere is asked of a
:class:`~opencredreg.meaning.graph.Resources`, many at a time; days are arguments; everything is bounded and says
when it was cut short. The rules, and which of them are the handbook's and which are our reading, stand in
``docs/concepts/meaning.md``.

* ``conditions``, ``costs``, ``totals``: effective conditions and costs, manifests included.
* ``requirements``, ``ways``, ``chains``: the requirement tree, its routes, the cheapest and the fastest one.
* ``pathways``, ``pathway_parts``: structure of a pathway; ``progress``, ``judging``, ``constraints``: where
  somebody stands on it.
* ``transfer``, ``head_starts``: what learning counts for elsewhere.
* ``competencies``, ``alignments``, ``comparisons``: framework trees and strength of fit.
* ``observations``, ``jurisdictions``, ``actions``, ``inverses``: outcome rows, places, standing, missing halves.
* ``graph``, ``manifests``, ``values``, ``concepts``, ``amounts``, ``durations``, ``periods``, ``truth``, ``walks``:
  what these are made of.
"""
