"""Reports as text and JSON. Pure functions, and the only place that knows about colour and width."""
