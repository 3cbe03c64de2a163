"""Rules about the small QuickBooks lists."""
