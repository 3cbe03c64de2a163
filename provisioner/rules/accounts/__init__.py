"""Rules about the chart of accounts."""
