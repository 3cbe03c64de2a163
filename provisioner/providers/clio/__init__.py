"""Clio Manage."""
