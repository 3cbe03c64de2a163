"""Rules about who books trust payments, and what Clio exports."""
