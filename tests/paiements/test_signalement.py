"""« Je ne reconnais pas ce soin »: one case for a line, followed up in the messagerie."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Fil
from tests.fabriques import connecter, creer_assure, creer_compte
from tests.paiements.dossier import payer, payer_une_consultation

pytestmark = pytest.mark.django_db


@pytest.fixture
def connectee(client, lea):
    return connecter(client, creer_compte(lea))


def adresse(ligne) -> str:
    return reverse("paiements:signaler", args=[ligne.paiement.public_id, ligne.rang])


def test_a_line_leads_to_its_case_which_is_opened_once(connectee, lea):
    ligne = payer_une_consultation(lea, date(2026, 3, 10))
    page = connectee.get(reverse("paiements:detail", args=[ligne.paiement.public_id])).content.decode()
    assert f'href="{adresse(ligne)}"' in page
    assert "Consultation de médecin généraliste" in connectee.get(adresse(ligne)).content.decode()
    envoi = {"motif": "absent", "precisions": "J’étais en voyage ce jour-là."}
    premiere = connectee.post(adresse(ligne), envoi)
    (fil,) = Fil.objects.de(lea).order_by("pk")
    assert premiere.url == reverse("messagerie:envoye", args=[fil.public_id])
    assert fil.intitule == "Soin du 04/03/2026 que je ne reconnais pas"
    corps = fil.messages.get().corps
    for attendu in (
        "Je n’ai pas reçu ce soin.",
        "Consultation de médecin généraliste",
        "pour Léa",
        "J’étais en voyage",
    ):
        assert attendu in corps
    for reponse in (connectee.get(adresse(ligne)), connectee.post(adresse(ligne), envoi)):
        assert reponse.url == reverse("messagerie:fil", args=[fil.public_id])
    assert Fil.objects.de(lea).count() == 1


def test_without_a_reason_nothing_is_sent_and_what_was_typed_stays(connectee, lea):
    ligne = payer_une_consultation(lea, date(2026, 3, 10))
    reponse = connectee.post(adresse(ligne), {"precisions": "Je ne sais pas."})
    page = reponse.content.decode()
    assert "Dites ce qui ne va pas." in page and "Je ne sais pas." in page
    assert not Fil.objects.de(lea).exists()


def test_a_line_of_somebody_else_or_that_is_not_care_has_no_case(connectee, lea):
    autre = payer_une_consultation(creer_assure("Marc", "Lafitte", sexe="M"), date(2026, 3, 10))
    assert connectee.get(adresse(autre)).status_code == 404
    vide = payer(lea, date(2026, 3, 10))
    assert connectee.post(reverse("paiements:signaler", args=[vide.public_id, 1])).status_code == 404
