"""What we remember between runs: bindings, last applied values, protections. A cache: plan rebuilds a lost one."""
