"""A name or a date is corrected until the register has answered, without a new declaration."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from demarches.catalogue.naissance.models import EnfantDeclare
from demarches.models import Demarche
from tests.catalogue.naissance.salle import Parent, il_y_a, passer
from tests.fabriques import creer_enfant

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea() -> Parent:
    return Parent()


def corriger(parent: Parent, demarche: Demarche, **champs: Any) -> str:
    """Type the page of correction of the only child, from what it shows."""
    adresse = reverse("demarches:geste", args=[demarche.reference, "corriger"])
    page = parent.page("demarches:geste", demarche.reference, "corriger")
    valeurs = dict(re.findall(r'name="(\w{4}_\w+)" value="([^"]*)"', page))
    vu = re.search(r'name="vu" value="([^"]*)"', page)
    for nom in list(valeurs):
        valeurs[nom] = champs.get(nom[5:], valeurs[nom])
    return parent.client.post(adresse, {**valeurs, "vu": vu[1] if vu else ""}, follow=True).content.decode()


@pytest.mark.parametrize("apres", [0, 2])
def test_a_slip_is_corrected_before_and_after_the_child_is_in_the_file(lea, apres):
    demarche = lea.declarer({"prenoms": "Zoée"})
    passer(apres)
    page = corriger(lea, demarche, prenoms="Zoé", naissance=f"{il_y_a(13 + apres):%d/%m/%Y}")
    assert "pas à refaire la démarche" in page
    passer(2)
    (membre,) = lea.famille
    assert (membre.personne.prenoms, membre.droits_du) == ("Zoé", membre.personne.date_naissance)
    assert lea.messages.count("Votre correction est enregistrée") == 1
    assert lea.relire(demarche).reponses == demarche.reponses


def test_the_register_is_asked_about_what_was_corrected(lea):
    demarche = lea.declarer({"prenoms": "Mathéo", "sexe": "M"})
    corriger(lea, demarche, prenoms="Matéo")
    passer(29)
    assert lea.relire(demarche).etat == "ACCEPTEE"


def test_once_the_register_has_answered_the_gesture_is_gone(lea):
    demarche = lea.declarer()
    passer(3.1)
    assert "Corriger le nom" not in lea.suivi(demarche)
    adresse = reverse("demarches:geste", args=[demarche.reference, "corriger"])
    lea.client.post(adresse, {"vu": ""})
    assert EnfantDeclare.objects.de(lea.assure).get().identite["prenoms"] == "Zoé"


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"prenoms": ""}, "au moins un prénom"),
        ({"naissance": "01/01/2099"}, "date de naissance de l’acte"),
        ({"nom": "R2"}, "lettres seulement"),
        ({"prenoms": "Tom"}, "déjà dans votre dossier"),
    ],
)
def test_a_wrong_correction_is_refused_in_words_and_changes_nothing(lea, champs, phrase):
    creer_enfant(lea.assure, "Tom", date_naissance=il_y_a(12))
    demarche = lea.declarer()
    assert phrase in corriger(lea, demarche, **champs)
    assert EnfantDeclare.objects.de(lea.assure).get().identite["prenoms"] == "Zoé"


def test_a_day_after_the_town_hall_is_no_birthday(lea):
    demarche = lea.declarer()
    assert "né avant la déclaration" in corriger(lea, demarche, naissance=f"{il_y_a(9):%d/%m/%Y}")


def test_somebody_elses_declaration_is_not_there(lea):
    demarche = lea.declarer()
    autre = Parent(prenom="Marc", nom="Autre", sexe="M")
    assert autre.client.get(reverse("demarches:geste", args=[demarche.reference, "corriger"])).status_code == 404
