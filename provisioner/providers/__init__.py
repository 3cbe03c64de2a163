"""The systems we read and write: one package each, one file a resource type."""
