"""What happens to a card after its order: lost, brought back by the post, posted again; told by the person or by an agent."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

import pytest
from django.test import Client
from django.urls import reverse

from accounts.informations import adresse as adresses
from accounts.models import Adresse, Beneficiaire, CertificatProvisoire, Compte, Message
from ameli.noyau import horloge
from ameli.noyau.calendrier import ajouter_mois
from ameli.noyau.echeances import balayer
from ameli.noyau.journal import auteur
from ameli.noyau.journal.models import Entree
from demarches.catalogue.ceam import gestes
from demarches.catalogue.ceam.famille import lire as famille_du
from demarches.catalogue.ceam.regles import validite
from demarches.models import Demarche, Etat
from tests.catalogue.ceam.salle import Carte, Commande, apres, changer_les_droits, texte
from tests.fabriques import connecter, creer_agent, creer_assure, creer_caisse, creer_compte, dire_la_raison
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(famille):
    return creer_agent(caisse=famille.assure.caisse)


@pytest.fixture
def guichet(agent, famille):
    return au_guichet(famille, agent.compte)


def au_guichet(famille: Commande, compte: Compte) -> Client:
    """An agent who said why they open the file of the family."""
    return dire_la_raison(connecter(Client(), compte), famille.assure)


def ecran(nom: str, carte: Carte | None = None) -> str:
    return reverse(f"admin:accounts_carteeuropeenne_{nom}", args=[carte.pk] if carte else [])


def geste(nom: str, carte: Carte) -> str:
    return reverse("admin:accounts_carteeuropeenne_geste", args=[carte.pk, nom])


def faire(guichet: Client, nom: str, carte: Carte, **saisie: str):
    """Open the page of a gesture, then send it as it came, with a reason."""
    vu = guichet.get(geste(nom, carte)).context["formulaire"]["vu"].value()
    return guichet.post(geste(nom, carte), {"vu": vu, "motif": "Courrier du jour", **saisie})


def sujets(famille: Commande) -> list[str]:
    return list(Message.objects.de(famille.assure).order_by("id").values_list("sujet", flat=True))


def dernier(famille: Commande) -> str:
    return Message.objects.de(famille.assure).order_by("-id")[0].corps


class TestTheReminder:
    def rappels(self, famille: Commande, carte: Carte) -> int:
        """How many were sent by the last day of `carte`."""
        assert carte.fin is not None
        horloge.regler_decalage(timedelta(days=(carte.fin - horloge.temps_reel().date()).days))
        balayer()
        return sujets(famille).count("Une carte européenne à renouveler")

    def test_it_comes_once_and_tells_the_day(self, famille):
        famille.commander()
        apres(famille, days=11)
        assert self.rappels(famille, famille.cartes()[0]) == 1

    def test_who_has_no_rights_any_more_is_not_told_to_renew(self, famille):
        changer_les_droits(famille, None)
        famille.commander()
        apres(famille, days=11)
        changer_les_droits(famille, horloge.aujourdhui() + timedelta(days=90))
        assert self.rappels(famille, famille.cartes()[0]) == 0

    def test_who_ordered_another_card_is_not_told_to_renew(self, famille):
        changer_les_droits(famille, None)
        famille.commander()
        apres(famille, days=11)
        premiere = famille.cartes()[0]
        apres(famille, days=700)
        assert sujets(famille).count("Une carte européenne à renouveler") == 1
        famille.commander(demande="renouveler")
        assert self.rappels(famille, premiere) == 1


class TestTheOldCardWhileAnotherIsAwaited:
    @pytest.fixture
    def ancienne(self, famille):
        carte = famille.carte(jours=30)
        famille.commander(demande="renouveler")
        return carte

    def test_the_order_says_where_to_declare_it_and_it_is_worth_nothing_at_once(self, famille, ancienne):
        page = texte(famille.commencer())
        lien = reverse("demarches:ceam_opposer", args=[ancienne.public_id])
        assert "Suivre la commande" in page and f'href="{lien}"' in page
        assert "Choisissez la perte ou le vol." in texte(famille.client.post(lien))
        assert famille.client.post(lien, {"etat": "VOLEE"}).status_code == 302
        assert [carte.etat for carte in famille.cartes()] == [Carte.Etat.VOLEE, Carte.Etat.DEMANDEE]
        image = reverse("documents:carte_europeenne", args=[ancienne.public_id])
        assert famille.client.get(image).status_code == 404
        assert "déclarée volée" in dernier(famille) and "La nouvelle carte est déjà commandée." in dernier(famille)
        assert famille.client.post(lien, {"etat": "PERDUE"}).status_code == 404

    def test_that_of_somebody_else_does_not_exist(self, ancienne):
        autre = connecter(Client(), creer_compte(creer_assure()))
        for nom in ("opposer", "calendrier", "certifier"):
            adresse = reverse(f"demarches:ceam_{nom}", args=[ancienne.public_id])
            assert (autre.post if nom == "certifier" else autre.get)(adresse).status_code == 404

    def test_a_lost_card_takes_its_certificate_with_it(self, famille):
        famille.commander(proche="oui")
        certificat = CertificatProvisoire.objects.de(famille.assure).get()
        apres(famille, days=11)
        lien = reverse("documents:certificat_europeen", args=[certificat.public_id])
        assert famille.client.get(lien).status_code == 302
        famille.commander(demande="perte")
        assert famille.client.get(lien).status_code == 404
        assert not CertificatProvisoire.objects.de(famille.assure).valables(horloge.aujourdhui()).exists()


class TestSomebodyMovesMeanwhile:
    NOUVELLE: ClassVar[dict[str, str]] = {"ligne_1": "5 rue du Marché", "code_postal": "40100", "commune": "DAX"}

    def demenager(self, famille, dans: timedelta) -> None:
        effet = horloge.maintenant() + dans
        adresses.remplacer(famille.assure, **self.NOUVELLE, effet=effet, cause="D-DEMENAGE")

    def test_what_the_post_does_not_have_yet_goes_to_the_new_address(self, famille):
        famille.commander()
        self.demenager(famille, timedelta(0))
        assert famille.cartes()[0].adresse == "5 rue du Marché\n40100 DAX"
        apres(famille, days=5, minutes=1)
        assert famille.cartes()[0].adresse == "5 rue du Marché\n40100 DAX"
        assert "5 rue du Marché, 40100 DAX" in Message.objects.de(famille.assure).order_by("-id")[0].corps

    def test_an_address_that_serves_from_a_later_day_counts_on_the_day_of_the_post(self, famille):
        famille.commander()
        avant = famille.cartes()[0].adresse
        self.demenager(famille, timedelta(days=4))
        assert famille.cartes()[0].adresse == avant
        apres(famille, days=5, minutes=1)
        assert famille.cartes()[0].adresse == "5 rue du Marché\n40100 DAX"

    def test_what_the_post_has_keeps_the_address_that_is_written_on_it(self, famille):
        famille.commander()
        avant = famille.cartes()[0].adresse
        apres(famille, days=5, minutes=1)
        self.demenager(famille, timedelta(0))
        assert famille.cartes()[0].adresse == avant


class TestTheLetterThatComesBack:
    def envoyee(self, famille: Commande) -> Carte:
        """A card that left five days ago."""
        famille.commander()
        apres(famille, days=6)
        return famille.cartes()[0]

    def test_it_is_told_the_order_waits_and_the_card_leaves_again_to_the_new_address(self, famille, guichet, agent):
        carte = self.envoyee(famille)
        guichet = au_guichet(famille, agent.compte)
        assert "Noter le retour du courrier" in texte(guichet.get(ecran("change", carte)))
        assert faire(guichet, "retour", carte).status_code == 302
        assert sujets(famille)[-1] == "Votre carte européenne nous est revenue"
        assert "Regardez votre adresse" in dernier(famille)

        apres(famille, days=12)
        demarche = Demarche.objects.de(famille.assure).get()
        assert (famille.cartes()[0].etat, demarche.etat) == (Carte.Etat.RETOURNEE, Etat.EN_COURS)
        assert "La poste nous a rendu cette carte" in texte(famille.commencer())
        assert "Revenue par la poste" in texte(
            famille.client.get(reverse("demarches:detail", args=[demarche.reference]))
        )
        assert "Revenue par la poste" in texte(famille.client.get(reverse("informations:accueil")))

        with auteur("systeme:test", "moved"):
            Adresse.objects.de(famille.assure).update(ligne_1="7 RUE NEUVE")
        guichet = au_guichet(famille, agent.compte)
        assert "7 RUE NEUVE" in texte(guichet.get(ecran("change", carte)))
        assert "7 RUE NEUVE" in texte(guichet.get(geste("renvoyer", carte)))
        assert faire(guichet, "renvoyer", carte).status_code == 302
        assert sujets(famille)[-1] == "Votre carte européenne est repartie" and "7 RUE NEUVE" in dernier(famille)

        apres(famille, days=16)
        assert famille.cartes()[0].etat == Carte.Etat.EXPEDIEE
        apres(famille, days=17, minutes=5)
        arrivee = famille.cartes()[0]
        assert (arrivee.etat, arrivee.debut) == (Carte.Etat.ACTIVE, horloge.aujourdhui())
        assert Demarche.objects.de(famille.assure).get().etat == Etat.ACCEPTEE

    def test_one_that_was_held_to_have_arrived_keeps_the_days_that_are_printed_on_it(self, famille, agent):
        famille.commander()
        apres(famille, days=11)
        avant = famille.cartes()[0]
        commandee = avant.demandee_le
        gestes.noter_le_retour(avant, le=horloge.maintenant(), acteur=agent.compte.acteur)
        assert not famille.cartes()[0].valable(horloge.aujourdhui())
        apres(famille, days=20)
        gestes.renvoyer(famille.cartes()[0], le=horloge.maintenant(), acteur=agent.compte.acteur)
        apres(famille, days=26)
        apres_coup = famille.cartes()[0]
        assert (apres_coup.etat, apres_coup.debut, apres_coup.fin) == (Carte.Etat.ACTIVE, avant.debut, avant.fin)
        for jours, dite in (
            (26, False),
            (31, True),
        ):  # « je ne l’ai pas reçue » waits for the second journey of the card
            (moi, *_) = famille_du(famille.assure, commandee + timedelta(days=jours))
            manque = validite.obstacle(moi.titulaire, validite.Demande.NON_RECUE, moi.le)
            assert (manque is None) is dite, jours
        assert sujets(famille).count("Votre carte européenne doit être chez vous") == 1

    def test_noted_twice_it_is_once(self, famille, agent):
        carte = self.envoyee(famille)
        guichet = au_guichet(famille, agent.compte)
        vu = guichet.get(geste("retour", carte)).context["formulaire"]["vu"].value()
        for _ in range(2):
            reponse = guichet.post(geste("retour", carte), {"vu": vu, "motif": "Courrier du jour"})
        page = texte(reponse)
        assert "Ce n’est plus possible" in page and "L’état de la carte a changé" in page
        assert sujets(famille).count("Votre carte européenne nous est revenue") == 1
        page = texte(guichet.get(geste("retour", carte), follow=True))
        assert (
            "Ce n’est pas possible maintenant. Dernière action : carte européenne revenue par la poste, par vous"
            in page
        )

    def test_without_a_reason_nothing_is_done_and_what_was_typed_stays(self, famille, agent):
        carte = self.envoyee(famille)
        guichet = au_guichet(famille, agent.compte)
        page = texte(guichet.post(geste("retour", carte), {"motif": ""}))
        assert "resume-erreurs" in page
        assert famille.cartes()[0].etat == Carte.Etat.EXPEDIEE

    def test_who_was_slower_than_a_colleague_reads_who_acted_and_decides_again(self, famille, agent):
        famille.commander()
        apres(famille, days=11)
        carte = famille.cartes()[0]
        lent, rapide = au_guichet(famille, agent.compte), au_guichet(famille, creer_agent(caisse=agent.caisse).compte)
        vu = lent.get(geste("opposer", carte)).context["formulaire"]["vu"].value()
        faire(rapide, "retour", carte)
        faire(rapide, "renvoyer", carte)
        apres(famille, days=18)
        lent = au_guichet(famille, agent.compte)
        saisie = {"etat": "VOLEE", "reconnue": "on", "motif": "Appel de ce matin"}
        reponse = lent.post(geste("opposer", carte), {"vu": vu, **saisie})
        page = texte(reponse)
        assert "Quelqu’un d’autre a agi" in page and "Dernière action : carte européenne active" in page
        assert 'value="Appel de ce matin"' in page
        assert famille.cartes()[0].etat == Carte.Etat.ACTIVE
        neuf = reponse.context["formulaire"].data["vu"]
        assert lent.post(geste("opposer", carte), {"vu": neuf, **saisie}).status_code == 302
        assert famille.cartes()[0].etat == Carte.Etat.VOLEE

    def test_the_reason_stays_in_the_file_and_the_person_does_not_read_it(self, famille, agent):
        carte = self.envoyee(famille)
        guichet = au_guichet(famille, agent.compte)
        faire(guichet, "retour", carte, motif="N’habite pas à l’adresse indiquée")
        assert "par Camille Agent : N’habite pas à l’adresse indiquée" in texte(guichet.get(ecran("change", carte)))
        demarche = Demarche.objects.de(famille.assure).get()
        for page in (reverse("demarches:detail", args=[demarche.reference]), reverse("informations:accueil")):
            assert "N’habite pas" not in texte(famille.client.get(page))
        assert "N’habite pas" not in dernier(famille)

    def test_the_caisse_of_the_other_parent_reads_no_address_of_the_one_who_ordered(self, famille):
        carte = self.envoyee(famille)
        autre = creer_assure(caisse=creer_caisse("331", "CPAM de la Gironde"))
        Beneficiaire.objects.create(
            assure=autre, personne=carte.personne, rang=2, lien="ENFANT", droits_du=horloge.aujourdhui(),
            parent_referent=False,
        )  # fmt: skip
        ailleurs = au_guichet(famille, creer_agent(caisse=autre.caisse).compte)
        page = texte(ailleurs.get(ecran("change", carte)))
        assert "Titulaire" in page and "Adresse" not in page
        assert carte.adresse.split("\n")[0] not in page
        chez_elle = creer_agent(caisse=famille.assure.caisse)
        faire(au_guichet(famille, chez_elle.compte), "retour", carte, motif="Partie au 7 RUE NEUVE")
        page = texte(ailleurs.get(ecran("change", carte)))
        assert "Adresse" not in page and "7 RUE NEUVE" not in page and "revenue par la poste" in page
        for nom in ("renvoyer", "retour"):
            assert ailleurs.get(geste(nom, carte)).status_code == 404
            assert ailleurs.post(geste(nom, carte)).status_code == 404
        assert famille.cartes()[0].etat == Carte.Etat.RETOURNEE


class TestTheAgents:
    def test_a_card_is_found_by_its_number_or_by_its_holder_and_nothing_is_in_clear(self, famille, guichet):
        carte = famille.carte()
        page = texte(guichet.get(ecran("changelist")))
        assert f"•••• •• {carte.numero[-4:]}" in page and carte.numero not in page
        numero = f"{carte.numero[:5]} {carte.numero[5:]}"
        assert guichet.post(ecran("trouver"), {"numero": numero}).url == ecran("change", carte)
        assert guichet.post(ecran("trouver"), {"nir": famille.assure.personne.nir}).url == ecran("change", carte)
        seconde = famille.carte(jours=20)
        deux = texte(guichet.post(ecran("trouver"), {"nir": famille.assure.personne.nir}))
        assert "2 cartes de cette personne" in deux and ecran("change", seconde) in deux

    @pytest.mark.parametrize(
        ("saisie", "phrase"),
        [
            ({}, "Donnez le numéro de la carte, ou celui de la personne."),
            ({"numero": "80250"}, "Le numéro de la carte comporte 20 chiffres."),
            ({"numero": "8" * 20}, "Aucune carte de votre caisse ne correspond."),
        ],
    )
    def test_a_search_that_finds_nothing_says_why(self, guichet, saisie, phrase):
        assert phrase in texte(guichet.post(ecran("trouver"), saisie))

    def test_the_card_of_another_caisse_does_not_exist(self, famille):
        carte = famille.carte()
        ailleurs = connecter(Client(), creer_agent(caisse=creer_caisse("331", "CPAM de la Gironde")).compte)
        assert ailleurs.get(ecran("change", carte)).status_code == 404
        for nom in ("opposer", "retour", "renvoyer", "inconnu"):
            assert ailleurs.get(geste(nom, carte)).status_code == 404
        assert "Aucune carte" in texte(ailleurs.post(ecran("trouver"), {"numero": carte.numero}))

    def test_a_call_opposes_the_card_once_the_caller_is_known(self, famille, guichet, agent):
        carte = famille.carte()
        assert "Vérifiez d’abord qui appelle." in texte(guichet.post(geste("opposer", carte), {"etat": "PERDUE"}))
        assert faire(guichet, "opposer", carte, etat="PERDUE", reconnue="on").status_code == 302
        page = texte(guichet.get(ecran("change", carte)))
        assert "Opposition notée." in page and "Déclarée perdue" in page and "Mettre la carte en opposition" not in page
        assert "par Camille Agent : Courrier du jour" in page
        assert famille.cartes()[0].etat == Carte.Etat.PERDUE
        assert "auprès d’un conseiller" in dernier(famille) and "Pour en avoir une autre" in dernier(famille)
        entree = Entree.objects.filter(objet=f"carte_europeenne:{carte.public_id}").get()
        assert (entree.acteur, entree.assure_ref) == (agent.compte.acteur, famille.assure.public_id)
        assert "Carte déclarée perdue le" in texte(famille.commencer())
        famille.commander()

    def test_the_page_tells_certificate_order_messages_and_history_within_its_queries(self, famille, guichet):
        demarche = famille.commander(proche="oui")
        carte = famille.cartes()[0]
        with requetes() as vues:
            page = texte(guichet.get(ecran("change", carte)))
        for mot in (
            "Première carte".lower(),
            demarche.reference,
            "Certificat provisoire",
            "Votre commande de carte",
            "Carte européenne commandée",
        ):
            assert mot in page, mot
        assert len(vues) <= 20
        assert Entree.objects.filter(genre="dossier.consulte", assure_ref=famille.assure.public_id).exists()
        with requetes() as vues:
            guichet.get(ecran("changelist"))
        assert len(vues) <= 15

    def test_the_file_of_a_person_lists_the_cards_of_the_family(self, famille, guichet):
        carte = famille.carte()
        page = texte(guichet.get(reverse("admin:accounts_assure_change", args=[famille.assure.pk])))
        assert "Cartes européennes" in page and f"{carte.numero[-4:]}, {famille.assure.personne}, active" in page


def test_the_days_of_a_card_go_in_a_calendar(famille):
    carte = famille.carte(jours=300)
    lien = reverse("demarches:ceam_calendrier", args=[carte.public_id])
    assert lien in texte(famille.client.get(reverse("documents:carte_europeenne", args=[carte.public_id])))
    fichier = famille.client.get(lien)
    assert fichier["Content-Type"].startswith("text/calendar")
    lignes = fichier.content.decode().split("\r\n")
    assert lignes[0] == "BEGIN:VCALENDAR" and lignes[-2] == "END:VCALENDAR"
    assert carte.fin is not None
    for jour in (ajouter_mois(carte.fin, -2), carte.fin):
        assert f"DTSTART;VALUE=DATE:{jour:%Y%m%d}" in lignes
    assert carte.numero not in fichier.content.decode()
