"""What the answers come to, said before the last button: on a list, on a step after « Calculer », on the check page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from demarches.moteur.declaration import Apercu
from tests.catalogue.marche import Marche
from tests.outils.requetes import requetes
from tests.outils.salles import changer
from tests.salles_d_essai import voyage
from tests.salles_d_essai.voyage import Fichier, Voyage, piece

pytestmark = pytest.mark.django_db
CALCULER = {"action": "calculer"}


@pytest.fixture
def marche() -> Iterator[Marche]:
    for teleservice in voyage.installer():
        marcheur = Marche(teleservice)
        marcheur.commencer()
        marcheur.envoyer("pays", {"pays": "es"})
        marcheur.envoyer("voyageurs/aaaa", {"prenom": "Tom", "naissance": "01/01/2020"})
        marcheur.envoyer("voyageurs", {})
        yield marcheur


def depenser(marche: Marche, *montants: str) -> None:
    for cle, montant in zip(("aaaa", "bbbb"), montants, strict=False):
        marche.envoyer(f"depenses/{cle}", {"montant": montant, "facture": Fichier("f.jpg", piece())})


def lire(marche: Marche, nom: str) -> str:
    return _texte(marche.client.get(marche.adresse(nom)))


def _texte(reponse) -> str:
    return re.sub("[\u00a0\u202f]", " ", reponse.content.decode())


def test_a_list_says_what_its_finished_items_come_to(marche):
    assert "Vos dépenses" not in lire(marche, "depenses")
    depenser(marche, "12,50", "7")
    page = lire(marche, "depenses")
    assert page.count("Vos dépenses") == 1 and "19,50 €" in page and 'value="calculer"' not in page
    marche.envoyer("depenses/bbbb", {"montant": "beaucoup"})
    page = lire(marche, "depenses")
    assert "À compléter" in page and "19,50 €" not in page and page.count("12,50 €") == 2, "its line and the total"


def test_calculating_keeps_what_is_typed_and_answers_nothing(marche):
    marche.envoyer("depenses", {})
    page = lire(marche, "mois")
    assert 'value="calculer">Calculer<' in page and 'id="apercu-mois"' not in page
    calcul = marche.envoyer("mois", {"2026-09__salaire": "980", "2026-11__chomage": "1 150,5", **CALCULER})
    assert calcul.url == f"{marche.adresse('mois')}#apercu-mois"
    page = lire(marche, "mois")
    assert "Vos ressources" in page and "2 130,50 €" in page and 'role="status"' in page
    assert 'value="calculer">Recalculer<' in page and 'value="980"' in page
    assert "mois" not in marche.brouillon.contenu["reponses"]
    assert marche.client.get(marche.adresse("verification")).url == marche.adresse("mois")


def test_calculating_what_is_wrong_says_where_and_estimates_nothing(marche):
    marche.envoyer("depenses", {})
    marche.envoyer("mois", {"2026-09__salaire": "980"})
    refus = marche.envoyer("mois", {"2026-09__salaire": "beaucoup", **CALCULER})
    page = _texte(refus)
    assert refus.status_code == 200 and "Salaire, Septembre" in page and 'id="apercu-mois"' not in page
    assert 'id="apercu-mois"' not in lire(marche, "mois"), (
        "an estimate of the former answer would speak of other figures"
    )


def test_calculating_an_answer_that_did_not_change_does_not_open_the_step_again(marche):
    marche.envoyer("depenses", {})
    marche.envoyer("mois", {"2026-09__salaire": "980"})
    assert "980,00 €" in lire(marche, "mois"), "an answered step shows what it comes to"
    marche.envoyer("mois", {"2026-09__salaire": "980.00", **CALCULER}, suite="?retour=verification")
    assert marche.parcours.premiere_a_finir() is None


def test_the_check_page_says_what_everything_comes_to_before_its_button(marche):
    depenser(marche, "12,50")
    marche.envoyer("depenses", {})
    marche.envoyer("mois", {"2026-09__salaire": "980"})
    page = lire(marche, "verification")
    assert page.index("Il vous reste") < page.index("967,50 €") < page.index("Valider")
    assert "Vos ressources" not in page and "Votre caisse décide." in page


def test_without_a_word_of_the_teleservice_the_steps_say_theirs_on_the_check_page(marche):
    marche.teleservice = changer(marche.teleservice, apercu=None)
    depenser(marche, "12,50")
    marche.envoyer("depenses", {})
    marche.envoyer("mois", {})
    page = lire(marche, "verification")
    assert page.index("Vos dépenses") < page.index("Vos ressources") < page.index("Valider")
    assert 'id="apercu-1"' in page and 'id="apercu-2"' in page


def test_an_estimate_whose_answers_are_missing_shows_nothing(marche):
    def trop_tot(contexte):
        return Apercu(("Trop tôt", str(Voyage.du(contexte).depenses)))

    etapes = tuple(
        replace(une, apercu=trop_tot) if une.nom == "voyageurs" else une for une in marche.teleservice.etapes
    )
    marche.teleservice = changer(marche.teleservice, etapes=etapes)
    assert "Trop tôt" not in lire(marche, "voyageurs")


def test_an_estimate_costs_no_query(marche):
    def combien() -> int:
        with requetes() as vues:
            marche.client.get(marche.adresse("depenses"))
        return len(vues)

    depenser(marche, "12,50")
    avec = combien()
    etapes = tuple(replace(une, apercu=None) for une in marche.teleservice.etapes)
    changer(marche.teleservice, etapes=etapes)
    assert combien() == avec
