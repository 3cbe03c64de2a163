"""Settings on Clio screens."""
