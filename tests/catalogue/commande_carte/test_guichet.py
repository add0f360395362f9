"""Agents in front of the photos: one screen, one decision; two of them for an identity; cards that come back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from accounts.models import Message
from ameli.noyau import horloge
from ameli.noyau.horloge import temps_reel
from ameli.noyau.models import Entree
from demarches.admin import concurrence
from demarches.catalogue.commande_carte import regles
from demarches.catalogue.commande_carte.guichet import DISCORDANCE
from demarches.models import Attente, Demarche, Etat, Evenement, Examen
from demarches.moteur import avis, examens, pieces, transitions
from demarches.moteur.fichiers_d_exemple import portrait
from demarches.suivi.formulaires import formulaire_attendu
from documents.models import Piece
from tests.catalogue.commande_carte.test_parcours import FIN, PHOTO, RECTO, TOUTES, VERSO, Commande, Fichier
from tests.fabriques import connecter, creer_agent, creer_assure, creer_caisse, dire_la_raison
from tests.fabriques_fichiers import pdf
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
PHOTOS = "admin:demarches_demarche_photos"
SUIVANTE = "admin:demarches_demarche_photo_suivante"
IDENTITE = {"decision": "refuser", "motif": "identite"}


class Guichet:
    """An agent of the caisse of somebody."""

    def __init__(self, lea: Commande) -> None:
        self.agent = creer_agent(lea.assure.caisse, superviseur=False)
        self.client = dire_la_raison(connecter(Client(), self.agent.compte), lea.assure)

    def ecran(self, demarche: Demarche) -> str:
        return self.client.get(images(demarche)).content.decode().replace("\u00a0", " ")

    def decider(self, demarche: Demarche, **donnees: Any) -> Any:
        vu = re.search(r'name="vu" value="([^"]*)"', self.ecran(demarche))
        return self.client.post(images(demarche), {"vu": vu[1] if vu else "", **donnees})

    def dit(self, reponse: Any) -> str:
        return self.client.get(reponse.url).content.decode()


def images(demarche: Demarche) -> str:
    return reverse("admin:demarches_demarche_images", args=[demarche.pk])


def neuve(prenom: str) -> Commande:
    """Somebody newly registered, who orders a first card."""
    return Commande(creer_assure(prenom, "Neuve", serie=None))


class TestEcran:
    def test_images_what_is_known_what_was_seen_and_the_criteria_stand_on_one_screen(self, lea):
        demarche, guichet = lea.commander(), Guichet(lea)
        page = guichet.ecran(demarche)
        assert page.count("<figure") == 3
        age = lea.assure.personne.age(horloge.aujourdhui())
        for lu in ("Duprat", "Léa", f"15 juin 1990 ({age}", "8 rue des Arènes", "Carte nationale d’identité"):
            assert lu in page
        assert all(regles.MOTIFS_PHOTO[code].split(". ")[0] in page for code in regles.MOTIFS_PHOTO)
        assert lea.assure.personne.nir not in page
        entree = Entree.objects.filter(genre="dossier.consulte", objet=demarche.objet).get()
        assert entree.acteur == guichet.agent.compte.acteur

    def test_what_waits_too_stands_beside_the_images_the_oldest_first(self, lea):
        premiere, seconde, guichet = lea.commander(), neuve("Ana").commander(), Guichet(lea)
        file = re.search(
            r'<nav class="a-cote" aria-label="Photos à vérifier">.*?</nav>', guichet.ecran(seconde), re.DOTALL
        )
        assert file
        liens = re.findall(r'<a href="([^"]+)"( aria-current="page")?>', file[0])
        assert liens == [(images(premiere), ""), (images(seconde), ' aria-current="page"')]
        assert "Il en reste 2, avec celle-ci." in guichet.ecran(seconde).replace("\u00a0", " ")

    def test_twenty_queries_at_most_for_the_screen_and_fifteen_for_the_queue_whatever_waits(self, lea):
        demarche, guichet = lea.commander(), Guichet(lea)
        comptes = []
        for _ in range(2):
            guichet.ecran(demarche)
            with requetes() as ecran:
                guichet.ecran(demarche)
            with requetes() as file:
                guichet.client.get(reverse(PHOTOS))
            comptes.append((len(ecran), len(file)))
            neuve("Ana").commander()
            neuve("Ivo").commander()
        assert comptes[0] == comptes[1] and comptes[0][0] <= 20 and comptes[0][1] <= 15, comptes

    def test_a_right_order_goes_on_and_the_next_one_opens_the_oldest_first(self, lea):
        premiere, guichet = lea.commander(), Guichet(lea)
        seconde = neuve("Ana").commander()
        assert guichet.client.post(reverse(SUIVANTE)).url == images(premiere)
        suite = guichet.decider(premiere, decision="valider")
        assert suite.url == images(seconde)
        relue = lea.derniere()
        assert relue.etat == Etat.EN_COURS and relue.alertes == []
        assert relue.prevue_le is not None and relue.prevue_le > premiere.deposee_le + timedelta(days=9)
        assert "Votre photo est acceptée" in lea.sujets
        assert guichet.decider(seconde, decision="valider").url == reverse(PHOTOS)
        assert "Aucune photo n’attend" in guichet.client.get(reverse(PHOTOS)).content.decode()
        assert "Rendre et quitter" not in guichet.ecran(premiere)

    def test_a_refused_photo_reopens_only_that_step_and_the_document_is_kept(self, lea):
        demarche, guichet = lea.commander(), Guichet(lea)
        recto = Piece.objects.de(lea.assure).get(libelle="Pièce d’identité, recto")
        ancienne = Piece.objects.de(lea.assure).get(libelle="Photo d’identité")
        guichet.decider(demarche, decision="renvoyer", motifs_photo=["floue", "fond"], precision="Merci.")
        demande = Attente.objects.de(lea.assure).get()
        assert (demande.place, demande.libelle) == ("photo", "Photo d’identité")
        assert "floue" in demande.motif and "uni" in demande.motif and demande.motif.endswith("Merci.")
        page = lea.page(demarche)
        assert 'name="photo"' in page and 'name="recto"' not in page and "floue" in page
        envoi = reverse("demarches:completer", args=[demarche.reference])
        faute = lea.client.post(envoi, {"photo": Fichier("x.pdf", pdf())}).content.decode()
        assert "pas un PDF" in faute and lea.derniere().etat == Etat.A_COMPLETER
        assert lea.client.post(envoi, {"photo": PHOTO}).status_code == 302
        assert lea.derniere().etat == Etat.EN_COURS and lea.pieces(demarche.objet) == TOUTES
        assert Piece.objects.de(lea.assure).get(libelle="Pièce d’identité, recto").pk == recto.pk
        assert not Piece.objects.de(lea.assure).filter(pk=ancienne.pk).exists()
        assert "Déjà demandé de renvoyer" in guichet.ecran(demarche)
        guichet.decider(demarche, decision="valider")
        lea.plus_tard(demarche, days=11)
        assert lea.commande.etat == "RECUE"

    def test_who_was_slower_keeps_every_reason_that_was_ticked(self, lea):
        demarche, guichet, collegue = lea.commander(), Guichet(lea), Guichet(lea)
        vu = re.search(r'name="vu" value="([^"]*)"', guichet.ecran(demarche))
        assert vu is not None
        collegue.client.post(reverse("admin:demarches_demarche_prendre", args=[demarche.pk]))
        coches = {"decision": "renvoyer", "motifs_photo": ["floue", "fond"], "vu": vu[1]}
        page = guichet.client.post(images(demarche), coches).content.decode()
        assert page.count("checked") == 2

    def test_both_are_asked_at_once_and_come_back_together(self, lea):
        demarche, guichet = lea.commander(), Guichet(lea)
        guichet.decider(demarche, decision="renvoyer", motifs_photo=["yeux"], motifs_piece=["illisible"])
        demande = Attente.objects.de(lea.assure).get()
        assert (demande.place, demande.libelle) == ("photo piece", "Photo d’identité et Pièce d’identité")
        page = lea.page(demarche)
        assert page.index('name="photo"') < page.index('name="recto"') < page.index('name="verso"')
        envoi = reverse("demarches:completer", args=[demarche.reference])
        assert lea.derniere().etat == Etat.A_COMPLETER
        recues = {"photo": PHOTO, "document": "cni", "expiration": FIN, "recto": RECTO, "verso": VERSO}
        assert lea.client.post(envoi, recues).status_code == 302
        assert lea.pieces(demarche.objet) == TOUTES and lea.derniere().etat == Etat.EN_COURS

    def test_a_passport_may_take_the_place_of_a_card_that_is_refused(self, lea):
        demarche = lea.commander()
        Guichet(lea).decider(demarche, decision="renvoyer", motifs_piece=["perimee"])
        envoi = reverse("demarches:completer", args=[demarche.reference])
        faute = lea.client.post(envoi, {"recto": RECTO}).content.decode()
        assert "Choisissez la pièce d’identité que vous envoyez." in faute
        assert "Écrivez la date de fin de validité de la pièce." in faute
        faute = lea.client.post(envoi, {"document": "cni", "expiration": FIN, "recto": RECTO}).content.decode()
        assert "Prenez aussi en photo le verso." in faute and lea.derniere().etat == Etat.A_COMPLETER
        passeport = {"document": "passeport", "expiration": FIN, "recto": RECTO}
        assert lea.client.post(envoi, passeport).status_code == 302
        relue = lea.derniere()
        assert relue.etat == Etat.EN_COURS
        assert relue.reponses["piece"]["document"] == "passeport" and relue.reponses["piece"]["verso"] == []
        assert lea.pieces(demarche.objet) == ["Photo d’identité", "Pièce d’identité, recto"]
        page = lea.page(demarche)
        assert "Passeport" in page and "Carte nationale" not in page
        assert "Passeport" in Guichet(lea).ecran(demarche)

    def test_a_document_sent_again_that_is_no_longer_valid_is_said_at_once(self, lea):
        demarche = lea.commander()
        Guichet(lea).decider(demarche, decision="renvoyer", motifs_piece=["perimee"])
        envoi = reverse("demarches:completer", args=[demarche.reference])
        perimee = {"document": "passeport", "expiration": "12/03/2019", "recto": RECTO}
        page = lea.client.post(envoi, perimee).content.decode()
        assert 'value="12/03/2019"' in page and lea.derniere().etat == Etat.A_COMPLETER

    def test_a_side_that_was_taken_stays_when_the_other_one_is_at_fault(self, lea):
        demarche = lea.commander()
        Guichet(lea).decider(demarche, decision="renvoyer", motifs_piece=["illisible"])
        envoi, reponses = (
            reverse("demarches:completer", args=[demarche.reference]),
            {"document": "cni", "expiration": FIN},
        )
        faute = lea.client.post(envoi, {**reponses, "recto": RECTO}).content.decode()
        assert "Déjà envoyé" in faute and "Prenez aussi en photo le verso." in faute
        gardee = Piece.objects.de(lea.assure).get(objet=demarche.objet_du_renvoi)
        adresse = reverse("demarches:piece", args=[demarche.reference, gardee.public_id])
        assert adresse in lea.page(demarche) and lea.client.get(adresse).status_code == 200
        assert gardee.public_id not in Guichet(lea).ecran(demarche)
        assert lea.client.post(envoi, {**reponses, "recto": gardee.public_id, "verso": VERSO}).status_code == 302
        assert lea.pieces(demarche.objet) == TOUTES and lea.pieces(demarche.objet_du_renvoi) == []

    def test_sent_twice_from_two_tabs_the_order_keeps_one_photo_and_nothing_is_left_beside(self, lea):
        demarche = lea.commander()
        Guichet(lea).decider(demarche, decision="renvoyer", motifs_photo=["floue"])
        demarche = lea.derniere()
        demande = Attente.objects.de(lea.assure).get()
        envois = [MultiValueDict({"photo": [SimpleUploadedFile("a.jpg", portrait())]}) for _ in range(2)]
        un, deux = (formulaire_attendu(demarche, demande, QueryDict(), envoi) for envoi in envois)
        assert un.is_valid() and deux.is_valid()
        assert pieces.renvoyer(demarche, un, lea.compte, le=horloge.maintenant())
        with pytest.raises(transitions.TransitionInterdite):
            pieces.renvoyer(demarche, deux, lea.compte, le=horloge.maintenant())
        assert lea.pieces(demarche.objet) == TOUTES and lea.pieces(demarche.objet_du_renvoi) == []

    def test_a_kept_side_that_another_tab_replaced_is_asked_for_and_the_order_waits(self, lea):
        demarche = lea.commander()
        Guichet(lea).decider(demarche, decision="renvoyer", motifs_piece=["illisible"])
        envoi, reponses = (
            reverse("demarches:completer", args=[demarche.reference]),
            {"document": "cni", "expiration": FIN},
        )
        lea.client.post(envoi, {**reponses, "recto": RECTO})
        perdue = Piece.objects.de(lea.assure).get(objet=demarche.objet_du_renvoi).public_id
        lea.client.post(envoi, {**reponses, "recto": RECTO})
        page = lea.client.post(envoi, {**reponses, "recto": perdue, "verso": VERSO}).content.decode()
        assert "Prenez en photo le recto" in page and lea.derniere().etat == Etat.A_COMPLETER
        assert "Pièce d’identité, verso" in lea.pieces(demarche.objet_du_renvoi)
        assert lea.pieces(demarche.objet) == TOUTES

    def test_what_was_begun_to_be_sent_again_goes_with_the_order(self, lea):
        demarche = lea.commander()
        Guichet(lea).decider(demarche, decision="renvoyer", motifs_piece=["illisible"])
        lea.client.post(reverse("demarches:completer", args=[demarche.reference]), {"recto": RECTO})
        assert lea.pieces(demarche.objet_du_renvoi) == ["Pièce d’identité, recto"]
        lea.plus_tard(demarche, days=32)
        assert lea.pieces(demarche.objet_du_renvoi) == []

    def test_the_document_alone_is_asked_again_with_both_sides(self, lea):
        demarche = lea.commander()
        Guichet(lea).decider(demarche, decision="renvoyer", motifs_piece=["illisible"])
        page = lea.page(demarche)
        assert 'name="recto"' in page and 'name="photo"' not in page

    @pytest.mark.parametrize(
        ("donnees", "phrase"),
        [
            ({"decision": "renvoyer"}, "Cochez au moins un défaut"),
            ({"decision": "valider", "motifs_photo": ["floue"]}, "Vous avez coché un défaut"),
            ({"decision": "refuser"}, "Choisissez le motif du refus"),
            ({"decision": "valider", "motif": "droits"}, "Vous avez choisi un motif de refus"),
            ({}, "Choisissez\u00a0: valider"),
        ],
    )
    def test_what_contradicts_the_button_is_said_and_nothing_is_decided(self, lea, donnees, phrase):
        demarche = lea.commander()
        page = Guichet(lea).decider(demarche, precision="Un mot gardé.", **donnees).content.decode()
        assert phrase in page and "<title>Erreur" in page and "Un mot gardé." in page
        assert lea.derniere().etat == Etat.DEPOSEE

    def test_a_refusal_for_another_reason_than_identity_takes_one_agent(self, lea):
        demarche, guichet = lea.commander(), Guichet(lea)
        guichet.decider(demarche, decision="refuser", motif="droits", precision="Appelez-nous.")
        assert lea.derniere().etat == Etat.REFUSEE and lea.commande.etat == "ANNULEE"
        assert "Appelez-nous." in Message.objects.de(lea.assure).order_by("-id")[0].corps

    def test_nothing_sent_in_a_month_ends_the_order(self, lea):
        demarche = lea.commander()
        Guichet(lea).decider(demarche, decision="renvoyer", motifs_photo=["floue"])
        lea.plus_tard(demarche, days=32)
        assert lea.derniere().etat == Etat.REFUSEE and lea.commande.etat == "ANNULEE"

    def test_images_are_validated_in_front_of_them_and_never_in_a_batch(self, lea):
        demarche, guichet = lea.commander(), Guichet(lea)
        accepter = reverse("admin:demarches_demarche_accepter", args=[demarche.pk])
        assert guichet.client.get(accepter).url == images(demarche)
        assert guichet.client.post(accepter).url == images(demarche)
        vu = concurrence.jeton(demarche)
        lot = {"index": "accepter", "_selected_action": demarche.pk, "confirme": "oui", f"vu_{demarche.pk}": vu}
        html = guichet.client.post(reverse("admin:demarches_demarche_lot"), lot, follow=True).content.decode()
        assert "se vérifient une à une" in html and lea.derniere().etat == Etat.DEPOSEE

    def test_a_room_without_images_has_no_such_screen_and_another_caisse_sees_nothing(self, lea):
        demarche, guichet = lea.commander(), Guichet(lea)
        perte = Demarche.objects.de(lea.assure).get(teleservice="perte-carte-vitale")
        assert guichet.client.get(images(perte)).status_code == 404
        piece = Piece.objects.de(lea.assure).filter(objet=demarche.objet)[0]
        plein = reverse("admin:demarches_demarche_image", args=[demarche.pk, piece.public_id])
        assert piece.libelle in guichet.client.get(plein).content.decode()
        ailleurs = connecter(Client(), creer_agent(creer_caisse("331", "CPAM de la Gironde")).compte)
        assert {ailleurs.get(images(demarche)).status_code, ailleurs.get(plein).status_code} == {404}
        assert demarche.reference not in ailleurs.get(reverse(PHOTOS)).content.decode()

    def test_keys_that_were_switched_off_stay_off_on_the_next_page(self, lea):
        demarche, guichet = lea.commander(), Guichet(lea)
        seconde = neuve("Ana").commander()
        assert re.search(r'name="raccourcis"[^>]* checked', guichet.ecran(demarche))
        guichet.decider(demarche, decision="valider")
        assert not re.search(r'name="raccourcis"[^>]* checked', guichet.ecran(seconde))


class TestBail:
    """Who has an order open keeps it for a while, and only for a while."""

    def test_what_is_open_is_given_to_nobody_else_who_may_read_it_and_not_decide(self, lea):
        premiere, un, autre = lea.commander(), Guichet(lea), Guichet(lea)
        seconde = neuve("Ana").commander()
        assert un.client.post(reverse(SUIVANTE)).url == images(premiere)
        assert autre.client.post(reverse(SUIVANTE)).url == images(seconde)
        page = autre.ecran(premiere)
        assert f"{un.agent} a cette démarche sous les yeux" in page and 'name="decision"' not in page
        assert f"Ouverte par {un.agent}" in autre.client.get(reverse(PHOTOS)).content.decode()

    def test_it_is_given_back_on_leaving_by_this_page_only_and_after_some_minutes(self, lea):
        demarche, un, autre = lea.commander(), Guichet(lea), Guichet(lea)
        ancien = re.search(r'data-jeton="([^"]*)"', un.ecran(demarche))[1]
        un.ecran(demarche)
        rendre = reverse("admin:demarches_demarche_photo_rendre")
        un.client.post(rendre, {"jeton": ancien})
        assert autre.client.post(reverse(SUIVANTE)).url == reverse(PHOTOS)
        un.client.post(rendre)
        assert autre.client.post(reverse(SUIVANTE)).url == images(demarche)
        Examen.objects.systeme("test").update(jusqu_a=temps_reel() - timedelta(seconds=1))
        assert un.client.post(reverse(SUIVANTE)).url == images(demarche)

    def test_a_decision_typed_for_longer_than_that_still_counts_unless_a_colleague_was_faster(self, lea):
        demarche, lent, vif = lea.commander(), Guichet(lea), Guichet(lea)
        vu = re.search(r'name="vu" value="([^"]*)"', lent.ecran(demarche))[1]
        Examen.objects.systeme("test").update(jusqu_a=temps_reel() - timedelta(seconds=1))
        vif.decider(demarche, decision="renvoyer", motifs_photo=["floue"])
        page = lent.client.post(images(demarche), {"vu": vu, "decision": "valider"}).content.decode()
        assert "Cette démarche a été changée" in page and str(vif.agent) in page
        assert lea.derniere().etat == Etat.A_COMPLETER

    def test_what_a_colleague_follows_is_theirs_until_it_is_late(self, lea):
        demarche, un, autre = lea.commander(), Guichet(lea), Guichet(lea)
        Demarche.objects.systeme("test").filter(pk=demarche.pk).update(prise_par=un.agent)
        assert autre.client.post(reverse(SUIVANTE)).url == reverse(PHOTOS)
        horloge.regler_decalage(timedelta(days=9))
        assert examens.ouvrir_la_suivante(autre.agent) == demarche


class TestDeuxAgents:
    def test_a_mismatch_that_an_agent_notes_is_validated_by_two_different_ones(self, lea):
        demarche, un, deux = lea.commander(), Guichet(lea), Guichet(lea)
        reponse = un.decider(demarche, decision="valider", discordance="on")
        assert "Un autre agent doit confirmer" in un.dit(reponse)
        assert lea.commande.etat == "DEMANDEE" and lea.derniere().alertes[-1]["phrase"] == DISCORDANCE
        assert "Vous avez proposé de valider" in un.ecran(demarche)
        assert "Un autre agent doit confirmer" in un.decider(demarche, decision="valider").content.decode()
        with pytest.raises(transitions.TransitionInterdite, match="Deux agents"):
            transitions.controler(demarche, acteur=un.agent.compte.acteur)
        page = deux.ecran(demarche)
        assert f"{un.agent} propose de valider" in page and 'name="discordance"' not in page
        deux.decider(demarche, decision="valider")
        assert lea.derniere().alertes == []
        noms = Evenement.objects.de(lea.assure).filter(demarche=demarche, nom__in=(avis.ACCORD, "validee"))
        assert [e.auteur for e in noms.order_by("id")] == [un.agent.compte.acteur, deux.agent.compte.acteur]
        assert Entree.objects.filter(genre="demarche.discordance", objet=demarche.objet).count() == 1

    def test_a_refusal_for_identity_takes_two_and_the_first_is_not_given_it_again(self, lea):
        demarche, un, deux = lea.commander(), Guichet(lea), Guichet(lea)
        assert un.decider(demarche, **IDENTITE).url == reverse(PHOTOS)
        assert lea.derniere().etat == Etat.DEPOSEE and "refus" not in " ".join(lea.sujets)
        assert un.client.post(reverse(SUIVANTE)).url == reverse(PHOTOS)
        assert deux.client.post(reverse(SUIVANTE)).url == images(demarche)
        deux.decider(demarche, **IDENTITE)
        assert lea.derniere().etat == Etat.REFUSEE

    def test_two_who_do_not_agree_decide_nothing_until_two_agree(self, lea):
        demarche, un, deux = lea.commander(), Guichet(lea), Guichet(lea)
        un.decider(demarche, **IDENTITE)
        deux.decider(demarche, decision="valider")
        assert lea.derniere().etat == Etat.DEPOSEE and lea.derniere().alertes
        un.decider(demarche, decision="valider")
        assert lea.derniere().alertes == []

    def test_no_other_screen_command_or_batch_passes_by_a_single_agent(self, lea):
        demarche, un = lea.commander(), Guichet(lea)
        acteur = un.agent.compte.acteur
        refus = "La pièce d’identité n’est pas celle de la personne pour qui la carte est commandée. Et un mot."
        with pytest.raises(transitions.TransitionInterdite, match="Deux agents"):
            transitions.passer(demarche, "refuser", acteur=acteur, motif=refus)
        demarche.signaler("discordance", DISCORDANCE)
        with pytest.raises(transitions.TransitionInterdite, match="Deux agents"):
            transitions.controler(demarche, acteur=acteur)
        adresse = reverse("admin:demarches_demarche_refuser", args=[demarche.pk])
        for _ in range(2):
            vu = re.search(r'name="vu" value="([^"]*)"', un.client.get(adresse).content.decode())[1]
            un.client.post(adresse, {"vu": vu, "motif": "identite"})
        vu = concurrence.jeton(demarche)
        lot = {"index": "refuser", "_selected_action": demarche.pk, "confirme": "oui", f"vu_{demarche.pk}": vu}
        un.client.post(reverse("admin:demarches_demarche_lot"), {**lot, "motif_commande-carte-vitale": "identite"})
        assert lea.derniere().etat == Etat.DEPOSEE

    def test_new_images_are_looked_at_anew_by_both(self, lea):
        demarche, un, deux = lea.commander(), Guichet(lea), Guichet(lea)
        un.decider(demarche, decision="valider", discordance="on")
        deux.decider(demarche, decision="renvoyer", motifs_piece=["nom"])
        envoi = reverse("demarches:completer", args=[demarche.reference])
        lea.client.post(envoi, {"document": "cni", "expiration": FIN, "recto": RECTO, "verso": VERSO})
        deux.decider(demarche, decision="valider")
        assert lea.derniere().alertes
        un.decider(demarche, decision="valider")
        assert lea.derniere().alertes == []
