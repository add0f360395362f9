"""The documents that the check page asks for: they follow the answers, come one by one, and serve where they are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client

from demarches.moteur.fichiers_d_exemple import Fichier, piece
from documents.models import Piece
from tests.catalogue.marche import Marche
from tests.fabriques import connecter, creer_assure, creer_compte
from tests.fabriques_fichiers import envoi, pdf
from tests.outils.requetes import requetes
from tests.outils.salles import changer
from tests.salles_d_essai import soins

pytestmark = pytest.mark.django_db
EN_JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def marche() -> Iterator[Marche]:
    """At the check page of medicines, nothing sent yet."""
    for teleservice in soins.installer():
        marcheur = Marche(teleservice)
        marcheur.commencer()
        for nom, saisie in teleservice.exemples.valides.items():
            marcheur.envoyer(nom, saisie)
        yield marcheur


def page(marche: Marche) -> str:
    return marche.client.get(marche.adresse("verification")).content.decode()


def recues(marche: Marche) -> dict[str, list[str]]:
    return marche.brouillon.contenu["reponses"].get("pieces", {})


def gardees(marche: Marche) -> list[str]:
    return [une.place for une in Piece.objects.de(marche.assure)]


def deposer(marche: Marche, **saisie: str):
    return marche.envoyer("verification", {"honneur": "on", **saisie})


def test_the_check_page_asks_for_what_todays_answers_need(marche):
    html = page(marche)
    assert html.index("Le récit") < html.index("Vos documents") < html.index("Je certifie")
    assert html.index("Facture") < html.index("Ordonnance") < html.index("Photo des boîtes")
    assert html.count("(facultatif)") == 1
    marche.envoyer("soin", {"soin": "dentiste"})
    assert "Ordonnance" not in page(marche)


def test_the_place_has_no_page_of_its_own(marche):
    assert marche.client.get(marche.adresse("pieces")).url == f"{marche.adresse('verification')}#pieces"


def test_a_file_leaves_by_itself_and_the_page_that_sent_it_may_still_be_certified(marche):
    lu = marche.brouillon.tour
    recu = marche.joindre_une("facture").json()
    assert recu["nom"] == "facture.jpg" and recu["valeur"] == f"facture/{recu['id']}" and recu["tour"] > lu
    assert recues(marche) == {"facture": [recu["id"]]} and gardees(marche) == ["pieces/facture"]
    ordonnance = marche.client.post(
        marche.adresse("pieces"),
        {"champ": "ordonnance", "facture": recu["id"], "fichier": Fichier("o.jpg", piece()), "tour": recu["tour"]},
    ).json()
    envoi = marche.client.post(marche.adresse("verification"), {"honneur": "on", "tour": ordonnance["tour"]})
    assert "/suivi/" in envoi.url


def test_a_page_that_was_out_of_date_stays_so_whatever_it_sends(marche):
    lu = marche.brouillon.tour
    marche.envoyer("recit", {"recit": "Autre chose."})
    recu = marche.client.post(
        marche.adresse("pieces"), {"champ": "facture", "fichier": Fichier("f.jpg", piece()), "tour": lu}
    ).json()
    assert recu["tour"] == lu
    marche.joindre_une("ordonnance")
    suite = marche.client.post(marche.adresse("verification"), {"honneur": "on", "tour": lu})
    assert "Une réponse a changé" in suite.content.decode()


def test_without_script_the_button_keeps_what_is_right_and_says_what_is_not(marche):
    fichiers = {"facture": [Fichier("un.jpg", piece()), Fichier("deux.jpg", piece())], "photo": envoi("p.pdf", pdf())}
    refus = marche.envoyer("pieces", {**fichiers, "ajouter": "1"})
    assert refus.status_code == 200 and "pas un PDF" in refus.content.decode()
    assert "Ajoutez ce document" not in refus.content.decode(), "they come one by one"
    assert len(recues(marche)["facture"]) == 2 and "photo" not in recues(marche)
    suite = marche.envoyer("pieces", {"ordonnance": Fichier("o.jpg", piece()), **recues(marche), "ajouter": "1"})
    assert suite.url == f"{marche.adresse('verification')}#pieces"
    assert set(recues(marche)) == {"facture", "ordonnance"} and len(recues(marche)["facture"]) == 2


def test_a_file_that_is_refused_is_named_and_costs_nothing(marche):
    marche.joindre_une("facture")
    refus = marche.joindre_une("ordonnance", Fichier("notes.txt", b"bonjour", "text/plain"))
    assert refus.status_code == 422 and "notes.txt" in refus.json()["phrase"]
    assert len(gardees(marche)) == 1
    assert marche.joindre_une("inconnue").status_code == 404


def test_a_day_holds_so_many_files_wherever_they_go(marche, settings):
    settings.LIMITES = {**settings.LIMITES, "fichiers": {**settings.LIMITES["fichiers"], "essais": 2}}
    reponses = [marche.joindre_une(cle) for cle in ("facture", "photo", "ordonnance")]
    assert [reponse.status_code for reponse in reponses] == [200, 200, 422]
    assert "beaucoup de fichiers" in reponses[2].json()["phrase"] and set(recues(marche)) == {"facture", "photo"}


def test_more_files_than_a_document_takes_are_refused_in_words(marche):
    for _ in range(2):
        marche.envoyer("pieces", {"champ": "facture", "fichier": Fichier("f.jpg", piece()), **recues(marche)})
    refus = marche.envoyer("pieces", {"champ": "facture", "fichier": Fichier("f.jpg", piece()), **recues(marche)})
    assert "2 fichiers au plus" in refus.json()["phrase"] and len(gardees(marche)) == 2


def test_what_is_missing_is_said_at_the_last_button_beside_what_is_not_certified(marche):
    marche.joindre_une("facture")
    html = marche.envoyer("verification", {}).content.decode()
    assert "Cochez la case" in html and "Ajoutez ce document\N{NO-BREAK SPACE}: Ordonnance." in html
    assert "<title>Erreur" in html
    html = deposer(marche).content.decode()
    assert "Ajoutez ce document" in html and 'name="honneur" ' in html and "checked" in html


def test_the_deposit_takes_the_files_along_and_says_them_in_the_summary(marche):
    marche.joindre()
    demarche = marche.envoyer_tout()
    assert {une.objet for une in Piece.objects.de(marche.assure)} == {demarche.objet}
    assert len(demarche.reponses["pieces"]["facture"]) == 1
    (section,) = [une for une in demarche.recapitulatif["sections"] if une["etape"] == "pieces"]
    assert section["lignes"][0][0] == "Facture" and "facture.jpg" in section["lignes"][0][1]


def test_an_answer_that_changes_drops_what_is_asked_no_more_with_its_file_and_says_which(marche):
    marche.joindre()
    suite = marche.client.post(
        marche.adresse("soin") + "?retour=verification",
        {"soin": "dentiste", "tour": marche.brouillon.tour},
        follow=True,
    )
    assert "nous l’avons retiré\N{NO-BREAK SPACE}: Ordonnance." in suite.content.decode()
    assert set(recues(marche)) == {"facture"} and gardees(marche) == ["pieces/facture"]
    assert "/suivi/" in deposer(marche).url


def test_a_file_never_serves_for_what_other_people_read(marche):
    cle = marche.joindre_une("facture").json()["id"]
    assert "reprendre" not in page(marche)
    marche.envoyer("pieces", {**recues(marche), "reprendre": f"ordonnance/{cle}"})
    assert recues(marche) == {"facture": [cle]}


def test_one_file_may_serve_twice_and_goes_when_nothing_names_it(marche):
    pieces = soins.pieces
    changer(marche.teleservice, pieces=lambda contexte: [replace(une, scellee=None) for une in pieces(contexte)])
    cle = marche.joindre_une("facture").json()["id"]
    assert f'name="reprendre" value="ordonnance/{cle}"' in page(marche)
    marche.envoyer("pieces", {**recues(marche), "reprendre": f"ordonnance/{cle}"})
    assert recues(marche) == {"facture": [cle], "ordonnance": [cle]} and gardees(marche) == ["pieces/facture"]
    marche.client.post(
        marche.adresse("pieces"),
        {**recues(marche), "retirer": f"facture/{cle}", "tour": marche.brouillon.tour},
        **EN_JSON,
    )
    assert recues(marche) == {"ordonnance": [cle]} and gardees(marche) == ["pieces/facture"], "another answer names it"
    marche.envoyer("pieces", {**recues(marche), "retirer": f"ordonnance/{cle}"})
    assert recues(marche) == {} and gardees(marche) == []


def test_a_file_of_somebody_else_serves_nobody(marche):
    autre = creer_assure("Marc", "Autre", sexe="M")
    voisin = Marche.__new__(Marche)
    voisin.teleservice, voisin.variante, voisin.assure = marche.teleservice, {}, autre
    voisin.compte = creer_compte(autre)
    voisin.client, voisin.porte = connecter(Client(), voisin.compte), marche.porte
    voisin.commencer()
    for nom, saisie in marche.teleservice.exemples.valides.items():
        voisin.envoyer(nom, saisie)
    cle = voisin.joindre_une("facture").json()["id"]
    marche.envoyer("pieces", {"reprendre": f"facture/{cle}"})
    assert recues(marche) == {}
    marche.envoyer("pieces", {"facture": cle, "ajouter": "1"})
    assert "Ajoutez ce document" in deposer(marche).content.decode()


def test_the_check_page_with_its_documents_costs_one_query_more_than_without(marche):
    def combien() -> int:
        with requetes() as vues:
            marche.client.get(marche.adresse("verification"))
        return len(vues)

    sans = combien()
    marche.joindre()
    assert combien() == sans + 1
