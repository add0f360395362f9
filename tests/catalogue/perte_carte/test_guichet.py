"""Agents and declared cards: found by serial, their use given back by two, more time, the paper form, the old card."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import CommandeCarteVitale, Message, Opposition
from ameli.noyau import horloge
from ameli.noyau.envois.models import Envoi
from ameli.noyau.models import Entree
from demarches.models import Demarche, Etat
from demarches.moteur import transitions
from tests.catalogue.perte_carte.test_parcours import SERIE, Declarant
from tests.fabriques import connecter, creer_agent, creer_caisse, dire_la_raison

pytestmark = pytest.mark.django_db
TROUVER = "admin:accounts_cartevitale_trouver"
ERREUR = {"motif": "erreur"}


@pytest.fixture
def lea() -> Declarant:
    return Declarant()


class Guichet:
    """An agent of the caisse of somebody, signed in now."""

    def __init__(self, lea: Declarant) -> None:
        self.agent = creer_agent(lea.assure.caisse, superviseur=False)
        self.client = dire_la_raison(connecter(Client(), self.agent.compte), lea.assure)

    def fiche(self, demarche: Demarche) -> str:
        return self.client.get(reverse("admin:demarches_demarche_change", args=[demarche.pk])).content.decode()

    def refuser(self, demarche: Demarche) -> str:
        return self._remplir(reverse("admin:demarches_demarche_refuser", args=[demarche.pk]), ERREUR)

    def faire(self, demarche: Demarche, nom: str, motif: str = "Appel de la personne") -> str:
        adresse = reverse("admin:demarches_demarche_geste", args=[demarche.pk, nom])
        return self._remplir(adresse, {"motif": motif})

    def _remplir(self, adresse: str, donnees: dict[str, Any]) -> str:
        vu = re.search(r'name="vu" value="([^"]*)"', self.client.get(adresse).content.decode())
        envoi = {"vu": vu[1] if vu else "", **donnees}
        return self.client.post(adresse, envoi, follow=True).content.decode()


class TestTrouver:
    @pytest.mark.parametrize("saisie", [SERIE, "1012 3456 78", " 10 12 34 56 78 ", f"{SERIE}9"])
    def test_a_card_is_found_by_its_whole_serial_with_its_state_opposition_declaration_and_order(self, lea, saisie):
        demarche = lea.declarer(motif="VOL")
        reponse = Guichet(lea).client.post(reverse(TROUVER), {"serie": saisie}, follow=True)
        page = reponse.content.decode()
        for lu in ("déclarée volée", "Vol, déclarée", demarche.reference, "Aucune."):
            assert lu in page
        assert SERIE not in page and SERIE not in reponse.redirect_chain[0][0]

    def test_the_order_that_followed_is_shown_too(self, lea):
        demarche = lea.declarer()
        CommandeCarteVitale.objects.create(
            personne=lea.assure.personne, demandee_par=lea.assure, origine="PERTE", cause="D-SUIT",
            demandee_le=demarche.deposee_le, etat_depuis=demarche.deposee_le,
        )  # fmt: skip
        page = Guichet(lea).client.post(reverse(TROUVER), {"serie": SERIE}, follow=True).content.decode()
        assert "Carte perdue, le" in page and "D-SUIT" in page

    @pytest.mark.parametrize("saisie", ["101234567", "1012345679", "abcdefghij", "%", ""])
    def test_part_of_a_serial_or_a_wrong_one_finds_nothing(self, lea, saisie):
        reponse = Guichet(lea).client.post(reverse(TROUVER), {"serie": saisie})
        assert reponse.status_code == 200 and "<title>Erreur" in reponse.content.decode()

    def test_a_serial_of_another_caisse_is_like_one_that_does_not_exist(self, lea):
        ailleurs = connecter(Client(), creer_agent(creer_caisse("331", "CPAM de la Gironde")).compte)
        for serie in (SERIE, "1012399999"):
            assert "Aucune carte de votre caisse" in ailleurs.post(reverse(TROUVER), {"serie": serie}).content.decode()
        assert ailleurs.get(reverse("admin:accounts_cartevitale_change", args=[lea.carte.pk])).status_code == 404

    def test_a_serial_that_is_looked_for_stands_in_no_address_no_log_and_no_journal(self, lea, caplog, capsys):
        guichet = Guichet(lea)
        with caplog.at_level("DEBUG"):
            guichet.client.post(reverse(TROUVER), {"serie": SERIE}, follow=True)
            guichet.client.post(reverse(TROUVER), {"serie": "1012399999"})
            assert (
                "<title>Exercice · Trouver" in guichet.client.get(f"{reverse(TROUVER)}?serie={SERIE}").content.decode()
            )
        ecrit = caplog.text.replace(f"?serie={SERIE}", "")
        assert SERIE not in ecrit and "1012399999" not in ecrit
        assert not [e for e in Entree.objects.all() if SERIE in f"{e.objet}{e.motif}{e.donnees}"]


class TestLeverUneOpposition:
    def test_two_different_agents_give_its_use_back_to_a_card_declared_by_mistake(self, lea):
        demarche, un, deux = lea.declarer(), Guichet(lea), Guichet(lea)
        assert "lever l’opposition" in un.fiche(demarche)
        assert "Un autre agent doit confirmer" in un.refuser(demarche)
        assert lea.carte.etat == "PERDUE"
        assert "Un autre agent doit confirmer" in un.refuser(demarche)
        assert lea.carte.etat == "PERDUE" and Demarche.objects.de(lea.assure).get().ouverte
        deux.refuser(demarche)
        assert lea.carte.etat == "ACTIVE" and Opposition.objects.de(lea.assure).get().levee_le is not None
        assert lea.sujets[-1] == "Votre déclaration est annulée"
        assert "est de nouveau valable" in Message.objects.de(lea.assure).order_by("-id")[0].corps
        assert Entree.objects.filter(genre="carte_vitale.levee", assure_ref=lea.assure.public_id).count() == 1

    def test_one_agent_cannot_by_any_other_way(self, lea):
        demarche, un = lea.declarer(), Guichet(lea)
        with pytest.raises(transitions.TransitionInterdite, match="Deux agents"):
            transitions.passer(
                demarche, "refuser", acteur=un.agent.compte.acteur, motif="La carte a été déclarée par erreur."
            )
        assert lea.carte.etat == "PERDUE"

    def test_after_the_four_days_too_while_nothing_is_ordered(self, lea):
        demarche = lea.declarer()
        lea.plus_tard(demarche, days=6)
        un, deux = Guichet(lea), Guichet(lea)
        for guichet in (un, un):
            assert "Un autre agent doit confirmer" in guichet.faire(demarche, "lever")
        assert lea.carte.etat == "PERDUE"
        assert "la carte sert de nouveau" in deux.faire(demarche, "lever")
        assert lea.carte.etat == "ACTIVE" and lea.sujets[-1] == "Votre déclaration est annulée"

    def test_not_once_a_new_card_is_ordered(self, lea):
        demarche = lea.declarer()
        lea.plus_tard(demarche, days=6)
        CommandeCarteVitale.objects.create(
            personne=lea.assure.personne, demandee_par=lea.assure, origine="PERTE", cause="D-SUIT",
            demandee_le=demarche.deposee_le, etat_depuis=demarche.deposee_le,
        )  # fmt: skip
        guichet = Guichet(lea)
        for nom in ("lever", "prolonger", "formulaire"):
            adresse = reverse("admin:demarches_demarche_geste", args=[demarche.pk, nom])
            assert "Ce n’est pas possible maintenant." in guichet.client.get(adresse, follow=True).content.decode()
        assert "Noter la restitution" in guichet.fiche(demarche)


class TestLesAutresGestes:
    def test_more_time_is_given_once_it_runs_short_and_the_person_is_told(self, lea):
        demarche = lea.declarer()
        adresse = reverse("admin:demarches_demarche_geste", args=[demarche.pk, "prolonger"])
        deja = Guichet(lea).client.get(adresse, follow=True).content.decode()
        assert "Ce n’est pas possible maintenant." in deja  # five days are left already
        lea.plus_tard(demarche, days=3)
        assert "La personne peut commander en ligne" in Guichet(lea).faire(demarche, "prolonger", "Hospitalisée")
        assert "Vous avez plus de temps pour commander" in lea.sujets
        lea.plus_tard(demarche, days=6)
        assert Demarche.objects.de(lea.assure).get().ouverte
        opposition = Opposition.objects.de(lea.assure).get()
        assert opposition.ouvre_une_commande(horloge.maintenant())
        lea.plus_tard(demarche, days=9)
        assert Demarche.objects.de(lea.assure).get().etat == Etat.ACCEPTEE
        assert "Votre nouvelle carte Vitale n’est pas commandée" in lea.sujets

    def test_more_time_after_the_end_opens_the_order_again(self, lea):
        demarche = lea.declarer()
        lea.plus_tard(demarche, days=6)
        Guichet(lea).faire(demarche, "prolonger")
        assert lea.client.post(reverse("demarches:depart", args=["commande-carte-vitale"])).status_code == 302

    def test_the_paper_form_leaves_by_post_to_the_address_of_the_file(self, lea):
        demarche = lea.declarer()
        assert "part par la poste" in Guichet(lea).faire(demarche, "formulaire")
        lettre = Envoi.objects.get(canal=Envoi.Canal.LETTRE, gabarit="formulaire_carte_vitale")
        assert "8 rue des Arènes" in lettre.destination and demarche.reference in lettre.contenu
        assert "Formulaire papier envoyé par la poste" in lea.client.get(
            reverse("demarches:detail", args=[demarche.reference])
        ).content.decode()  # fmt: skip

    def test_the_old_card_given_back_is_noted_once_and_never_serves_again(self, lea):
        demarche = lea.declarer()
        Guichet(lea).faire(demarche, "restitution")
        opposition = Opposition.objects.de(lea.assure).get()
        assert opposition.rendue_le is not None and lea.carte.etat == "PERDUE"
        assert lea.sujets[-1] == "Votre ancienne carte Vitale est rendue"
        assert "Noter la restitution" not in Guichet(lea).fiche(demarche)

    def test_a_gesture_without_a_reason_or_made_twice_from_an_old_page_does_nothing(self, lea):
        demarche, guichet = lea.declarer(), Guichet(lea)
        assert "Erreur" in guichet.faire(demarche, "restitution", "")
        adresse = reverse("admin:demarches_demarche_geste", args=[demarche.pk, "restitution"])
        vu = re.search(r'name="vu" value="([^"]*)"', guichet.client.get(adresse).content.decode())
        guichet.faire(demarche, "restitution")
        page = guichet.client.post(adresse, {"vu": vu[1] if vu else "", "motif": "Encore"}).content.decode()
        assert "Ce n’est plus possible" in page and 'value="Encore"' in page
        assert Entree.objects.filter(genre="carte_vitale.rendue").count() == 1


class TestCeNEstPasMoi:
    def test_a_mail_tells_of_the_declaration_and_its_link_freezes_the_account_and_leaves_the_card_to_two_agents(
        self, lea
    ):
        demarche = lea.declarer()
        courriel = Envoi.objects.get(gabarit="perte_carte_alerte")
        assert courriel.destination == lea.compte.email and "Vitale" in courriel.sujet
        jeton = re.search(r"jeton=([\w.~-]+)", courriel.contenu)[1]
        page = Client().post(reverse("demarches:contester"), {"jeton": jeton}).content.decode()
        assert "reste invalide, par prudence" in page
        lea.compte.refresh_from_db()
        assert lea.compte.gele_le is not None and lea.carte.etat == "PERDUE"
        assert Demarche.objects.de(lea.assure).get().etat == Etat.ANNULEE
        for guichet in (Guichet(lea), Guichet(lea)):
            guichet.faire(demarche, "lever")
        assert lea.carte.etat == "ACTIVE"
