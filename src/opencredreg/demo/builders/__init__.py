"""Builders of documents, one module per group of classes."""
