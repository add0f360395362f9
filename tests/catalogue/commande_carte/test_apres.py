"""Once the photos are right: what agents do about a card that the post brings back, and when images are forgotten."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import CommandeCarteVitale
from ameli.noyau import horloge
from ameli.noyau.models import Entree
from demarches.models import Demarche, Etat
from tests.catalogue.commande_carte.test_guichet import Guichet
from tests.catalogue.commande_carte.test_parcours import TOUTES

pytestmark = pytest.mark.django_db


class TestApres:
    def test_the_images_go_thirty_days_after_the_card_was_made(self, lea):
        demarche = lea.commander()
        Guichet(lea).decider(demarche, decision="valider")
        lea.plus_tard(demarche, days=30.9)
        assert lea.pieces(demarche.objet) == TOUTES
        lea.plus_tard(demarche, days=32)
        assert lea.pieces(demarche.objet) == []
        assert Entree.objects.filter(genre="demarche.pieces_oubliees", objet=demarche.objet).count() == 1
        assert "effacée" in Guichet(lea).ecran(demarche)

    def test_those_of_an_order_taken_back_go_too(self, lea):
        demarche = lea.commander()
        lea.client.post(reverse("demarches:annuler", args=[demarche.reference]))
        lea.plus_tard(demarche, days=31)
        assert lea.pieces(demarche.objet) == []

    @pytest.mark.parametrize(("jours", "avant", "apres"), [(7, "EXPEDIEE", "EXPEDIEE"), (20, "RECUE", "RECUE")])
    def test_a_card_that_comes_back_leaves_again_free_of_charge(self, lea, jours, avant, apres):
        demarche, guichet = lea.commander(), Guichet(lea)
        guichet.decider(demarche, decision="valider")
        lea.plus_tard(demarche, days=jours)
        assert lea.commande.etat == avant
        guichet = Guichet(lea)
        faire_geste(guichet, demarche, "retour", "NPAI")
        assert lea.commande.etat == "RETOURNEE" and lea.sujets[-1] == "Votre carte Vitale nous est revenue"
        page = lea.page(demarche)
        assert "adresse à corriger" in page and "Vérifier mon adresse" in page
        lea.plus_tard(demarche, days=jours + 20)
        assert lea.commande.etat == "RETOURNEE"
        assert CommandeCarteVitale.objects.de(lea.assure).count() == 1
        guichet = Guichet(lea)
        faire_geste(guichet, demarche, "reexpedier", "Adresse corrigée au téléphone")
        assert lea.commande.etat == apres and lea.sujets[-1] == "Votre carte Vitale est partie"
        lea.plus_tard(demarche, days=jours + 26)
        assert lea.commande.etat == "RECUE" and lea.derniere().etat == Etat.ACCEPTEE

    def test_one_that_comes_back_once_another_was_ordered_is_not_awaited_again(self, lea):
        demarche, guichet = lea.commander(), Guichet(lea)
        guichet.decider(demarche, decision="valider")
        lea.plus_tard(demarche, days=20)
        CommandeCarteVitale.objects.create(
            personne=lea.assure.personne, demandee_par=lea.assure, origine=lea.commande.origine,
            demandee_le=horloge.maintenant(), etat_depuis=horloge.maintenant(), cause="une autre démarche",
        )  # fmt: skip
        adresse = reverse("admin:demarches_demarche_geste", args=[demarche.pk, "retour"])
        assert "Ce n’est pas possible maintenant." in Guichet(lea).client.get(adresse, follow=True).content.decode()

    def test_a_gesture_that_is_not_possible_now_says_so_and_needs_a_reason(self, lea):
        demarche, guichet = lea.commander(), Guichet(lea)
        adresse = reverse("admin:demarches_demarche_geste", args=[demarche.pk, "retour"])
        assert "Ce n’est pas possible maintenant." in guichet.client.get(adresse, follow=True).content.decode()
        guichet.decider(demarche, decision="valider")
        lea.plus_tard(demarche, days=7)
        guichet = Guichet(lea)
        page = guichet.client.post(adresse, {"motif": ""}).content.decode()
        assert "<title>Erreur" in page and lea.commande.etat == "EXPEDIEE"


def faire_geste(guichet: Guichet, demarche: Demarche, nom: str, motif: str) -> Any:
    """Open the page of a gesture of the room, say why, do it."""
    adresse = reverse("admin:demarches_demarche_geste", args=[demarche.pk, nom])
    vu = re.search(r'name="vu" value="([^"]*)"', guichet.client.get(adresse).content.decode())
    return guichet.client.post(adresse, {"vu": vu[1] if vu else "", "motif": motif}, follow=True)
