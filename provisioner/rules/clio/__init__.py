"""Rules about what is declared for Clio."""
