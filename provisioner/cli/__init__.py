"""The command line: each file parses one verb, calls its workflow, shows the report, and chooses the exit code."""
