"""What the README says is so."""

import re
from pathlib import Path

from dopcrm_tui.rules.lifecycle import mermaid

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_diagram_is_the_table_of_the_lifecycle():
    drawn = re.search(r"<!-- lifecycle -->\n```mermaid\n(.*?)\n```", README, re.DOTALL)
    assert drawn
    assert drawn[1] == mermaid()


def test_every_file_the_readme_points_to_is_there():
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    local = [target for target in targets if "://" not in target]
    assert local
    assert [target for target in local if not (ROOT / target).exists()] == []


def test_every_command_the_readme_shows_is_one_of_ours():
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL))
    shown = set(re.findall(r"\bdopcrm ([a-z]+)(?: ([a-z][a-z-]*))?", blocks))
    assert ("complaint", "register") in shown
    commands = (ROOT / "dopcrm_tui" / "cli").glob("*.py")
    known = "\n".join(path.read_text(encoding="utf-8") for path in commands)
    for group, verb in shown:
        for word in filter(None, (group, verb)):
            assert re.search(rf'"{word}"', known), f"dopcrm {group} {verb}"
