"""Rules about closing the books."""
