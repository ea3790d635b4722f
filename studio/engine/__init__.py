"""Fingerprints, plan, evaluator, cache, events."""
