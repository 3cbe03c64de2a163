"""Settings without an API, one module each: what a person confirms, how, for how long."""
