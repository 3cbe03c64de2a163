"""HTTP on one socket, with what ``cuts`` asks for: connections that close in the middle, hang, or drip."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from provisioner.sandbox.cuts import PAUSE, Cut, Hang
from provisioner.sandbox.kernel import dumps

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import Message, Receive, Scope, Send


class Connection(H11Protocol):
    """One connection. What waits in it ends with the server, or when the client has gone."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._answer: Callable[[Any, Any, Any], Awaitable[None]] = self.app
        self.app = self._guarded
        self._is_waiting = False

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The app, with its pauses waited for and its cuts made."""
        has_begun = False

        async def speak(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            pause = message.pop(PAUSE, 0)
            if pause:
                await self._wait(receive, pause)
            await send(message)

        try:
            await self._answer(scope, receive, speak)
        except (
            OSError
        ) as error:  # no room for our own data: an answer, rather than a page of stack in the user's terminal
            if has_begun:
                self.transport.close()
            else:
                await _refuse(send, f"The sandbox cannot keep its data: {error.strerror}.")
        except Cut as cut:
            if isinstance(cut, Hang):
                await self._wait(receive, cut.seconds)
            self.transport.close()
            await self._wait(receive, None)  # uvicorn complains about an answer that ends before its connection does

    async def _wait(self, receive: Receive, seconds: float | None) -> None:
        """Wait so long, or until the connection is gone."""
        self._is_waiting = True
        try:
            async with asyncio.timeout(seconds):
                while (await receive())["type"] != "http.disconnect":
                    pass
        except TimeoutError:
            pass
        finally:
            self._is_waiting = False

    def shutdown(self) -> None:
        """Close the connection, after the answer that is on its way; nobody waits for one that hangs."""
        if self._is_waiting:
            self.transport.abort()
        else:
            super().shutdown()


async def _refuse(send: Send, sentence: str) -> None:
    body = dumps({"error": {"type": "InsufficientStorage", "message": sentence}}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 507, "headers": headers})
    await send({"type": "http.response.body", "body": body})
