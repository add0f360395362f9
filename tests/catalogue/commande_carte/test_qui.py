"""Who may order a card, and why."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.informations import cartes_vitale
from accounts.models import CarteVitale, CommandeCarteVitale, Personne
from ameli.noyau import horloge
from ameli.noyau.journal import auteur
from demarches.catalogue.commande_carte import demandeurs
from demarches.moteur import transitions
from tests.catalogue.commande_carte.test_parcours import Commande
from tests.fabriques import connecter, creer_agent, creer_assure, creer_enfant
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db


class TestQui:
    def test_a_card_that_serves_is_not_replaced(self, settings, tmp_path):
        page = Commande().client.get(reverse("demarches:depart", args=["commande-carte-vitale"])).content.decode()
        assert "Votre carte est valable" in page

    def test_somebody_newly_registered_orders_a_first_card(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path / "media"
        neuve = Commande(creer_assure("Ana", "Neuve", serie=None))
        neuve.commander()
        assert neuve.commande.origine == "IMMATRICULATION"

    def test_another_name_than_the_one_on_the_card_gives_the_right_to_order(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path / "media"
        mariee = Commande()
        with auteur("systeme:essai"):
            Personne.objects.filter(pk=mariee.assure.personne_id).update(nom_usage="Lartigue")
        mariee.assure.refresh_from_db()
        mariee.client = connecter(Client(), mariee.compte)
        demarche = mariee.commander()
        assert mariee.commande.origine == "IDENTITE" and mariee.carte.etat == "ACTIVE"
        agent = creer_agent(mariee.assure.caisse)
        transitions.controler(demarche, acteur=agent.compte.acteur, le=demarche.deposee_le)
        mariee.plus_tard(demarche, days=11)
        assert mariee.carte.etat == "REMPLACEE"
        assert cartes_vitale.active(mariee.assure.personne_id) == mariee.commande.carte

    def test_a_card_of_which_the_print_is_unknown_says_nothing_of_a_name(self, lea):
        CarteVitale.objects.filter(personne=lea.assure.personne).update(identite_empreinte="", etat="ACTIVE")
        possession = cartes_vitale.possessions([lea.assure.personne_id])[lea.assure.personne_id]
        assert not possession.identite_changee(lea.assure.personne)

    def test_a_dependant_of_twelve_has_a_first_card_and_both_orders_run_side_by_side(self, lea):
        enfant = creer_enfant(lea.assure, "Zoé", date_naissance=date(2013, 3, 1))
        lea.commander()
        lea.commander(enfant.personne)
        assert sorted(CommandeCarteVitale.objects.de(lea.assure).values_list("origine", flat=True)) == [
            "AYANT_DROIT", "PERTE",
        ]  # fmt: skip

    def test_nobody_orders_a_card_for_a_child_without_number(self, lea):
        zoe = creer_enfant(lea.assure, "Zoé", date_naissance=date(2013, 3, 1), nir=None).personne
        lea.ouvrir()
        page = lea.poster("beneficiaire", personne=zoe.public_id).content.decode().replace("\xa0", " ")
        assert "numéro de Sécurité sociale, en cours d’attribution" in page
        assert not CommandeCarteVitale.objects.de(lea.assure).exists()

    def test_an_order_on_its_way_is_followed_not_doubled(self, lea):
        lea.commander()
        page = lea.client.get(reverse("demarches:depart", args=["commande-carte-vitale"])).content.decode()
        assert "Votre carte est déjà commandée" in page

    def test_the_family_is_read_in_four_queries(self, lea):
        for rang in range(4):
            creer_enfant(lea.assure, f"Enfant{rang}", date_naissance=date(2012, 3, 1))
        le = horloge.maintenant()
        with requetes() as vues:
            demandeurs.lire(lea.assure, le)
        assert len(vues) == 4
