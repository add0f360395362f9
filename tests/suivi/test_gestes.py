"""What a room lets its owner do about a démarche, open or closed: on a page of its own, once, and by nobody else."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pytest
from django import forms
from django.db import connections

from accounts.connexion.agents import roles
from accounts.fichiers.depot import Depot
from accounts.models import Compte, FichierEnAttente
from ameli.noyau.journal.models import Entree
from ameli.noyau.televersement.controle import PDF
from demarches.models import Demarche, Etat, Evenement
from demarches.moteur import accords
from demarches.moteur.declaration import Geste, Lecteurs, Par, PieceVoulue
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.transitions import TransitionInterdite
from documents.models import Piece
from tests.fabriques import connecter, creer_agent
from tests.fabriques_fichiers import envoi, pdf, photo
from tests.outils.salles import changer
from tests.suivi.salle import ESSAI, LUNDI, envoyer, lu

pytestmark = pytest.mark.django_db
FAITS: list[tuple] = []


class Precision(FormulaireEtape):
    texte = forms.CharField(label="Ce qui change", error_messages={"required": "Écrivez ce qui change."})
    jour = forms.CharField(label="Depuis quand", required=False)

    @dataclass(frozen=True)
    class Donnees:
        texte: str
        jour: str = ""


def noter(demarche, acteur, saisie, le):
    FAITS.append((demarche.reference, acteur, dict(saisie), le))
    return "C’est noté."


PAS_REFUSEE = lambda demarche, le: demarche.etat != Etat.REFUSEE  # noqa: E731
ARRETER = Geste("arreter", "Arrêter", "Tout s’arrête.", par=Par.ASSURE, possible=PAS_REFUSEE, faire=noter)
PRECISER = Geste(
    "preciser",
    "Préciser",
    "Dites ce qui change.",
    par=Par.ASSURE,
    possible=PAS_REFUSEE,
    faire=noter,
    formulaire=Precision,
)
JOINDRE = Geste(
    "joindre", "Joindre un papier", "Le service médical le lit.", par=Par.ASSURE, possible=PAS_REFUSEE, faire=noter, formulaire=Precision,
    piece=PieceVoulue("papier", "Le papier", "Toutes les pages.", maximum=2, formats=(PDF,), scellee=Lecteurs.MEDICAL),
)  # fmt: skip
AU_GUICHET = Geste("au_guichet", "Noter", "Pourquoi ?", possible=PAS_REFUSEE, faire=noter)
JALONS = {"joindre": "Papier joint", "arreter": "Arrêtée par vous", "preciser": "Précisée", "au_guichet": "Notée"}


@pytest.fixture(autouse=True)
def salle_a_gestes():
    FAITS.clear()
    return changer(ESSAI, gestes=(ARRETER, PRECISER, JOINDRE, AU_GUICHET), jalons=JALONS)


@pytest.fixture(params=[Etat.DEPOSEE, Etat.ACCEPTEE], ids=["open", "closed"])
def demarche(request, lea):
    close = {} if request.param == Etat.DEPOSEE else {"close_le": LUNDI}
    return envoyer(lea, etat=request.param, **close)


def adresse(demarche, nom="arreter"):
    return f"/suivi/{demarche.reference}/geste/{nom}/"


def vu(page) -> str:
    return lu(page).partition('name="vu" value="')[2].partition('"')[0]


def test_the_page_of_a_demarche_offers_what_its_owner_can_do_and_nothing_of_the_agents(connectee, demarche):
    page = lu(connectee.get(f"/suivi/{demarche.reference}/"))
    assert f'href="{adresse(demarche)}"' in page
    assert f'href="{adresse(demarche, "preciser")}"' in page
    assert "au_guichet" not in page
    assert connectee.get(adresse(demarche, "au_guichet")).status_code == 404


def test_it_is_read_first_then_done_by_one_button_and_told_in_the_timeline_and_the_journal(connectee, lea, demarche):
    page = connectee.get(adresse(demarche))
    assert "Tout s’arrête." in lu(page)
    assert not FAITS
    reponse = connectee.post(adresse(demarche), {"vu": vu(page)}, follow=True)
    assert "C’est noté." in lu(reponse)
    assert "Arrêtée par vous" in lu(reponse)
    assert [(fait[0], fait[1], fait[2]) for fait in FAITS] == [(demarche.reference, lea.compte.acteur, {})]
    evenement = Evenement.objects.de(lea).get(demarche=demarche, nom="arreter")
    assert (evenement.acteur, evenement.auteur) == ("ASSURE", lea.compte.acteur)
    assert Entree.objects.filter(genre="demarche.jalon", objet=demarche.objet, acteur=lea.compte.acteur).count() == 1
    assert Demarche.objects.de(lea).get(pk=demarche.pk).etat == demarche.etat


def test_sent_twice_from_one_page_it_is_done_once(connectee, demarche):
    vue = vu(connectee.get(adresse(demarche)))
    connectee.post(adresse(demarche), {"vu": vue})
    reponse = connectee.post(adresse(demarche), {"vu": vue}, follow=True)
    assert "C’est déjà fait." in lu(reponse)
    assert len(FAITS) == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_do_it_once(lea):
    demarche, issues = envoyer(lea), []
    depart = threading.Barrier(2)

    def cliquer():
        depart.wait()
        try:
            issues.append(accords.faire(demarche, ARRETER, lea.compte.acteur, {}, depuis=""))
        except TransitionInterdite as interdite:
            issues.append(interdite.phrase)
        finally:
            connections.close_all()

    fils = [threading.Thread(target=cliquer) for _ in range(2)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert sorted(issues) == ["C’est déjà fait.", "C’est noté."]


def test_what_was_typed_is_kept_beside_the_error_and_reaches_the_room_once_right(connectee, demarche):
    page = connectee.get(adresse(demarche, "preciser"))
    champs = {"vu": vu(page), "texte": "", "jour": "hier"}
    faux = lu(connectee.post(adresse(demarche, "preciser"), champs, follow=True))
    assert faux.count("Écrivez ce qui change.") == 2, "in the summary and beside the field"
    assert 'value="hier"' in faux
    assert not FAITS
    connectee.post(adresse(demarche, "preciser"), champs | {"texte": "Mon nom"})
    assert FAITS[0][2] == {"texte": "Mon nom", "jour": "hier"}


def test_it_is_asked_again_whether_it_is_possible_when_the_button_is_pressed(connectee, demarche):
    vue = vu(connectee.get(adresse(demarche)))
    Demarche.objects.de(demarche.assure).filter(pk=demarche.pk).update(etat=Etat.REFUSEE, close_le=LUNDI)
    reponse = connectee.post(adresse(demarche), {"vu": vue}, follow=True)
    assert "Ce n’est plus possible maintenant" in lu(reponse)
    assert "Ce n’est plus possible maintenant" in lu(connectee.get(adresse(demarche), follow=True))
    assert "geste/arreter" not in lu(connectee.get(f"/suivi/{demarche.reference}/"))
    assert not FAITS


@pytest.mark.parametrize("methode", ["get", "post"])
def test_neither_another_person_nor_an_agent_finds_it(client, demarche, voisin, methode):
    for compte in (voisin.compte, creer_agent().compte):
        connecter(client, compte)
        assert getattr(client, methode)(adresse(demarche)).status_code == 404
    assert not FAITS


def test_an_account_that_was_frozen_meanwhile_signs_in_first_and_cannot(connectee, lea, demarche):
    vue = vu(connectee.get(adresse(demarche)))
    Compte.objects.filter(pk=lea.compte.pk).update(gele_le=LUNDI)
    reponse = connectee.post(adresse(demarche), {"vu": vue}, follow=True)
    assert reponse.redirect_chain[0][0].startswith("/connexion/")
    assert not FAITS


def test_a_demarche_that_was_forgotten_offers_nothing(connectee, demarche):
    vue = vu(connectee.get(adresse(demarche)))
    Demarche.objects.de(demarche.assure).filter(pk=demarche.pk).update(oubliee_le=LUNDI)
    assert "geste/" not in lu(connectee.get(f"/suivi/{demarche.reference}/"))
    connectee.post(adresse(demarche), {"vu": vue})
    assert not FAITS


# A document that goes with it


def joindre(connectee, demarche, **champs):
    page = connectee.get(adresse(demarche, "joindre"))
    saisie = {"vu": vu(page), "texte": "Mon nom", "fichiers": envoi("papier.pdf", pdf()), **champs}
    return lu(connectee.post(adresse(demarche, "joindre"), saisie, follow=True))


def papiers(demarche) -> list[Piece]:
    return list(Piece.objects.de(demarche.assure).filter(objet=demarche.objet))


def test_a_document_goes_with_what_was_sent_sealed_for_the_service_that_reads_it(connectee, demarche):
    page = joindre(connectee, demarche)
    assert "C’est noté." in page and "papier.pdf" in page and "pour « Le papier »" in page
    (papier,) = papiers(demarche)
    assert (papier.scelle, papier.caisse, FAITS[0][2]["texte"]) == ("medical", demarche.caisse, "Mon nom")
    docteur, autre = creer_agent(demarche.caisse), creer_agent(demarche.caisse)
    roles.donner(docteur.compte, ["medical"])
    assert [list(Piece.objects.pour_agent(un)) for un in (docteur, autre)] == [[papier], []]
    assert not FichierEnAttente.objects.de(demarche.assure).exists(), "nothing waits any more"


@pytest.mark.parametrize(
    ("fichiers", "faute"),
    [
        ([], "Ajoutez ce document : Le papier."),
        ([("papier.pdf", photo())], "Ce fichier est une image"),
        ([("a.pdf", pdf()), ("b.pdf", pdf()), ("c.pdf", pdf())], "2 fichiers au plus"),
        ([("a.pdf", b"rien du tout")], "a.pdf"),
    ],
)
def test_a_wrong_document_is_said_beside_its_field_and_nothing_is_done(connectee, demarche, fichiers, faute):
    page = joindre(connectee, demarche, fichiers=[envoi(*un) for un in fichiers])
    assert faute in page and 'value="Mon nom"' in page and 'enctype="multipart/form-data"' in page
    assert not FAITS and not papiers(demarche)


def test_a_good_file_stays_when_another_answer_is_wrong_and_is_added_or_taken_back_without_script(connectee, demarche):
    assert "papier.pdf" in joindre(connectee, demarche, texte="")
    depot = Depot(demarche.assure, f"geste:{demarche.reference}-joindre")
    (garde,) = depot.fichiers
    assert "papier.pdf" not in joindre(connectee, demarche, fichiers=[], retirer=garde.public_id)
    assert "papier.pdf" in joindre(connectee, demarche, texte="", ajouter="oui")
    assert "C’est noté." in joindre(connectee, demarche, fichiers=[]), "what waits is enough"
    assert len(papiers(demarche)) == len(FAITS) == 1


def test_a_document_sent_from_two_tabs_goes_once(connectee, demarche):
    vue = vu(connectee.get(adresse(demarche, "joindre")))
    for _ in range(2):
        champs = {"vu": vue, "texte": "Mon nom", "fichiers": envoi("papier.pdf", pdf())}
        page = lu(connectee.post(adresse(demarche, "joindre"), champs, follow=True))
    assert "C’est déjà fait." in page
    assert len(papiers(demarche)) == len(FAITS) == 1 and not FichierEnAttente.objects.de(demarche.assure).exists()


def test_neither_another_person_nor_an_agent_sends_a_document_to_it(client, demarche, voisin):
    for compte in (voisin.compte, creer_agent().compte):
        connecter(client, compte)
        champs = {"vu": "", "texte": "Mon nom", "fichiers": envoi("papier.pdf", pdf())}
        assert client.post(adresse(demarche, "joindre"), champs).status_code == 404
    assert not papiers(demarche) and not FAITS


def test_the_files_of_a_gesture_that_cannot_be_written_down_are_not_left_behind(lea):
    demarche = envoyer(lea, etat=Etat.REFUSEE, close_le=LUNDI)
    with pytest.raises(TransitionInterdite):
        accords.faire(demarche, JOINDRE, lea.compte.acteur, {"texte": "", "fichiers": []})
    assert not papiers(demarche)
