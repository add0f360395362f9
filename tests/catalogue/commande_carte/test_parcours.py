"""A card is ordered with a photo and a document, checked by an agent, followed to the letter box."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.informations import cartes_vitale, commandes_vitale
from accounts.models import Assure, CarteVitale, CommandeCarteVitale
from ameli.noyau import horloge
from ameli.noyau.echeances import balayer
from ameli.noyau.echeances.models import Echeance
from demarches.catalogue.commande_carte.exemples import dans_trois_ans
from demarches.models import Brouillon, Demarche, Etat
from demarches.moteur import passages, transitions
from demarches.moteur.fichiers_d_exemple import Fichier, piece, portrait
from demarches.moteur.statut import statut
from documents.models import Piece
from tests.catalogue.perte_carte.test_parcours import Declarant, _mourir_apres
from tests.fabriques import connecter, creer_agent, creer_assure, creer_enfant
from tests.fabriques_fichiers import pdf

pytestmark = pytest.mark.django_db
IMAGE = re.compile(r'<figure[^>]*><img src="([^"]+)"')
PHOTO = Fichier("selfie.jpg", portrait())
FIN = dans_trois_ans(horloge.temps_reel())
RECTO, VERSO = Fichier("recto.jpg", piece()), Fichier("verso.jpg", piece("VERSO"))


class Commande(Declarant):
    """Somebody who has lost their card, in front of the order."""

    base = ""

    def poster(self, etape: str, **donnees: Any):
        """As the page does: it says which state of the draft it was made from."""
        ouvert = Brouillon.objects.de(self.assure).filter(etat="OUVERT", teleservice="commande-carte-vitale").first()
        return self.client.post(f"{self.base}{etape}/", {"tour": ouvert.tour if ouvert else 0, **donnees})

    def ouvrir(self) -> None:
        adresse = self.client.post(reverse("demarches:depart", args=["commande-carte-vitale"])).url
        self.base = adresse.rsplit("/", 2)[0] + "/"

    def remplir(self, personne: Any = None) -> None:
        self.ouvrir()
        self.poster("beneficiaire", personne=(personne or self.assure.personne).public_id)
        self.poster("conditions_photo")
        self.poster("photo", photo=PHOTO)
        self.poster("apercu_photo")
        self.poster("conditions_piece")
        self.poster("piece", document="cni", expiration=FIN, recto=RECTO, verso=VERSO)
        self.poster("apercu_piece")

    def commander(self, personne: Any = None) -> Demarche:
        self.remplir(personne)
        reponse = self.poster("verification", honneur="on")
        assert reponse.status_code == 302, reponse.content.decode()
        return self.derniere()

    def derniere(self) -> Demarche:
        return Demarche.objects.de(self.assure).filter(teleservice="commande-carte-vitale").order_by("-id")[0]

    def page(self, demarche: Demarche) -> str:
        """What they read about it."""
        return self.client.get(reverse("demarches:detail", args=[demarche.reference])).content.decode()

    def pieces(self, objet: str) -> list[str]:
        return sorted(Piece.objects.de(self.assure).filter(objet=objet).values_list("libelle", flat=True))

    @property
    def commande(self) -> CommandeCarteVitale:
        return CommandeCarteVitale.objects.de(self.assure).order_by("-id")[0]

    def guichet(self) -> Client:
        self.agent = creer_agent(self.assure.caisse)
        return connecter(Client(), self.agent.compte)


TOUTES = ["Photo d’identité", "Pièce d’identité, recto", "Pièce d’identité, verso"]


class TestImages:
    def test_conditions_then_the_photo_then_what_it_looks_like_then_the_same_for_the_document(self, lea):
        """Chapter 10, points 5 to 8: each is seen, beside its criteria, before « Suivant » leads on."""
        lea.ouvrir()
        suite = lea.poster("beneficiaire", personne=lea.assure.personne.public_id).url
        assert suite == f"{lea.base}conditions_photo/"
        page = lea.client.get(suite).content.decode()
        assert "<h1>Prendre une photo d’identité" in page and "J’ai compris" in page and "fond uni" in page
        assert lea.poster("conditions_photo").url == f"{lea.base}photo/"
        suite = lea.poster("photo", photo=PHOTO).url
        page = lea.client.get(suite).content.decode()
        assert len(IMAGE.findall(page)) == 1 and "fond uni" in page and ">Suivant<" in page
        image = lea.client.get(IMAGE.findall(page)[0])
        assert image["Content-Type"] == "image/jpeg" and "no-store" in image["Cache-Control"]
        assert lea.client.get(f"{lea.base}conditions_piece/").url == suite
        suite = lea.poster("apercu_photo").url
        assert "<h1>Prendre une photo de la pièce d’identité" in lea.client.get(suite).content.decode()
        lea.poster("conditions_piece")
        suite = lea.poster("piece", document="cni", expiration=FIN, recto=RECTO, verso=VERSO).url
        page = lea.client.get(suite).content.decode()
        assert len(IMAGE.findall(page)) == 2 and lea.poster("apercu_piece").url == f"{lea.base}verification/"

    def test_a_photo_taken_again_is_seen_again(self, lea):
        lea.remplir()
        page = lea.client.get(f"{lea.base}apercu_photo/").content.decode()
        assert f'href="{lea.base}photo/"' in page and "Reprendre la photo" in page
        avant = IMAGE.findall(page)[0]
        page = lea.client.get(lea.poster("photo", photo=PHOTO).url).content.decode()
        assert IMAGE.findall(page)[0] != avant
        assert lea.poster("verification", honneur="on").status_code == 302 and lea.derniere()

    @pytest.mark.parametrize(
        ("fichier", "phrase"),
        [
            (Fichier("page.jpg", b"<html><script>alert(1)</script></html>"), "n’est pas accepté"),
            (Fichier("papier.pdf", pdf()), "pas un PDF"),
            (Fichier("lourde.png", b"\x89PNG\r\n\x1a\n" + b"0" * 11_000_000), "10"),
        ],
        ids=["html", "pdf", "heavy"],
    )
    def test_a_refused_photo_says_why_and_the_one_before_it_is_kept(self, lea, fichier, phrase):
        lea.remplir()
        garde = Piece.objects.de(lea.assure).get(libelle="Photo d’identité")
        page = lea.poster("photo", photo=fichier).content.decode()
        assert phrase in page and "<title>Erreur" in page
        assert Piece.objects.de(lea.assure).get(libelle="Photo d’identité").pk == garde.pk
        assert lea.poster("verification", honneur="on").status_code == 302

    def test_a_side_that_is_right_is_kept_when_the_other_one_is_missing(self, lea):
        lea.ouvrir()
        lea.poster("beneficiaire", personne=lea.assure.personne.public_id)
        lea.poster("conditions_photo")
        lea.poster("photo", photo=PHOTO)
        lea.poster("apercu_photo")
        lea.poster("conditions_piece")
        page = lea.poster("piece", document="cni", expiration=FIN, recto=RECTO).content.decode()
        assert "Prenez aussi en photo le verso" in page and "Déjà envoyé" in page
        recto = Piece.objects.de(lea.assure).get(libelle="Pièce d’identité, recto")
        assert (
            lea.poster("piece", document="cni", expiration=FIN, recto=recto.public_id, verso=VERSO).status_code == 302
        )
        assert Piece.objects.de(lea.assure).get(libelle="Pièce d’identité, recto").pk == recto.pk

    def test_a_step_opened_again_shows_what_was_sent_and_goes_on_with_it(self, lea):
        lea.remplir()
        page = lea.client.get(f"{lea.base}piece/").content.decode()
        assert page.count("Déjà envoyé") == 2 and FIN in page
        gardees = {p.libelle: p.public_id for p in Piece.objects.de(lea.assure)}
        assert all(f'value="{gardees[libelle]}"' in page for libelle in TOUTES[1:])

    def test_another_s_image_cannot_be_named_in_our_draft_nor_seen(self, lea, settings):
        lea.remplir()
        photo = Piece.objects.de(lea.assure).get(libelle="Photo d’identité")
        autre = Commande(creer_assure("Marc", "Autre", serie=None, sexe="M"))
        autre.ouvrir()
        autre.poster("beneficiaire", personne=autre.assure.personne.public_id)
        autre.poster("conditions_photo")
        assert autre.poster("photo", photo=photo.public_id).status_code == 200
        vue = f"{lea.base}pieces/{photo.public_id}/"
        assert (lea.client.get(vue).status_code, autre.client.get(vue).status_code) == (200, 404)

    def test_they_go_with_the_order_and_what_was_replaced_is_forgotten(self, lea):
        lea.remplir()
        lea.poster("photo", photo=PHOTO)
        lea.poster("apercu_photo")
        demarche = lea.derniere() if lea.poster("verification", honneur="on").status_code == 302 else None
        assert demarche is not None and lea.pieces(demarche.objet) == TOUTES
        assert Piece.objects.de(lea.assure).count() == 3

    def test_a_draft_given_up_leaves_no_image(self, lea):
        lea.remplir()
        assert Piece.objects.de(lea.assure).count() == 3
        lea.client.post(f"{lea.base}abandonner/")
        assert not Piece.objects.de(lea.assure).exists()


class TestSuivi:
    def test_the_order_ends_the_declaration_and_its_reminders(self, lea):
        demarche = lea.commander()
        perte = Demarche.objects.de(lea.assure).get(teleservice="perte-carte-vitale")
        assert perte.etat == Etat.ACCEPTEE
        lea.plus_tard(demarche, days=6)
        assert "Commandez votre nouvelle carte Vitale" not in lea.sujets
        assert "Votre nouvelle carte Vitale n’est pas commandée" not in lea.sujets

    def test_two_tabs_make_one_order(self, lea):
        lea.remplir()
        premiere, seconde = (lea.poster("verification", honneur="on").url for _ in range(2))
        assert premiere == seconde and CommandeCarteVitale.objects.de(lea.assure).count() == 1

    def test_after_one_day_somebody_is_looking_then_each_stage_to_the_letter_box_within_two_weeks(self, lea):
        demarche = lea.commander()
        lea.plus_tard(demarche, days=1, minutes=1)
        assert "En vérification" in lea.page(demarche)
        agent = creer_agent(lea.assure.caisse)
        transitions.controler(lea.derniere(), acteur=agent.compte.acteur, le=demarche.deposee_le + timedelta(days=2))
        for jours, etat, libelle in (
            (3.1, "FABRICATION", "Carte en fabrication"),
            (7.1, "EXPEDIEE", "Carte envoyée par la poste"),
            (12.1, "RECUE", "Carte reçue, à mettre à jour"),
        ):
            lea.plus_tard(demarche, days=jours)
            assert lea.commande.etat == etat and libelle in lea.page(demarche)
            assert statut(lea.derniere()) == libelle
        assert lea.sujets[-1] == "Votre carte Vitale doit être chez vous"
        nouvelle = cartes_vitale.active(lea.assure.personne_id)
        assert nouvelle is not None and nouvelle == lea.commande.carte
        assert cartes_vitale.reconnaitre(lea.assure.personne_id, nouvelle.serie) == nouvelle
        assert lea.carte.etat == "PERDUE"

    def test_no_clock_decides_in_the_place_of_an_agent(self, lea):
        demarche = lea.commander()
        lea.plus_tard(demarche, days=30)
        assert lea.commande.etat == "DEMANDEE" and lea.derniere().etat == Etat.EN_COURS

    def test_two_tabs_with_two_photos_lose_none(self, lea):
        """The second tab is told; what it sent is not kept in the place of what the first one stored."""
        lea.remplir()
        gardee = IMAGE.findall(lea.client.get(f"{lea.base}apercu_photo/").content.decode())[0]
        page = lea.poster("photo", photo=PHOTO, tour=0).content.decode()
        assert "dans un autre onglet" in page and lea.client.get(gardee).status_code == 200
        assert lea.poster("verification", honneur="on").status_code == 302
        assert lea.pieces(lea.derniere().objet) == TOUTES

    def test_a_sweep_that_dies_at_any_stage_loses_and_skips_nothing(self, lea, monkeypatch):
        demarche = lea.commander()
        agent = creer_agent(lea.assure.caisse)
        transitions.controler(demarche, acteur=agent.compte.acteur, le=demarche.deposee_le)
        etapes = ((1.1, "avancer", "FABRICATION"), (5.1, "avancer", "EXPEDIEE"), (10.1, "recevoir", "RECUE"))
        for jours, fonction, etat in etapes:
            avant, vraie = lea.commande.etat, getattr(commandes_vitale, fonction)
            monkeypatch.setattr(commandes_vitale, fonction, _mourir_apres(vraie))
            with pytest.raises(KeyboardInterrupt):
                lea.plus_tard(demarche, days=jours)
            assert lea.commande.etat == avant
            monkeypatch.setattr(commandes_vitale, fonction, vraie)
            for _ in range(2):
                lea.plus_tard(demarche, days=jours)
            assert lea.commande.etat == etat
        assert CarteVitale.objects.filter(personne=lea.assure.personne, etat="ACTIVE").count() == 1
        assert [s for s in lea.sujets if "carte Vitale" in s][-2:] == [
            "Votre carte Vitale est partie", "Votre carte Vitale doit être chez vous",
        ]  # fmt: skip
        assert not Echeance.objects.filter(objet=demarche.objet, etat=Echeance.Etat.EN_ATTENTE).exists()

    def test_a_sweep_that_slept_two_weeks_runs_every_stage_in_its_order(self, lea):
        demarche = lea.commander()
        agent = creer_agent(lea.assure.caisse)
        transitions.controler(demarche, acteur=agent.compte.acteur, le=demarche.deposee_le)
        lea.plus_tard(demarche, days=20)
        noms = list(lea.derniere().evenements.order_by("le", "id").values_list("nom", flat=True))
        assert noms == ["deposer", "prendre", "validee", "fabrication", "expedition", "accepter"]

    def test_it_is_withdrawn_until_it_is_being_made_and_may_be_ordered_again(self, lea):
        demarche = lea.commander()
        lea.client.post(reverse("demarches:annuler", args=[demarche.reference]))
        assert lea.commande.etat == "ANNULEE"
        demarche = lea.commander()
        agent = creer_agent(lea.assure.caisse)
        transitions.controler(demarche, acteur=agent.compte.acteur, le=demarche.deposee_le)
        lea.plus_tard(demarche, days=1.1)
        assert not passages.annulable(lea.derniere())


def test_the_other_parent_cannot_order_twice_for_a_child(lea):
    enfant = creer_enfant(lea.assure, "Zoé", date_naissance=date(2013, 3, 1))
    lea.remplir(enfant.personne)
    autre: Assure = creer_assure("Marc", "Autre", sexe="M")
    commandes_vitale.commander(
        autre, enfant.personne, origine="AYANT_DROIT", le=horloge.maintenant(), cause="D-AUTRE", acteur="horloge"
    )
    reponse = lea.poster("verification", honneur="on")
    assert CommandeCarteVitale.objects.systeme("test").count() == 1
    assert reponse.status_code == 302 and reponse.url.endswith("/beneficiaire/")
    balayer()
