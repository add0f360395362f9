"""The README says the truth about what can be configured."""

from __future__ import annotations

from pathlib import Path

from ameli.variables import VARIABLES

LISEZ_MOI = (Path(__file__).resolve().parent.parent.parent / "README.md").read_text(encoding="utf-8")


def test_every_variable_stands_in_the_readme_with_its_meaning():
    for variable in VARIABLES:
        defaut = f"`{variable.defaut}`" if variable.defaut is not None else "required"
        assert f"| `{variable.nom}` | {variable.usage} | {defaut} |" in LISEZ_MOI


def test_every_picture_of_the_readme_exists():
    racine = Path(__file__).resolve().parent.parent.parent
    for morceau in LISEZ_MOI.split("](docs/images/")[1:]:
        assert (racine / "docs" / "images" / morceau.split(")")[0]).is_file(), morceau[:40]
