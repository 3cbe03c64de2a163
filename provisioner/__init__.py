"""A law firm's QuickBooks Online and Clio setup, described in a file, checked, previewed and applied."""

__version__ = "0.1.0"
