"""Rules about keeping records."""
