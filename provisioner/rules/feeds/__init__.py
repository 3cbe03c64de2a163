"""Rules about bank feeds."""
