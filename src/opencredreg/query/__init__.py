"""Questions to the registry: how texts become words, and query languages become one expression tree.

The room is pure: it asks no store. What it decides about words (``analysis``) holds for the index, for the
search engine and for the evaluator that the engine is tested against, so all three answer alike.
"""
