"""Settings on QuickBooks screens."""
