"""A document is asked for: the person is told, the clocks stand still, what comes back is kept for the agent who asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Message
from ameli.noyau import horloge
from ameli.noyau.calendrier import jour_de
from ameli.noyau.echeances import balayer
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.formats import a_paris
from ameli.noyau.journal.models import Entree
from ameli.noyau.televersement import verifier
from demarches.models import Attente, Demarche, Etat, Evenement
from demarches.moteur import pieces, transitions
from demarches.moteur.depot import deposer
from demarches.moteur.transitions import TransitionInterdite
from documents.models import Piece
from documents.pieces import servir_a_agent, servir_a_la_personne
from tests.fabriques import creer_agent, creer_caisse
from tests.fabriques_fichiers import envoi, pdf, photo
from tests.moteur.essai import appels
from tests.moteur.test_transitions import brouillon_de, relire

MOTIF = "Votre nom a changé depuis votre dernière demande."


@pytest.fixture(autouse=True)
def dossier(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def demarche(essai, lea) -> Demarche:
    return deposer(brouillon_de(lea))


@pytest.fixture
def agent(lea):
    return creer_agent(caisse=lea.caisse)


@pytest.fixture
def fichiers():
    return [verifier(envoi("acte.pdf", pdf())), verifier(envoi("dos.jpg", photo()))]


def a(demarche: Demarche, **duree):
    """So long after the deposit, on the domain's clock."""
    horloge.regler_decalage(timedelta(**duree))
    return demarche.deposee_le + timedelta(**duree)


def demander(demarche, agent, le=None) -> Attente:
    return pieces.demander(demarche, agent, libelle="Acte de naissance", motif=MOTIF, le=le or demarche.deposee_le)


def messages(lea) -> list[str]:
    return list(Message.objects.de(lea).order_by("id").values_list("sujet", flat=True))


def test_the_person_is_told_what_why_and_until_when(demarche, lea, agent):
    demande = demander(demarche, agent)
    assert relire(demarche).etat == Etat.A_COMPLETER
    message = Message.objects.de(lea).get()
    assert message.sujet == "Votre caisse attend un document"
    for attendu in ("Acte de naissance", MOTIF, demarche.reference):
        assert attendu in message.corps
    fin = a_paris(demande.echeance)
    assert (fin.date() - jour_de(demarche.deposee_le)).days == 30
    assert (fin.hour, fin.minute) == (23, 59)


def test_asking_is_in_the_timeline_and_in_the_journal(demarche, agent):
    demander(demarche, agent)
    evenement = Evenement.objects.systeme("test").filter(demarche=demarche).last()
    assert (evenement.nom, evenement.de, evenement.vers, evenement.motif) == (
        "demander", "DEPOSEE", "A_COMPLETER", MOTIF,
    )  # fmt: skip
    assert Entree.objects.filter(genre="demarche.demander", acteur=agent.compte.acteur).count() == 1


@pytest.mark.parametrize(("libelle", "motif"), [(" ", MOTIF), ("Acte", "  ")])
def test_a_request_without_name_or_reason_is_refused(demarche, agent, libelle, motif):
    with pytest.raises(TransitionInterdite):
        pieces.demander(demarche, agent, libelle=libelle, motif=motif, le=demarche.deposee_le)
    assert relire(demarche).etat == Etat.DEPOSEE
    assert not Attente.objects.systeme("test").exists()


def test_an_agent_of_another_caisse_asks_for_nothing(demarche):
    with pytest.raises(TransitionInterdite, match="autre caisse"):
        demander(demarche, creer_agent(caisse=creer_caisse("331", "CPAM de la Gironde")))
    assert relire(demarche).etat == Etat.DEPOSEE


def test_of_two_agents_who_ask_the_second_is_told(demarche, lea, agent):
    demander(demarche, agent)
    with pytest.raises(TransitionInterdite, match="déjà à compléter"):
        demander(demarche, creer_agent(caisse=lea.caisse))


def test_what_comes_back_is_kept_told_and_followed_by_the_agent_who_asked(demarche, lea, agent, fichiers):
    demander(demarche, agent)
    Demarche.objects.systeme("test").filter(pk=demarche.pk).update(prise_par=creer_agent(caisse=lea.caisse))
    recues = pieces.recevoir(demarche, fichiers, lea.compte, le=a(demarche, hours=30))
    relue = relire(demarche)
    assert (relue.etat, relue.prise_par_id) == (Etat.EN_COURS, agent.pk)
    assert [(p.nom, p.libelle, p.octets()) for p in pieces.pieces_de(relue)] == [
        (sain.nom, "Acte de naissance", sain.octets) for sain in fichiers
    ]
    assert len(recues) == 2
    assert messages(lea) == ["Votre caisse attend un document", "Nous avons reçu vos documents"]
    assert "2\u00a0fichiers" in Message.objects.de(lea).order_by("id").last().corps
    assert [alerte["code"] for alerte in relue.alertes] == ["piece_recue"]


def test_sending_twice_keeps_one_set_and_says_so(demarche, lea, agent, fichiers, dossier):
    demander(demarche, agent)
    pieces.recevoir(demarche, fichiers, lea.compte, le=demarche.deposee_le)
    with pytest.raises(TransitionInterdite, match="n’attend pas"):
        pieces.recevoir(demarche, fichiers, lea.compte, le=demarche.deposee_le)
    assert Piece.objects.de(lea).count() == 2
    assert len([f for f in dossier.rglob("*") if f.is_file()]) == 2


def test_a_failure_on_the_way_leaves_neither_row_nor_bytes(demarche, lea, agent, fichiers, dossier, monkeypatch):
    demander(demarche, agent)

    def echouer(*_args, **_kwargs):
        raise TransitionInterdite("Trop tard.")

    monkeypatch.setattr(transitions, "passer", echouer)
    with pytest.raises(TransitionInterdite):
        pieces.recevoir(demarche, fichiers, lea.compte, le=demarche.deposee_le)
    assert not Piece.objects.de(lea).exists()
    assert not [f for f in dossier.rglob("*") if f.is_file()]


# The clocks


def test_a_delay_that_falls_meanwhile_waits_and_accepts_nothing(essai, demarche, agent):
    demander(demarche, agent, le=a(demarche, hours=24))
    a(demarche, hours=60)
    balayer()
    assert relire(demarche).etat == Etat.A_COMPLETER
    assert not [appel for appel in appels if appel.startswith("regarder")]


def test_when_the_document_has_come_the_delay_runs_later_by_the_time_spent(essai, demarche, lea, agent, fichiers):
    demander(demarche, agent, le=a(demarche, hours=24))
    a(demarche, hours=60)
    balayer()  # the 48 hours fall here
    pieces.recevoir(demarche, fichiers, lea.compte, le=a(demarche, hours=72))
    attendue = demarche.deposee_le + timedelta(hours=48 + 48)
    dues = Echeance.objects.filter(objet=demarche.objet, etat="EN_ATTENTE").order_by("du_le")
    assert [(e.donnees["delai"], e.du_le) for e in dues] == [
        ("regarder", attendue), ("relancer", demarche.deposee_le + timedelta(days=4, hours=48)),
    ]  # fmt: skip
    assert relire(demarche).prevue_le == demarche.prevue_le + timedelta(hours=48)
    a(demarche, hours=95)
    balayer()
    assert "decision accepter horloge" not in appels
    a(demarche, hours=97)
    balayer()  # a document was sent: a person decides
    assert appels[-1].startswith("regarder")
    assert relire(demarche).etat == Etat.EN_COURS
    assert not Echeance.objects.filter(objet=demarche.objet).exclude(erreur="").exists()


def test_a_delay_started_meanwhile_waits_too(essai, demarche, lea, agent, fichiers):
    Echeance.objects.filter(objet=demarche.objet).delete()
    demander(demarche, agent)
    transitions.programmer(demarche, "regarder", depuis=a(demarche, hours=1))
    a(demarche, hours=50)
    balayer()
    assert not [appel for appel in appels if appel.startswith("regarder")]
    pieces.recevoir(demarche, fichiers, lea.compte, le=a(demarche, hours=60))
    assert Echeance.objects.get(objet=demarche.objet, etat="EN_ATTENTE").du_le == demarche.deposee_le + timedelta(
        hours=1 + 48 + 60
    )


def test_a_second_request_moves_the_dates_again(essai, demarche, lea, agent, fichiers):
    for debut in (0, 20):
        demander(demarche, agent, le=a(demarche, hours=debut))
        pieces.recevoir(demarche, fichiers[:1], lea.compte, le=a(demarche, hours=debut + 10))
    due = Echeance.objects.get(objet=demarche.objet, etat="EN_ATTENTE", donnees__delai="regarder")
    assert due.du_le == demarche.deposee_le + timedelta(hours=48 + 20)
    assert Attente.objects.de(lea).count() == 2
    assert messages(lea).count("Votre caisse attend un document") == 2


def test_neither_an_agent_nor_the_person_has_to_wait(demarche, lea, agent):
    demander(demarche, agent)
    transitions.passer(demarche, "annuler", acteur=lea.compte.acteur)
    assert relire(demarche).etat == Etat.ANNULEE


def test_after_twenty_days_it_is_asked_for_again_once(demarche, lea, agent):
    demande = demander(demarche, agent)
    a(demarche, days=19, hours=23)
    balayer()
    assert len(messages(lea)) == 1
    a(demarche, days=20, hours=2)
    balayer()
    balayer()
    assert messages(lea)[1:] == ["Rappel\u00a0: votre caisse attend un document"]
    demande.refresh_from_db(from_queryset=Attente.objects.systeme("test"))
    assert demande.relancee


def test_at_the_end_the_demarche_is_refused_and_says_why(essai, demarche, lea, agent):
    demande = demander(demarche, agent)
    a(demarche, days=32)
    balayer()
    relue = relire(demarche)
    assert (relue.etat, relue.close_le) == (Etat.REFUSEE, demande.echeance)
    dernier = Evenement.objects.systeme("test").filter(demarche=demarche).last()
    assert dernier.motif.startswith("Nous n’avons pas reçu le document demandé\u00a0: Acte de naissance.")
    assert not Echeance.objects.filter(objet=demarche.objet, etat="EN_ATTENTE").exists()


def test_once_it_has_come_neither_reminder_nor_end_falls(demarche, lea, agent, fichiers):
    demander(demarche, agent)
    pieces.recevoir(demarche, fichiers, lea.compte, le=a(demarche, hours=1))
    a(demarche, days=40)
    Echeance.objects.filter(genre="demarche.delai").delete()
    balayer()
    assert relire(demarche).etat == Etat.EN_COURS
    assert messages(lea)[2:] == ["Votre démarche prend plus de temps que prévu"]


def test_the_clock_never_accepts_what_waits_for_a_document(demarche, agent):
    demander(demarche, agent)
    with pytest.raises(TransitionInterdite, match="attend un document"):
        transitions.passer(demarche, "accepter", acteur="horloge")


# Who reads


def test_each_view_of_a_piece_by_an_agent_is_in_the_journal(demarche, lea, agent, fichiers):
    demander(demarche, agent)
    (piece,) = pieces.recevoir(demarche, fichiers[:1], lea.compte, le=demarche.deposee_le)
    assert servir_a_agent(piece, agent)["Content-Type"] == "application/pdf"
    entree = Entree.objects.get(genre="piece.consultee")
    assert (entree.acteur, entree.assure_ref, entree.donnees) == (
        agent.compte.acteur, lea.public_id, {"piece": piece.public_id},
    )  # fmt: skip


def test_an_agent_of_another_caisse_sees_nothing_until_the_file_moves(essai, demarche, lea, agent, fichiers):
    from django.http import Http404

    ailleurs = creer_caisse("331", "CPAM de la Gironde")
    autre = creer_agent(caisse=ailleurs)
    demander(demarche, agent)
    (piece,) = pieces.recevoir(demarche, fichiers[:1], lea.compte, le=demarche.deposee_le)
    with pytest.raises(Http404):
        servir_a_agent(piece, autre)
    assert not Entree.objects.filter(genre="piece.consultee").exists()
    transitions.noter(demarche, next(iter(essai.jalons)), le=demarche.deposee_le, caisse=ailleurs)
    assert servir_a_agent(piece, autre).status_code == 200
    with pytest.raises(Http404):
        servir_a_agent(piece, agent)


def test_a_piece_that_turns_out_dangerous_is_told_to_the_person_and_to_the_agents(demarche, agent, lea, settings):
    from ameli.noyau.televersement import quarantaine
    from tests.outils.clamd import clamd

    demander(demarche, agent)
    recue = pieces.recevoir(relire(demarche), [verifier(envoi("acte.pdf", pdf()))], lea.compte, le=demarche.deposee_le)[
        0
    ]
    with clamd() as veille:
        settings.ANTIVIRUS, veille.reponse = veille.adresse, b"stream: Win.Test FOUND\0"
        assert quarantaine.controler() == 1
    assert "piece_ecartee" in [alerte["code"] for alerte in relire(demarche).alertes]
    dernier = Message.objects.de(lea).order_by("-id").first()
    assert dernier.sujet == "Un de vos fichiers n’a pas pu être gardé"
    assert recue.nom in dernier.corps


def test_an_identity_paper_carries_the_agents_mark_and_the_person_gets_their_own_back(demarche, agent, lea):
    recue = _recevoir_cni(demarche, agent, lea)
    vue = servir_a_agent(recue, agent).content
    assert vue != recue.octets()
    assert servir_a_agent(recue, agent)["Content-Type"] == "image/jpeg"
    assert servir_a_la_personne(recue).content == recue.octets()


def _recevoir_cni(demarche, agent, lea) -> Piece:
    pieces.demander(demarche, agent, libelle="Carte d’identité, recto et verso", motif=MOTIF, le=demarche.deposee_le)
    fichiers = [verifier(envoi("recto.jpg", photo(900, 600)))]
    return pieces.recevoir(relire(demarche), fichiers, lea.compte, le=demarche.deposee_le)[0]
