"""The paths, with and without `.json`; whatever Clio does not have, and every method it does not take, is a 404."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioner.sandbox.clio.oauth import OAuth
    from provisioner.sandbox.clio.responses import Api, Endpoint
    from provisioner.sandbox.clio.shape import Resource

ROOT = "/api/v4"
_METHODS = {"list": "GET", "show": "GET", "create": "POST", "update": "PATCH", "delete": "DELETE"}
_ANY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]


def routes(api: Api, oauth: OAuth) -> list[BaseRoute]:
    """Everything under /oauth and /api/v4."""
    fixed = sorted(api.store.resources.values(), key=lambda resource: "{" in resource.address)
    resources = [route for resource in fixed for route in _of(api, resource)]
    elsewhere = [Route(path, api.endpoint(None, ""), methods=_ANY_METHOD) for path in (ROOT, ROOT + "/{rest:path}")]
    return [
        Route("/oauth/authorize", oauth.authorize, methods=["GET"]),
        Route("/oauth/approval", oauth.approval, methods=["GET"]),
        Route("/oauth/token", oauth.token, methods=["POST"]),
        Route("/oauth/deauthorize", oauth.deauthorize, methods=["POST"]),
        Route("/oauth/{rest:path}", oauth.elsewhere, methods=_ANY_METHOD),
        Route("/clio-downloads/{key}", api.download, methods=["GET"]),
        *resources,
        *elsewhere,
    ]


def _of(api: Api, resource: Resource) -> Iterator[BaseRoute]:
    for action in resource.actions.split():
        yield _Path(_path(resource, action), api.endpoint(resource, action), _METHODS[action])
    for operation in resource.operations:
        yield _Path("/" + operation.path, api.endpoint(resource, operation.name), operation.method)


class _Path(Route):
    """One path with `.json`, without, or with a slash too many, which is nothing to a Rails server, as Clio's is."""

    def __init__(self, path: str, endpoint: Endpoint, method: str) -> None:
        super().__init__(f"{ROOT}{path}.json", endpoint, methods=[method])
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+?)", ROOT + path)
        self.path_regex = re.compile(rf"^{pattern}(?:\.json|/)?$")


def _path(resource: Resource, action: str) -> str:
    base = f"/{resource.address}"
    return base if resource.is_singleton or action in {"list", "create"} else base + "/{id}"
