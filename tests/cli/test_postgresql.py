"""A store on PostgreSQL at the command line: made, examined, and every refusal a sentence."""

import pytest
from command_line import Shell
from post_office import PASSWORD
from refusing_server import refusing
from sqlalchemy import create_engine, text

from data.database import Store

postgresql = pytest.mark.only_on("postgresql")


@pytest.fixture
def new(template, tmp_path):
    """A shell whose store nobody has made yet."""
    return Shell(template.new(tmp_path), tmp_path)


def told(shell, *words):
    """The sentence a command ends with, as a store that cannot be used."""
    said = shell.run(*words, "--json")
    assert said.code == 8, said
    assert said.error["code"] == "store_unavailable"
    assert b"s3cret" not in said.out + said.err
    return said.error["message"]


@postgresql
def test_a_store_is_made_and_worked_on(new):
    made = new.run("init", "--admin", "10000001", "--password-stdin", "--json", stdin=PASSWORD)
    assert made.code == 0, made
    new.enrol("10000001", PASSWORD)
    assert new.ask("office", "show", "682001001")["name"] == "Kochi"
    again = new.ask("init")
    assert again["administrator"] is None


@postgresql
def test_the_doctor_names_version_encoding_zone_and_rights(operator):
    checks = {one["name"]: one for one in operator.ask("doctor")["checks"]}
    assert "PostgreSQL 1" in checks["server"]["finding"]
    assert "UTF8" in checks["server"]["finding"]
    assert checks["rights"]["remedy"] == ""
    assert "--application-role" in checks["guards"]["remedy"]


@postgresql
def test_a_role_that_is_none_is_named(new):
    said = new.run("init", "--application-role", "no such", "--json")
    assert said.code == 7, said
    assert "no such" in said.error["fields"]["application_role"]


@postgresql
def test_an_empty_database_and_another_programs_are_told_apart(new):
    assert "is empty. Run: dopcrm init" in told(new, "whoami")
    engine = create_engine(Store.open(new.store).engine.url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE event (id int)"))
    engine.dispose()
    assert "another program" in told(new, "whoami")
    assert "another program" in told(new, "init")


@postgresql
def test_a_database_in_another_encoding_is_refused(template, tmp_path):
    shell = Shell(template.new(tmp_path), tmp_path)
    engine = create_engine(Store.open(shell.store).engine.url)
    name = engine.url.database
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        how = "ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
        connection.execute(text(f"CREATE DATABASE {name}latin {how}"))
    latin = Shell(shell.store.replace(name, f"{name}latin"), tmp_path)
    assert "LATIN1" in told(latin, "init")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE {name}latin WITH (FORCE)"))
    engine.dispose()


@pytest.mark.parametrize(
    ("code", "sentence", "expected"),
    [
        ("28P01", 'password authentication failed for user "clerk"', "refuses its user or the"),
        ("28000", 'role "clerk" does not exist', "does not know its user"),
        ("28000", 'no pg_hba.conf entry for host "10.0.0.7"', "lets nobody in from this machine"),
        ("3D000", 'database "office" does not exist', "has no database"),
        ("53300", "sorry, too many clients already", "does not answer"),
        ("57P03", "the database system is starting up", "does not answer"),
    ],
)
def test_what_a_server_refuses_is_one_sentence_without_the_password(
    tmp_path, code, sentence, expected
):
    with refusing(code, sentence) as url:
        assert expected in told(Shell(url, tmp_path), "whoami")


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1:1", "does not answer"), ("no.such.host.invalid", "Nobody knows the host")],
)
def test_a_server_that_is_not_there_is_one_sentence(tmp_path, host, expected):
    said = told(Shell(f"postgresql://clerk:s3cret@{host}/office", tmp_path), "whoami")
    assert expected in said
    assert "clerk:***@" in said
