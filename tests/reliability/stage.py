"""A process that has everything loaded, and by request becomes others: a twin that serves, and runs of the program.

Every one of them is a process of its own, made with ``fork``, so that it starts in milliseconds and with exactly the
company that was prepared; it can be killed without harm to the rest. Requests and answers are JSON, one a line.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from reliability import points, scene
from reliability.world import things

from provisioner.cli.main import main, run
from provisioner.sandbox.server import Twin, listen, running, serve

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from starlette.types import Receive, Scope, Send

OBJECTS = "/objects"


class Stage:
    """The prepared company, and the processes made of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._twin = Twin(seed=scene.SEED)
        self._listener: socket.socket = listen(0)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        tokens = self._twin.credentials(scene.SEED)
        os.environ |= {
            "PROVISIONER_LIMITS": "off",
            "NO_COLOR": "1",
            "PROVISIONER_QBO_BASE_URL": self.url,
            "PROVISIONER_CLIO_BASE_URL": self.url,
            "PROVISIONER_QBO_ACCESS_TOKEN": tokens["qbo_access_token"],
            "PROVISIONER_CLIO_ACCESS_TOKEN": tokens["clio_access_token"],
        }

    def prepare(self) -> None:
        """Apply the first file, then let people edit on screen, then write the second file."""
        scene.open_company(self._twin)
        scene.write(self._folder, "before")
        port = self._listener.getsockname()[1]
        self._listener.close()
        with running(self._twin, port=port):
            code = run(["apply", str(self._folder), "--auto-approve", "-q"])
        assert code == 0, "the first file could not be applied"
        self._listener = listen(port)
        self._listener.listen()
        scene.on_screen(self._twin)
        scene.write(self._folder, "after")

    def serve(self) -> int:
        """A twin as prepared, in a process of its own."""
        return _fork(lambda: serve(self._served(), self._listener.dup()))

    def _served(self) -> Twin:
        inner = self._twin.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or scope["path"] != OBJECTS:
                await inner(scope, receive, send)
                return
            body = json.dumps([asdict(each) for each in things(self._twin)]).encode()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": body})

        self._twin.app = app
        return self._twin


def start(words: list[str], out: str, at: str, log: str, env: dict[str, str]) -> int:
    """The program in a process of its own; what it says goes to the file ``out``."""

    def work() -> None:
        os.environ |= env
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        points.install(at, Path(log))
        main(words)

    return _fork(work)


def _fork(work: Callable[[], object]) -> int:
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        os.setpgid(0, 0)
        work()
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    except KeyboardInterrupt:
        code = 0
    except BaseException:  # noqa: BLE001 - nothing of the stage may go on in the child
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def talk(stage: Stage) -> None:
    """Do what standard input asks for, until it ends."""
    children: set[int] = set()
    for line in sys.stdin:
        asked = json.loads(line)
        match asked.pop("do"):
            case "serve":
                answer = stage.serve()
                children.add(answer)
            case "start":
                answer = start(**asked)
                children.add(answer)
            case "wait":
                _, status = os.waitpid(asked["pid"], 0)
                children.discard(asked["pid"])
                answer = os.waitstatus_to_exitcode(status)
            case "kill":
                os.kill(asked["pid"], signal.SIGKILL)
                os.waitpid(asked["pid"], 0)
                children.discard(asked["pid"])
                answer = 0
        _say(answer)
    for child in children:
        os.kill(child, signal.SIGKILL)


def _say(answer: object) -> None:
    sys.__stdout__.write(json.dumps(answer) + "\n")
    sys.__stdout__.flush()


if __name__ == "__main__":
    kept = os.dup(1)  # what the first apply says must not be taken for an answer
    os.dup2(2, 1)
    prepared = Stage(Path(sys.argv[1]))
    prepared.prepare()
    sys.stdout.flush()
    os.dup2(kept, 1)
    _say(prepared.url)
    talk(prepared)
