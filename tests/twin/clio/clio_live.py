"""What the tests of the Clio twin share: two firms, a server whose app can be changed, a twin with ways to call it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from provisioner.sandbox.kernel import Clock, FirmSeed

if TYPE_CHECKING:
    from provisioner.sandbox.clio import ClioTwin

EMPTY = FirmSeed()
RUNNING = FirmSeed(clio_account_name="Running Law Firm", scenario="intuit-sample")


class Switch:
    """An ASGI app that hands each request to whichever app is in place."""

    def __init__(self) -> None:
        self.app: Any = None
        self.base_url = ""

    async def __call__(self, scope, receive, send) -> None:
        await self.app(scope, receive, send)


@dataclass
class Live:
    """A twin, its clock, and ways to call it."""

    twin: ClioTwin
    clock: Clock
    base_url: str

    def client(self, seed: FirmSeed = EMPTY, permissions: dict[str, str] | None = None) -> httpx.Client:
        tokens = self.twin.tokens(seed, permissions)
        headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        return httpx.Client(base_url=self.base_url + "/api/v4", headers=headers)
