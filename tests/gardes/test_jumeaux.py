"""Two things of one name on one page — papers of one day, photos that a telephone calls « image.jpg » — have links and buttons of their own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.messagerie.ecriture import ecrire
from ameli.noyau.horloge import maintenant
from ameli.noyau.televersement import verifier
from documents.models import Document
from tests.catalogue.c2s.salle import Demandeur
from tests.fabriques import connecter, creer_agent, dire_la_raison
from tests.fabriques_fichiers import envoi, photo
from tests.outils.accessibilite import fautes, lire, nom
from tests.paiements.dossier import creer_avis, payer

pytestmark = pytest.mark.django_db
IMAGE = "image.jpg"


@pytest.fixture
def lea() -> Demandeur:
    return Demandeur()


def joindre(lea: Demandeur, place: str) -> None:
    lea.envoyer("pieces", {"joindre": place, place: envoi(IMAGE, photo())})


def preparer(lea: Demandeur) -> None:
    """A request with two documents, and four photos of one name."""
    lea.preparer(situation={"etranger": "on"})
    for place in ("avis", "etranger", "etranger"):
        joindre(lea, place)


def liens(html: str) -> list[str]:
    return [nom(lien) for lien in lire(html).xpath("//main//a[@href]") if IMAGE in nom(lien)]


def test_on_the_pages_of_a_person(lea):
    for tour in range(2):
        sains = [verifier(envoi(IMAGE, photo())) for _ in range(2)]
        fil = ecrire(
            lea.assure, theme="remboursement", sujet="Question", texte=f"Bonjour {tour}", cle=f"essai:{tour}",
            acteur=lea.compte.acteur, le=maintenant(), fichiers=sains,
        )  # fmt: skip
        Document.objects.create(
            assure=lea.assure, genre="attestation_droits", titre="Attestation de droits", nom_fichier="attestation.pdf",
            empreinte=f"{tour:064}", fichier="x", taille=1000, cree_le=maintenant(),
        )  # fmt: skip
        payer(lea.assure, (maintenant() - timedelta(days=3)).date())
        creer_avis(lea.assure, "20.00", reference=f"40126030000001{tour:02}N")
    pages = [
        "/", *(reverse(page) for page in ("messagerie:liste", "documents:liste", "paiements:liste", "paiements:creances")),
        reverse("messagerie:liste") + "?boite=envoyes", reverse("messagerie:fil", args=[fil.public_id]),
    ]  # fmt: skip
    client = connecter(Client(), lea.compte)
    lues = {page: client.get(page).content.decode() for page in pages}
    trouvees = [f"{page}: {faute}" for page, html in lues.items() for faute in fautes(html)]
    assert not trouvees, "\n".join(trouvees)
    assert liens(lues[pages[-1]]) == [IMAGE, "image.jpg (2)"]
    assert lues[reverse("documents:liste")].count("Attestation de droits<span") == 2


def test_where_files_are_sent_and_where_they_are_read_by_the_person_and_by_an_agent(lea):
    preparer(lea)
    page = lea.client.get(lea.adresse("verification")).content.decode()
    assert not [faute for faute in fautes(page) if IMAGE in faute]
    assert len(set(liens(page))) == len(liens(page)) == 3
    lea.client.post(lea.adresse("verification"), {"honneur": "on"})
    demarche = lea.assure.demarches.latest("id")
    suivie = lea.suivi(demarche)
    assert not fautes(suivie) and liens(suivie) == [IMAGE, "image.jpg (2)", "image.jpg (3)"]
    guichet = connecter(Client(), creer_agent(demarche.caisse).compte)
    dire_la_raison(guichet, lea.assure)
    fiche = guichet.get(reverse("admin:demarches_demarche_change", args=[demarche.pk])).content.decode()
    assert liens(fiche) == [IMAGE, "image.jpg (2)", "image.jpg (3)"]
