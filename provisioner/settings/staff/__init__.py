"""Procedures that staff keep to."""
