"""From a firm's YAML files to a checked model in which every value knows where it was written."""
