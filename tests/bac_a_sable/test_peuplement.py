"""Many more people: reproducible, in the reserved range, never twice the same number."""

from __future__ import annotations

from datetime import date
from io import StringIO
from itertools import islice

import pytest
from django.core.management import call_command
from stdnum.fr import nir as norme_nir

from accounts.models import Beneficiaire, Compte, CoordonneesBancaires, Personne
from ameli.bac_a_sable.installation import installer
from ameli.bac_a_sable.peuplement import foyers
from ameli.noyau.chiffrement import empreinte

JOUR = date(2026, 11, 23)


def test_the_same_seed_draws_the_same_people_and_another_seed_others():
    premiers = list(islice(foyers(7, 30, JOUR), 50))
    assert premiers == list(islice(foyers(7, 30, JOUR), 50))
    assert premiers != list(islice(foyers(8, 30, JOUR), 50))
    assert all(18 <= (JOUR - foyer.assure.naissance).days // 365 <= 92 for foyer in premiers)
    for foyer in premiers:
        assert all(enfant.naissance > foyer.assure.naissance and enfant.naissance < JOUR for enfant in foyer.enfants)


@pytest.mark.django_db
def test_people_are_added_twice_without_a_number_in_common(capsys):
    installer()
    connus = Personne.objects.count()
    for _ in range(2):
        sortie, progres = StringIO(), StringIO()
        call_command("peupler", "--assures", "60", "--graine", "3", stdout=sortie, stderr=progres)
        assert "60 assurés ajoutés" in sortie.getvalue() and "60 / 60" in progres.getvalue()
    personnes = list(Personne.objects.order_by("pk")[connus:])
    assert Compte.objects.filter(assure__personne__in=personnes).count() == 120
    assert all(p.nir[7:10] == "999" and norme_nir.is_valid(p.nir_complet) for p in personnes)
    assert all(p.nir_empreinte == empreinte("nir", p.nir) for p in personnes)
    assert len({p.nir for p in personnes}) == len(personnes) > 120
    assert Beneficiaire.objects.systeme("test").filter(personne__in=personnes).exists()
    coordonnees = (
        CoordonneesBancaires.objects.systeme("test").filter(assure__personne__in=personnes).order_by("pk").first()
    )
    assert coordonnees.iban_empreinte == empreinte("iban", coordonnees.iban)
    assert Compte.objects.filter(assure__personne__in=personnes).first().check_password("Bonjour-Landes-2026")
