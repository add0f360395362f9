"""Papers that the worker makes: ordered, waited for, made once, given back after a failure."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO

import psycopg
import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction

from documents import moteur, taches
from documents.atelier import PRESSE, commander, preparer_une
from documents.epreuve import relire, tirer
from documents.models import Commande, Document, Edition
from tests.documents.papiers import FAMILLE_DUPRAT, RECAPITULATIF
from tests.documents.situations import MIDI
from tests.fabriques import connecter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("le_14_mars")]
DEMANDE = "/documents/attestation-de-droits/"
MOI = "assure:essai"


@pytest.fixture
def connectee(client, lea):
    connecter(client, lea.compte)
    return client


@pytest.fixture
def presse_prise(lea):
    """Another web process prints, over a line of its own."""
    reglages = connection.get_connection_params()
    ailleurs = psycopg.connect(**{cle: reglages[cle] for cle in ("dbname", "user", "host", "port") if cle in reglages})
    ailleurs.execute("SELECT pg_advisory_lock(%s)", [PRESSE])
    yield
    ailleurs.close()


@pytest.fixture
def imprimes(monkeypatch):
    faits: list[str] = []
    monkeypatch.setattr(moteur, "rendre_html", lambda html: faits.append(html) or b"%PDF-1.7 court")
    return faits


def commande_de(assure, papier=FAMILLE_DUPRAT, **options) -> Commande:
    return commander(tirer(papier, ["b", "a"]), assure=assure, acteur=MOI, **options)


def demander(client, lea) -> str:
    return client.post(DEMANDE, {"pour": lea.personne.public_id})["Location"]


@pytest.mark.usefixtures("presse_prise")
def test_while_another_paper_is_being_made_the_next_one_goes_to_the_worker(connectee, lea, imprimes):
    adresse = demander(connectee, lea)
    assert re.fullmatch(r"/documents/en-preparation/\w+/", adresse) and not imprimes
    page = connectee.get(adresse).content.decode()
    assert "data-attente" in page and "js/attente" in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert preparer_une()
    page = connectee.get(adresse).content.decode()
    assert "Votre document est prêt" in page and "data-attente" not in page and "refresh" not in page


def test_a_press_that_is_free_prints_at_once(connectee, lea, imprimes):
    assert demander(connectee, lea).startswith(DEMANDE)
    assert len(imprimes) == 1 and not Commande.objects.de(lea).exists()


@pytest.mark.usefixtures("presse_prise")
def test_a_paper_that_exists_needs_no_press(connectee, lea, imprimes):
    demander(connectee, lea)
    preparer_une()
    assert demander(connectee, lea).startswith(DEMANDE)
    assert len(imprimes) == 1


def test_the_worker_makes_the_very_bytes_that_a_page_would_make(lea, voisin):
    fait = moteur.lire(moteur.produire(FAMILLE_DUPRAT, assure=voisin, acteur=MOI))
    commande = commande_de(lea)
    preparer_une()
    commande.refresh_from_db()
    assert moteur.lire(commande.document) == fait
    assert commande.document.personnes == ["a", "b"] and commande.document.code_verif == FAMILLE_DUPRAT.code_verif
    assert [(e.geste, e.acteur) for e in commande.document.editions.all()] == [(Edition.Geste.PRODUIT, MOI)]


@pytest.mark.parametrize("papier", [FAMILLE_DUPRAT, RECAPITULATIF])
def test_a_proof_is_read_as_it_was_written(papier):
    epreuve = tirer(papier, ["b", "a"])
    assert relire(epreuve.ecrire()) == epreuve


def test_an_order_keeps_its_content_encrypted_and_only_until_it_is_ready(lea, imprimes):
    commande = commande_de(lea)
    with connection.cursor() as curseur:
        curseur.execute("SELECT contenu FROM documents_commande")
        assert b"DUPRAT" not in bytes(curseur.fetchone()[0])
    preparer_une()
    commande.refresh_from_db()
    assert commande.contenu == "" and commande.etat == Commande.Etat.PRETE


def test_short_papers_pass_before_long_ones(lea, imprimes):
    longue, courte = commande_de(lea, longue=True), commande_de(lea, RECAPITULATIF)
    faits = []
    while preparer_une():
        faits.append(Commande.objects.de(lea).filter(etat=Commande.Etat.PRETE).count())
        courte.refresh_from_db()
        assert courte.document is not None
    longue.refresh_from_db()
    assert faits == [1, 2] and longue.document is not None


def test_an_order_under_way_is_asked_for_without_touching_it(lea, imprimes):
    premiere = commande_de(lea)
    with time_machine.travel(MIDI + timedelta(seconds=30), tick=False):
        assert commande_de(lea) == premiere
    premiere.refresh_from_db()
    assert premiere.demandee_le == MIDI and Commande.objects.de(lea).count() == 1


def test_a_paper_whose_file_is_gone_is_ordered_again(lea, imprimes):
    commande = commande_de(lea)
    preparer_une()
    moteur.oublier(Document.objects.de(lea).get())
    assert commande_de(lea) == commande
    assert preparer_une()
    assert len(imprimes) == 2 and Document.objects.de(lea).count() == 1


def test_a_failure_of_the_worker_is_told_and_the_paper_may_be_asked_for_again(connectee, lea, monkeypatch):
    def echouer(html: str) -> bytes:
        raise moteur.EchecRendu("the layout failed")

    commande = commande_de(lea)
    adresse = f"/documents/en-preparation/{commande.public_id}/"
    with monkeypatch.context() as panne:
        panne.setattr(moteur, "rendre_html", echouer)
        assert preparer_une() and not preparer_une()
    page = connectee.get(adresse).content.decode()
    assert "n’a pas pu être fait" in page and "refresh" not in page
    commande_de(lea)
    preparer_une()
    assert "Votre document est prêt" in connectee.get(adresse).content.decode()


def test_a_paper_that_cannot_even_be_stored_does_not_hold_up_those_behind_it(lea, imprimes, monkeypatch):
    perdue, suivante = commande_de(lea), commande_de(lea, RECAPITULATIF)

    def plein(*_: object, **__: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as panne:
        panne.setattr(moteur, "imprimer", plein)
        assert preparer_une()
    assert preparer_une() and not preparer_une()
    etats = set(Commande.objects.de(lea).values_list("pk", "etat"))
    assert etats == {(perdue.pk, Commande.Etat.ECHEC), (suivante.pk, Commande.Etat.PRETE)}


def test_an_order_that_no_key_opens_does_not_hold_up_those_behind_it(lea, imprimes):
    illisible, suivante = commande_de(lea), commande_de(lea, RECAPITULATIF)
    with connection.cursor() as curseur:
        curseur.execute("UPDATE documents_commande SET contenu = %s WHERE id = %s", [b"perdu", illisible.pk])
    assert preparer_une() and preparer_une() and not preparer_une()
    etats = dict(Commande.objects.de(lea).defer("contenu").values_list("pk", "etat"))
    assert etats == {illisible.pk: Commande.Etat.ECHEC, suivante.pk: Commande.Etat.PRETE}


def test_after_two_minutes_the_page_says_so_and_waits_for_the_person(connectee, lea):
    commande = commande_de(lea)
    with time_machine.travel(MIDI + timedelta(minutes=3), tick=False):
        connecter(connectee, lea.compte)
        page = connectee.get(f"/documents/en-preparation/{commande.public_id}/").content.decode()
    assert "plus long que d’habitude" in page and "refresh" not in page and "js/attente" not in page


def test_an_order_rings_once_a_transaction_and_the_task_rings_until_nothing_waits(
    lea, imprimes, monkeypatch, django_capture_on_commit_callbacks
):
    coups = []
    monkeypatch.setattr("documents.atelier.sonner", coups.append)
    monkeypatch.setattr(taches, "sonner", coups.append)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        commande_de(lea)
        commande_de(lea, RECAPITULATIF)
    assert coups == [taches.preparer]
    for _ in range(3):
        taches.preparer()
    assert coups == [taches.preparer] * 3 and len(imprimes) == 2


def test_without_celery_the_sweep_makes_them_too(lea, imprimes):
    commande_de(lea)
    sortie = StringIO()
    call_command("balayer", stdout=sortie)
    assert "1 documents préparés" in sortie.getvalue() and len(imprimes) == 1
