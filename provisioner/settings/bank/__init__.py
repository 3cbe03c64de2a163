"""What the bank has on paper."""
