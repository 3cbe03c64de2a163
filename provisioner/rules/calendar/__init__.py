"""Rules about recurring checks and the three-way reconciliation."""
