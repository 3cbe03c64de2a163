"""Rules about payment processors."""
