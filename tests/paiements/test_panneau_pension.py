"""The pension on « Mes informations »: of who has one, at what it is worth now, and without a query for the others."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal as D

import pytest
from django.urls import reverse

from accounts.dossier import droits
from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.calendrier import PARIS, ajouter_mois, jour_de
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import auteur
from paiements import pensions
from paiements.panneaux import pension as panneau
from tests.catalogue.iban.parcours import texte_de
from tests.fabriques import connecter, creer_assure, creer_compte, creer_enfant
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db


@pytest.fixture
def invalide():
    assure = creer_assure("Thomas", "Castets", sexe="M", date_naissance=date(1979, 4, 27))
    creer_compte(assure)
    pensions.ouvrir(
        pensions.Octroi(assure, 2, D(25_800), date(2024, 3, 1), date(2041, 4, 30)),
        acteur="systeme:essai",
        le=maintenant(),
    )
    with auteur("systeme:essai"):
        assure.situation = Assure.Situation.INVALIDE
        assure.save(update_fields=["situation"])
    return assure


def page(client, assure) -> str:
    return texte_de(connecter(client, assure.compte).get(reverse("informations:accueil")))


def test_the_page_says_which_one_since_when_how_much_now_and_until_when(client, invalide):
    lu = page(client, invalide)
    assert "2e catégorie, depuis le 1er mars 2024" in lu and "Jusqu’au 30 avril 2041" in lu
    assert f"{D('1075.00')}".replace(".", ",") not in lu, "it rose since its first day"
    (contenu,) = panneau(invalide, [invalide.personne_id], jour_de(maintenant())).values()
    assert contenu.brut > D("1075.00")


def test_before_its_first_day_it_is_worth_what_was_granted(invalide):
    (contenu,) = panneau(invalide, [invalide.personne_id], date(2024, 1, 1)).values()
    assert contenu.brut == D("1075.00")


def test_it_says_that_it_is_suspended_and_nothing_once_it_is_over(client, invalide):
    une = pensions.en_cours(invalide)
    le = datetime.combine(jour_de(maintenant()) - timedelta(days=3), time(9), PARIS)
    droits.suspendre(une, acteur="systeme:essai", le=le, motif="ressources")
    assert f"Suspendue à partir du {formats.jour(ajouter_mois(jour_de(le).replace(day=1), 1))}".replace(
        "\u00a0", " "
    ) in page(client, invalide)
    droits.clore(une, acteur="systeme:essai", le=maintenant(), motif="terme")
    assert "Pension d’invalidité" not in page(client, invalide)


def test_who_is_not_invalide_pays_no_query_for_it_and_a_child_has_none(invalide):
    lea = creer_assure("Léa")
    with requetes() as lues:
        assert panneau(lea, [lea.personne_id], date(2026, 11, 23)) == {}
    assert not lues
    zoe = creer_enfant(invalide).personne
    with requetes() as lues:
        siens = panneau(invalide, [invalide.personne_id, zoe.pk], date(2026, 11, 23))
    assert list(siens) == [invalide.personne_id] and len(lues) == 1
