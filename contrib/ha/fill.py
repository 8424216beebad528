"""Write what each of three hosts is set up with.

    python3 contrib/ha/fill.py hosts.toml INTO

Makes one folder for each host of `hosts.toml` in INTO, with the files of `templates/` filled in;
they hold secrets, and only their owner may read them. Needs Python 3.11 and nothing else.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"
_DEFAULTS = {
    "sockets": "/var/run/postgresql",
    "userlist": "/etc/pgbouncer/userlist.txt",
    "callback": "/etc/patroni/pooler.sh",
    "before_promotion": "/etc/patroni/before_promotion.sh",
    "pooler_on": "sudo systemctl start pgbouncer",
    "pooler_off": "sudo systemctl stop pgbouncer",
    "pooler_pid": "/var/run/postgresql/pgbouncer.pid",
    "pooler_log": "/var/log/postgresql/pgbouncer.log",
}
"""Where Debian has these; `hosts.toml` may say otherwise."""

_SECRETS = ("superuser", "replication", "owner", "desk")
_WORDS = ("cluster", "network", "programs", "data", "etcd_data")


class Wrong(Exception):
    """What is wrong with the file, in a sentence."""


def main() -> int:
    """Read, write; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("hosts", type=Path, help="the file made from hosts.example.toml")
    parser.add_argument("into", type=Path, help="the folder to write to")
    given = parser.parse_args()
    try:
        for written in fill(tomllib.loads(given.hosts.read_text()), given.into):
            print(written)
    except (OSError, tomllib.TOMLDecodeError, Wrong) as error:
        print(f"{given.hosts}: {error}", file=sys.stderr)
        return 2
    return 0


def fill(told: Mapping[str, Any], into: Path) -> Iterator[Path]:
    """Write the files of every host and name each. Raises `Wrong`."""
    common = _common(told)
    for host, address in told["hosts"].items():
        places = {word: Template(told[word]).safe_substitute(host=host) for word in _places(told)}
        values = common | places | {"host": host, "address": address}
        folder = into / host
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for template in sorted(TEMPLATES.iterdir()):
            file = folder / template.name
            file.touch(mode=0o600)
            file.write_text(Template(template.read_text()).substitute(values))
            yield file


def _common(told: Mapping[str, Any]) -> dict[str, str]:
    hosts, secrets = told.get("hosts", {}), told.get("secrets", {})
    missing = [word for word in _WORDS if word not in told]
    missing += [f"secrets.{word}" for word in _SECRETS if not secrets.get(word)]
    if missing:
        raise Wrong(f"{', '.join(missing)}: not given.")
    if len(hosts) < 3 or len(hosts) % 2 == 0:
        raise Wrong(
            "hosts: an odd number is needed, three or more, so that most of them can agree."
        )
    if unsafe := [word for word, secret in secrets.items() if set(secret) & set("'\"\\\n")]:
        raise Wrong(f"secrets.{unsafe[0]}: may hold no quotation mark and no backslash.")
    joined = {
        "etcd_members": ",".join(f"{host}=http://{at}:2380" for host, at in hosts.items()),
        "etcd_clients": ", ".join(f"'{at}:2379'" for at in hosts.values()),
    }
    return _DEFAULTS | secrets | joined


def _places(told: Mapping[str, Any]) -> list[str]:
    """Return the words in whose values `$host` stands for the name of the host."""
    return [word for word in told if isinstance(told[word], str)]


if __name__ == "__main__":
    sys.exit(main())
