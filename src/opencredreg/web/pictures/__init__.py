"""Drawings of figures, places and pathways: pure functions from plain data to SVG.

A drawing has no scripts and no style attributes; ``static/pictures.css`` gives it colours. Texts are chosen by the
caller and escaped here. Charts are as wide as their place and keep the size of their texts: lengths are given in
percent, heights in pixels. Every chart has a twin for its table (:mod:`~opencredreg.web.pictures.twin`), which the
page shows beside it.
"""
