"""A package, so that its test modules may be called like those of other folders."""
