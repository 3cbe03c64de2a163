"""The QuickBooks Online twin: routes and wire form, entity tables, query language, storage, OAuth."""

from provisioner.sandbox.qbo.twin import QboTwin, check_seed

__all__ = ["QboTwin", "check_seed"]
