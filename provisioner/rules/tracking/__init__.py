"""Rules about what QuickBooks tracks beside accounts: classes, locations, projects."""
