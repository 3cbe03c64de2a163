"""A state on a server: who cannot reach it is told why, never the password, and a lost connection loses no record."""

from __future__ import annotations

import sys
import traceback
from concurrent.futures import ThreadPoolExecutor

import pytest
from state_tools import BANK, LIVE, NOW, Clock, create, done, remember, request, run

from provisioner.model.errors import StateProblem
from provisioner.state.places import Server
from provisioner.state.schema import TABLES
from provisioner.state.store import open_state

PASSWORD = "CANARY-pass word"


@pytest.fixture
def url(postgres):
    return postgres.fresh()


@pytest.fixture
def store(url):
    with open_state(Server(url)) as found:
        yield found


def opened(url, use=lambda store: store.bindings(LIVE)):
    with pytest.raises(StateProblem) as caught, open_state(Server(url)) as store:
        use(store)
    problem = caught.value
    assert problem.fix
    assert "CANARY" not in "".join([str(vars(problem)), *traceback.format_exception(problem)])
    return problem


@pytest.fixture
def locked(postgres):
    """The address of a user that needs a password."""
    postgres.run("DROP ROLE IF EXISTS locked", f"CREATE ROLE locked LOGIN PASSWORD '{PASSWORD}'")
    postgres.run("DROP SCHEMA IF EXISTS locked CASCADE", "CREATE SCHEMA locked AUTHORIZATION locked")
    yield lambda password: postgres.url(f"locked:{password}")
    postgres.run("DROP OWNED BY locked", "DROP ROLE locked")


def test_a_password_in_the_address_opens_the_door(locked):
    with open_state(Server(locked("CANARY-pass%20word"))) as store:
        remember(store, (BANK, "10", {}))
        assert list(store.bindings(LIVE)) == [BANK]


def test_a_wrong_password_is_a_problem_that_names_the_user_only(locked, postgres):
    problem = opened(locked("CANARY%20wrong"))
    assert problem.summary == f"Cannot open the state in postgresql://locked@{postgres.folder}/postgres"
    assert "password authentication failed" in problem.detail
    assert "PROVISIONER_STATE" in problem.fix


def test_what_the_server_says_never_repeats_the_password(locked, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "authentication")
    assert "password *** failed" in opened(locked("")).detail


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:CANARY%ZZ@host/books",
        "postgresql://me:CANARY@[::1/books",
        "postgresql://me:x@host/books?passwort=CANARY",
        "postgresql://me:CAN/CANARY@host/books",
        "postgresql://me:1/CANARY@host/books",
        "postgresql://me:CAN@CANARY@host/books",
        "postgresql://me:CAN?CANARY@host/books",
        "postgresql://me:CANARY@host:port/books",
    ],
)
def test_an_address_that_makes_no_sense_is_not_repeated(address):
    assert "PROVISIONER_STATE" in str(vars(opened(address)))


def test_a_server_that_is_down_is_a_problem_with_a_way_out(tmp_path):
    problem = opened(f"postgresql://me:CANARY@/books?host={tmp_path}")
    assert problem.summary == f"Cannot open the state in postgresql://me@{tmp_path}/books"
    assert "server runs" in problem.fix


def test_a_server_that_only_answers_questions_can_be_planned_with_but_not_written_to(store, url):
    remember(store, (BANK, "10", {}))
    standby = f"{url}%20-cdefault_transaction_read_only%3Don"
    with open_state(Server(standby)) as found:
        assert list(found.bindings(LIVE)) == [BANK]
        assert found.holder(LIVE) is None
    assert "can be written to" in opened(standby, lambda found: found.start_run(run())).fix


def test_an_empty_schema_on_such_a_server_is_a_problem(url):
    assert "can be written to" in opened(f"{url}%20-cdefault_transaction_read_only%3Don").fix


def test_a_user_who_may_make_no_tables_is_told_whom_to_ask(locked, postgres):
    postgres.run("DROP SCHEMA locked")
    assert "Ask whoever runs the server" in opened(locked("CANARY-pass%20word")).fix


def test_a_newer_layout_is_left_alone(store, url, postgres):
    postgres.run("UPDATE meta SET value = '3' WHERE key = 'schema'", url=url)
    assert opened(url).summary == "The state was written by a newer provisioner"


def test_a_row_that_makes_no_sense_is_a_problem_with_a_way_out(store, url, postgres):
    remember(store, (BANK, "10", {}))
    postgres.run("UPDATE binding SET last_applied = '['", url=url)
    problem = opened(url)
    assert "is damaged" in problem.summary
    assert "backup" in problem.fix


def test_many_that_start_at_the_same_moment_make_one_state(url):
    def work(_):
        with open_state(Server(url)) as store:
            return store.bindings(LIVE)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(8))) == [{}] * 8


def test_what_is_written_is_on_disk_whatever_the_server_does_by_default(postgres, url):
    with open_state(Server(f"{url}%20-csynchronous_commit%3Doff")) as store, store._database.reading() as cursor:
        assert cursor.execute("SHOW synchronous_commit").fetchone() == ("on",)


def test_the_same_firm_in_another_schema_is_another_state(store, postgres):
    with open_state(Server(postgres.fresh())) as other, store.alone(LIVE, "ana", NOW), other.alone(LIVE, "ben", NOW):
        remember(store, (BANK, "10", {}))
        assert (store.holder(LIVE).owner, other.holder(LIVE).owner) == ("ana", "ben")
        assert other.bindings(LIVE) == {}


def cut(postgres, url):
    """Cut all connections to the schema, as a server that is started anew does."""
    (schema,) = postgres.run("SELECT current_schema()", url=url)[0]
    postgres.run(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "  # noqa: S608 - a name of our own
        f"WHERE application_name = '{schema}' AND pid <> pg_backend_pid()"
    )


def of(postgres, url):
    """The address under which ``cut`` finds us."""
    (schema,) = postgres.run("SELECT current_schema()", url=url)[0]
    return f"{url}&application_name={schema}"


def test_a_connection_lost_in_the_middle_is_a_problem_and_what_was_written_is_kept(postgres, url):
    def lose(store):
        with store.alone(LIVE, "ana", NOW):
            recorder = store.recorder(LIVE, "r1", "ana", Clock())
            recorder.intend(request("a", item := create("a")))
            cut(postgres, url)
            recorder.conclude("a", [done(item)])

    problem = opened(of(postgres, url), lose)
    assert problem.summary.startswith("Cannot use the state in")
    assert "same command again" in problem.fix
    with open_state(Server(url)) as store:
        assert store.holder(LIVE) is None
        assert [each.conclusions for each in store.entries("r1")] == [()]
        with store.alone(LIVE, "ana", NOW):
            pass


def test_who_lost_only_the_lock_can_send_nothing_once_another_has_begun(postgres, url):
    with open_state(Server(url)) as first, first.alone(LIVE, "ana", NOW):
        recorder = first.recorder(LIVE, "r1", "ana", Clock())
        recorder.intend(request("a"))
        first._database._seizing.close()
        with open_state(Server(url)) as second, second.alone(LIVE, "ben", NOW):
            with pytest.raises(StateProblem) as caught:
                recorder.intend(request("b"))
            assert caught.value.summary == "The lock was taken away"


def test_without_the_package_it_is_said_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StateProblem) as caught, open_state(Server("postgresql://me:CANARY@host/books")):
        pass
    assert caught.value.command == "pip install 'provisioner[postgresql]'"


def test_a_check_reads_every_table_there_is(store, url, postgres):
    tables = postgres.run("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()", url=url)
    assert sorted(TABLES) == sorted(name for (name,) in tables)
    store.check()
    postgres.run("DROP TABLE conclusion", url=url)
    assert "conclusion" in opened(url, lambda found: found.check()).detail
