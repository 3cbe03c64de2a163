"""Rules about where payments go."""
