"""What employers declared comes from a CSV file: agents compare declarations with it, and the same file twice changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ameli.noyau import horloge
from paiements.models import SalaireEmployeur
from paiements.ressources import lecture, vie
from tests.fabriques import creer_agent
from tests.paiements.pensionne import bernard, declarer, le, pension, relire

pytestmark = pytest.mark.django_db
NOVEMBRE = date(2026, 11, 1)


@pytest.fixture
def lui(tmp_path):
    creer_agent(matricule="LANDES-01", superviseur=False)
    return bernard()


def importer(dossier, *lignes: str) -> str:
    (dossier / "salaires.csv").write_text("nir;mois;brut\n" + "".join(f"{une}\n" for une in lignes), encoding="utf-8")
    dit = StringIO()
    call_command("importer", str(dossier), par="LANDES-01", stdout=dit, stderr=dit)
    return dit.getvalue()


def siens(assure) -> list[tuple[date, D]]:
    return list(SalaireEmployeur.objects.de(assure).order_by("mois").values_list("mois", "brut"))


def test_a_file_of_wages_is_what_a_declaration_is_compared_with_and_twice_is_once(lui, tmp_path):
    nir, sienne = lui.personne.nir, pension(lui)
    une = declarer(vie.ouvrir(sienne.public_id, le(NOVEMBRE)), le(date(2026, 11, 10)), salaires="500")
    for _ in range(2):
        importer(tmp_path, f"{nir};2026-08-01;500.40", f"{nir};2026-09-01;730.00")
        assert siens(lui) == [(date(2026, 8, 1), D("500.40")), (date(2026, 9, 1), D("730.00"))]
    assert lecture.ecarts(relire(une)) == [(date(2026, 9, 1), D("500"), D("730.00"))]


@pytest.mark.parametrize(
    ("ligne", "phrase"),
    [
        ("{nir};2026-09-02;10", "le premier jour du mois"),
        ("{nir};{demain:%Y-%m}-01;10", "dans l’avenir"),
        ("{nir};2026-09-01;-1", "0"),
        ("1550199999001;2026-09-01;10", "Aucun assuré"),
        ("{nir};2026-08-01;500.41", "Un autre montant"),
    ],
)
def test_a_line_that_cannot_be_is_told_and_nothing_there_changes(lui, tmp_path, ligne, phrase):
    nir = lui.personne.nir
    importer(tmp_path, f"{nir};2026-08-01;500.40")
    dit = StringIO()
    (tmp_path / "salaires.csv").write_text(
        f"nir;mois;brut\n{ligne.format(nir=nir, demain=horloge.aujourdhui() + timedelta(days=40))}\n", encoding="utf-8"
    )
    with pytest.raises(CommandError):
        call_command("importer", str(tmp_path), par="LANDES-01", stdout=dit, stderr=dit)
    assert phrase in dit.getvalue() and siens(lui) == [(date(2026, 8, 1), D("500.40"))]
