"""Benchmarks: what the common operations cost, against physical limits and side by side in one run."""
