"""The paths, with and without `.json`; whatever Clio does not have, and every method it does not take, is a 404."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.sandbox.clio.oauth import OAuth
    from provisioner.sandbox.clio.responses import Api
    from provisioner.sandbox.clio.shape import Resource

ROOT = "/api/v4"
_METHODS = {"list": "GET", "show": "GET", "create": "POST", "update": "PATCH", "delete": "DELETE"}
_ANY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


def routes(api: Api, oauth: OAuth) -> list[BaseRoute]:
    """Everything under /oauth and /api/v4."""
    resources = [route for resource in api.store.resources.values() for route in _of(api, resource)]
    elsewhere = [Route(path, api.endpoint(None, ""), methods=_ANY_METHOD) for path in (ROOT, ROOT + "/{rest:path}")]
    return [
        Route("/oauth/authorize", oauth.authorize, methods=["GET"]),
        Route("/oauth/approval", oauth.approval, methods=["GET"]),
        Route("/oauth/token", oauth.token, methods=["POST"]),
        Route("/oauth/deauthorize", oauth.deauthorize, methods=["POST"]),
        *resources,
        *elsewhere,
    ]


def _of(api: Api, resource: Resource) -> Iterator[BaseRoute]:
    for action in resource.actions.split():
        for suffix in (".json", "", "/"):  # a slash too many is nothing to a Rails server, which Clio's is
            path = ROOT + _path(resource, action) + suffix
            yield Route(path, api.endpoint(resource, action), methods=[_METHODS[action]])


def _path(resource: Resource, action: str) -> str:
    base = f"/{resource.name}"
    return base if resource.is_singleton or action in {"list", "create"} else base + "/{id}"
