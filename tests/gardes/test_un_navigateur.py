"""One browser for a run: a fixture that a module imports is another one, and Playwright opens once in a process."""

import re

from ameli.superviseur.environnement import RACINE

A_PART = {"tests/guide/films.py", "tests/guide/prises.py"}  # runs of their own, without the plugins of the tests


def test_no_module_of_tests_takes_the_browser_for_itself():
    importee = re.compile(r"^from tests\.outils\.navigateur import .*\bchromium\b", re.MULTILINE)
    fichiers = {
        str(un.relative_to(RACINE)) for un in (RACINE / "tests").rglob("*.py") if importee.search(un.read_text())
    }
    assert fichiers == A_PART
