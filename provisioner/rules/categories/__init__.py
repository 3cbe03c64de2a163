"""Rules about the way from a billing category to its product."""
