"""Rules about trust accounts and client ledgers."""
