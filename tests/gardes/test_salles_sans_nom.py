"""No floor below the catalogue knows a room: a téléservice comes, goes or changes its code by its own folder alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import Context, Template
from django.urls import reverse

from demarches.moteur import registre
from demarches.moteur.declaration import Besoin

RACINE = Path(__file__).resolve().parents[2]
SOUS_LES_SALLES = ("accounts", "paiements", "documents", "demarches/moteur", "demarches/suivi", "demarches/accueil",
                   "demarches/delais", "demarches/admin", "ameli/noyau", "templates")  # fmt: skip
ENTREES = ("teleservice", "models", "urls", "admin", "a_faire")  # found by their names (`registre.modules_des_salles`)
FORMTOOLS = "done"  # the step that ends a draft, in words of the library
LIEN = re.compile(r"demarches:(?:depart|recommencer|etape)['\"],?\s*(?:args=\[)?['\"]([-a-z0-9]+)['\"]")


def textes():
    for dossier in SOUS_LES_SALLES:
        for chemin in sorted((RACINE / dossier).rglob("*")):
            if chemin.suffix in {".py", ".html", ".txt"} and "migrations" not in chemin.parts:
                yield chemin.relative_to(RACINE), chemin.read_text(encoding="utf-8")


def test_no_link_of_a_lower_floor_names_a_room():
    assert not [f"{ou}: {code}" for ou, texte in textes() for code in LIEN.findall(texte) if code != FORMTOOLS]


def test_no_module_below_takes_something_of_a_room():
    assert not [
        str(ou) for ou, texte in textes() if re.search(r"^\s*(?:from|import) demarches\.catalogue\.\w", texte, re.M)
    ]


@pytest.mark.parametrize("besoin", Besoin, ids=lambda besoin: besoin.value)
def test_every_need_leads_to_the_room_that_answers_it(besoin):
    (service,) = [une for une in registre.tous() if besoin in une.repond_a]
    assert reverse("demarches:pour", args=[besoin.value]) == reverse("demarches:depart", args=[service.code])


def test_a_need_that_no_room_answers_has_no_link(monkeypatch):
    monkeypatch.setattr(registre, "tous", list)
    lien = Template('{% url "demarches:pour" "changer_d_adresse" as url %}[{{ url }}]')
    assert lien.render(Context()) == "[]"


def test_what_people_wait_for_is_named_by_the_room_that_does_it():
    connues = {une.precision: une.code for une in registre.tous() if une.precision}
    assert len(connues) >= 9
    assert all(registre.de_la_precision(precision).code == code for precision, code in connues.items())
    assert registre.de_la_precision("") is None and registre.de_la_precision("hospitalisation") is None


@pytest.mark.parametrize("service", registre.tous(), ids=lambda service: service.salle)
def test_every_module_of_a_room_is_followed_from_its_declaration_or_from_a_name_that_the_docs_give(service):
    modules = {_nom(fichier): fichier for fichier in service.dossier.rglob("*.py") if fichier.name != "__init__.py"}
    modules |= {_nom(fichier): fichier for fichier in service.dossier.rglob("__init__.py") if fichier.read_text()}
    salle = f"demarches.catalogue.{service.salle}"
    suivis, a_suivre = {salle}, [f"{salle}.{entree}" for entree in ENTREES]
    while a_suivre:
        module = a_suivre.pop()
        if module in modules and module not in suivis:
            suivis.add(module)
            a_suivre.extend(_importes(modules[module]))
    assert not set(modules) - suivis


def _nom(fichier: Path) -> str:
    return ".".join(fichier.relative_to(RACINE).with_suffix("").parts).removesuffix(".__init__")


def _importes(fichier: Path) -> Iterator[str]:
    for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
        if isinstance(noeud, ast.ImportFrom) and noeud.module:
            yield from (
                noeud.module,
                noeud.module.rpartition(".")[0],
                *(f"{noeud.module}.{un.name}" for un in noeud.names),
            )
