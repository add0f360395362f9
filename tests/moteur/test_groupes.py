"""A step that repeats: its list, the page of an item, two tabs, files and what falls with an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from demarches.moteur.listes import nouvelle_cle
from documents.models import Piece
from tests.catalogue.marche import Marche
from tests.outils.requetes import requetes
from tests.salles_d_essai import voyage
from tests.salles_d_essai.voyage import Voyage

pytestmark = pytest.mark.django_db
LOU = {"prenom": "Lou-Ann", "naissance": "12/11/2026"}
TOM = {"prenom": "Tom", "naissance": "01/01/2020"}
RETIRER = {"action": "retirer"}


@pytest.fixture
def marche() -> Iterator[Marche]:
    for teleservice in voyage.installer():
        marcheur = Marche(teleservice)
        marcheur.commencer()
        marcheur.envoyer("pays", {"pays": "es"})
        yield marcheur


def ajouter(marche: Marche, saisie: dict, cle: str = "") -> str:
    place = f"voyageurs/{cle or nouvelle_cle([])}"
    marche.envoyer(place, saisie)
    return place


def liste(marche: Marche) -> str:
    return marche.client.get(marche.adresse("voyageurs")).content.decode()


def places(marche: Marche, nom: str = "voyageurs") -> list[str]:
    return [item.nom for item in marche.parcours.items(marche.teleservice.etape(nom))]


def fermer(marche: Marche, nom: str = "voyageurs"):
    return marche.envoyer(nom, {})


def test_a_list_that_needs_an_item_opens_a_first_one_and_writes_nothing(marche):
    avant = marche.brouillon.tour
    reponse = marche.client.get(marche.adresse("voyageurs"))
    assert re.fullmatch(r".*/voyageurs/[a-z]{4}/", reponse.url)
    assert marche.client.get(reponse.url).status_code == 200
    assert marche.brouillon.tour == avant and places(marche) == []


def test_the_same_page_sent_twice_is_one_item_and_two_pages_are_two(marche):
    premiere = ajouter(marche, LOU)
    marche.envoyer(premiere, LOU)
    ajouter(marche, TOM)
    assert len(places(marche)) == 2
    page = liste(marche)
    assert "Personne 1\N{NO-BREAK SPACE}: Lou-Ann" in page and "Personne 2\N{NO-BREAK SPACE}: Tom" in page


def test_an_item_half_typed_is_kept_in_the_list_to_be_completed(marche):
    place = ajouter(marche, {"prenom": "Lou-Ann", "naissance": "demain"})
    assert places(marche) == [place] and "À compléter" in liste(marche)
    assert 'value="demain"' in marche.client.get(marche.adresse(place)).content.decode()
    refus = fermer(marche)
    assert refus.status_code == 200 and "est à compléter" in refus.content.decode()
    assert places(marche) == [place]


def test_a_page_left_empty_adds_nobody(marche):
    ajouter(marche, {"prenom": "", "naissance": ""})
    ajouter(marche, {"prenom": "", "naissance": "", "action": "retour"})
    assert places(marche) == []


def test_the_list_judges_its_items_together(marche):
    ajouter(marche, LOU)
    ajouter(marche, {**LOU, "naissance": "13/11/2026"})
    assert "La même personne est là deux fois." in fermer(marche).content.decode()


def test_more_items_than_allowed_come_from_two_tabs_only_and_the_list_says_so(marche):
    for prenom in ("Anna", "Boris", "Chloé"):
        ajouter(marche, {**LOU, "prenom": prenom})
    page = liste(marche)
    assert "Ajouter une personne" not in page
    assert marche.client.get(marche.adresse("voyageurs/zzzz")).url == marche.adresse("voyageurs")
    ajouter(marche, {**LOU, "prenom": "Denis"})
    assert "3 au plus" in fermer(marche).content.decode()


def test_taking_an_answered_item_away_is_asked_once_more(marche):
    place = ajouter(marche, LOU)
    ajouter(marche, TOM)
    demande = marche.envoyer(place, RETIRER)
    assert demande.url == f"{marche.adresse(place)}?retirer=1"
    page = marche.client.get(demande.url).content.decode()
    assert "Oui, retirer" in page and "Lou-Ann" in page and place in places(marche)
    marche.envoyer(place, {**RETIRER, "certain": "oui"})
    assert len(places(marche)) == 1 and place not in marche.brouillon.contenu["reponses"]
    assert marche.client.get(marche.adresse(place)).url == marche.adresse("voyageurs")


def test_an_old_page_of_an_item_that_was_taken_away_says_so_before_it_brings_it_back(marche):
    place = ajouter(marche, LOU)
    ajouter(marche, TOM)
    lu = marche.brouillon.tour
    marche.envoyer(place, {**RETIRER, "certain": "oui"})
    vieille = marche.client.post(marche.adresse(place), {**LOU, "tour": lu})
    assert "retiré" in vieille.content.decode() and place not in places(marche)
    marche.envoyer(place, LOU)
    assert place in places(marche)


def test_an_item_changed_in_another_tab_is_not_overwritten_unseen(marche):
    place = ajouter(marche, LOU)
    lu = marche.brouillon.tour
    marche.envoyer(place, TOM)
    vieille = marche.client.post(marche.adresse(place), {**LOU, "tour": lu})
    assert "Vous avez modifié cette étape" in vieille.content.decode()
    assert marche.brouillon.contenu["reponses"][place]["prenom"] == "Tom"


def test_a_list_once_closed_is_to_be_closed_again_after_each_change(marche):
    place = ajouter(marche, LOU)
    assert fermer(marche).url == marche.adresse("depenses")
    marche.envoyer(place, LOU)
    assert "voyageurs" in marche.brouillon.contenu["reponses"], "nothing changed"
    ajouter(marche, TOM)
    assert "voyageurs" not in marche.brouillon.contenu["reponses"]
    assert marche.client.get(marche.adresse("verification")).url == marche.adresse("voyageurs")


def test_an_empty_list_that_may_be_has_its_own_button(marche):
    ajouter(marche, LOU)
    fermer(marche)
    page = marche.client.get(marche.adresse("depenses")).content.decode()
    assert "Aucune dépense" in page and "Ajouter une dépense" in page
    assert fermer(marche, "depenses").url == marche.adresse("mois")


def test_an_answer_before_a_list_makes_it_fall_with_its_items_and_their_files(marche):
    marche.repondre()
    assert Piece.objects.de(marche.assure).count() == 1
    (place,) = places(marche, "depenses")
    assert Piece.objects.de(marche.assure).get().place == f"{place}/facture"
    page = marche.client.post(marche.adresse("pays"), {"pays": "it", "tour": marche.brouillon.tour}, follow=True)
    assert page.content.decode().count("«\N{NO-BREAK SPACE}Les dépenses\N{NO-BREAK SPACE}»") == 1
    assert places(marche, "depenses") == [] and not Piece.objects.de(marche.assure).exists()
    assert len(places(marche)) == 2, "what does not depend on it stays"


def test_an_item_taken_away_takes_its_file_along_and_no_other(marche):
    ajouter(marche, LOU)
    fermer(marche)
    for cle, montant in (("aaaa", "10"), ("bbbb", "20")):
        marche.envoyer(f"depenses/{cle}", {"montant": montant, "facture": voyage.Fichier("f.jpg", voyage.piece())})
    marche.envoyer("depenses/aaaa", {**RETIRER, "certain": "oui"})
    assert [une.place for une in Piece.objects.de(marche.assure)] == ["depenses/bbbb/facture"]


def test_the_check_page_counts_then_shows_each_item_with_its_own_link(marche):
    marche.repondre()
    page = marche.client.get(marche.adresse("verification")).content.decode()
    for place in ("voyageurs", *places(marche)):
        assert f"{marche.adresse(place)}?retour=verification" in page
    assert page.index("Qui part ?") < page.index("Lou-Ann") < page.index("Tom")
    modifiee = marche.envoyer(places(marche)[0], {**LOU, "prenom": "Lou"}, suite="?retour=verification")
    assert modifiee.url == f"{marche.adresse('voyageurs')}?retour=verification"
    assert marche.client.post(modifiee.url, {"tour": marche.brouillon.tour}).url == marche.adresse("verification")


def test_what_was_sent_is_read_as_types(marche):
    marche.repondre()
    demarche = marche.envoyer_tout()
    lu = Voyage.de(demarche)
    assert [(un.prenom, un.naissance.year) for un in lu.voyageurs] == [("Lou-Ann", 2026), ("Tom", 2020)]
    assert lu.voyageurs[0].id == places_envoyees(demarche)[0]
    assert lu.depenses[0].montant == voyage.Decimal("12.50") and len(lu.depenses[0].facture) == 1
    assert lu.mois is not None
    assert [(m.cle, m.salaire, m.chomage) for m in lu.mois] == [
        ("2026-09", 980, None), ("2026-10", None, None), ("2026-11", None, voyage.Decimal("1150.50"))
    ]  # fmt: skip


def places_envoyees(demarche) -> list[str]:
    return demarche.reponses["voyageurs"]["items"]


def test_the_queries_of_a_list_do_not_grow_with_its_items(marche):
    ajouter(marche, LOU)
    adresse = marche.adresse("voyageurs")

    def combien() -> int:
        with requetes() as vues:
            marche.client.get(adresse)
        return len(vues)

    une = combien()
    ajouter(marche, TOM)
    ajouter(marche, {**TOM, "prenom": "Zoé"})
    assert combien() == une


def test_a_table_says_which_cell_is_at_fault_and_adds_up_what_can_be_read(marche):
    ajouter(marche, LOU)
    fermer(marche)
    fermer(marche, "depenses")
    fausse = {"2026-09__salaire": "980", "2026-10__salaire": "beaucoup", "2026-11__chomage": "1 150,5"}
    page = re.sub("[\u00a0\u202f]", " ", marche.envoyer("mois", fausse).content.decode())
    assert 'href="#id_2026-10__salaire">Salaire, Octobre :' in page
    assert "980,00 €" in page and "2 130,50 €" in page
    assert 'value="beaucoup"' in page
