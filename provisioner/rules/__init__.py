"""Checks of a whole firm file, one file each under its family, found by walking this folder."""
