"""What transactions share: their lines, totals, numbers, links and common fields."""
