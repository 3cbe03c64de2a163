"""The twin of Clio's API v4, written from Clio's OpenAPI document and developer docs."""

from provisioner.sandbox.clio.twin import ClioTwin

__all__ = ["ClioTwin"]
