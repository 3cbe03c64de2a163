"""One function a verb: wires config, state, providers and rules to the engine, returns a report, prints nothing."""
