"""Rules about the whole tree that no linter knows."""

import re
import subprocess
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("dopcrm_tui", "screens", "data")
LONGEST_FILE = 300


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [ROOT / line for line in listed.stdout.splitlines()]


def test_the_three_package_names_belong_to_nobody_else():
    distributions = packages_distributions()
    for name in PACKAGES:
        assert set(distributions.get(name, [])) <= {"dopcrm-tui"}


def test_no_source_file_outgrows_its_subject():
    lengths = {path: len(path.read_text().splitlines()) for path in _tracked("*.py")}
    assert {str(path): n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def test_the_tests_are_no_package():
    assert _tracked("tests/**/__init__.py", "tests/__init__.py") == []


def test_locks_and_settings_name_no_registry():
    for path in _tracked("*.lock", "*.toml", "*.cfg", "*.txt"):
        assert not re.search(r"https?://\S*(simple|registry|pypi|npm)", path.read_text()), path


def test_the_lock_holds_every_dependency_with_a_hash():
    lock = (ROOT / "requirements.lock").read_text()
    entries = re.findall(r"^([a-z0-9.-]+)==\S+(.*\n(?:    .*\n)*)", lock, re.MULTILINE)
    assert len(entries) > 20
    assert [name for name, body in entries if "--hash=sha256:" not in body] == []


def test_the_readme_names_the_command_that_ci_runs():
    readme = (ROOT / "README.md").read_text()
    assert "<!-- tests -->" in readme
    assert "README.md" in (ROOT / ".ci" / "run").read_text()
