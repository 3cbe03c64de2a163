"""Rules about how Clio and QuickBooks are connected, and what is done in which."""
