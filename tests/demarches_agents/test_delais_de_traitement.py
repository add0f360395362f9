"""The delays that a caisse announces: its grid, dated values, who may write them, the table for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from ameli.noyau.horloge import aujourdhui, maintenant
from ameli.noyau.models import Entree
from demarches.delais import grille
from demarches.models import DelaiDeTraitement
from tests.fabriques import creer_caisse
from tests.outils.requetes import requetes

pytestmark = pytest.mark.django_db
GRILLE, CSV = "admin:demarches_delaidetraitement_grille", "admin:demarches_delaidetraitement_csv"
AJOUT, MODIFIER = "admin:demarches_delaidetraitement_add", "admin:demarches_delaidetraitement_change"
LISTE = "admin:demarches_delaidetraitement_changelist"


@pytest.fixture
def redacteur(agent, guichet):
    droits = Permission.objects.filter(codename__in=("add_delaidetraitement", "change_delaidetraitement"))
    agent.compte.user_permissions.add(*droits)
    return guichet


def annoncer(caisse, jours=12, precision="soins-papier", depuis=0, **champs) -> DelaiDeTraitement:
    du = aujourdhui() - timedelta(days=depuis)
    return DelaiDeTraitement.objects.create(
        caisse=caisse, precision=precision, jours=jours, du=du, ecrit_le=maintenant(), **champs
    )


def saisir(**champs) -> dict[str, object]:
    return {"precision": "transport", "jours": "25", "du": aujourdhui().isoformat(), "traitees_jusqu_au": "",
            "message": "", "message_fin": "", **champs}  # fmt: skip


def lire(reponse) -> str:
    return reponse.content.decode().replace("\u00a0", " ")


def test_the_grid_shows_every_request_with_the_value_of_the_caisse_or_the_national_one(guichet, agent):
    annoncer(agent.caisse, 40, depuis=20)
    annoncer(agent.caisse, 12, depuis=2, message="Un pic.", message_fin=aujourdhui())
    annoncer(agent.caisse, 99, depuis=-1)
    annoncer(creer_caisse("331", "CPAM de la Gironde"), 77)
    page = lire(guichet.get(reverse(GRILLE)))
    assert page.count('scope="row"') == len(grille.PRECISIONS)
    ligne = re.search(r"Feuille de soins papier.*?</tr>", page, re.DOTALL)[0]
    assert "<td>12 jours</td><td>18 jours</td>" in ligne and "Un pic." in ligne
    assert "99 jours" not in page and "77 jours" not in page and "Mettre à jour" not in page


def test_a_value_that_nobody_looked_at_for_ten_days_is_told(guichet, agent):
    annoncer(agent.caisse, depuis=10)
    assert "à revoir" not in lire(guichet.get(reverse(GRILLE)))
    annoncer(agent.caisse, precision="cure", depuis=11)
    page = lire(guichet.get(reverse(GRILLE)))
    assert page.count("à revoir") == 1 and "1 délai n’a pas été revu depuis plus de 10 jours." in page


def test_the_grid_costs_the_same_however_long_the_history(guichet, agent):
    comptes = []
    for depuis in range(3):
        annoncer(agent.caisse, depuis=depuis)
        guichet.get(reverse(GRILLE))
        with requetes() as vues:
            guichet.get(reverse(GRILLE))
        comptes.append(len(vues))
    assert len(set(comptes)) == 1, vues


def test_updating_begins_with_the_present_value_and_adds_a_dated_row(redacteur, agent):
    avant = annoncer(agent.caisse, 20, precision="transport", depuis=30, message="Un pic.")
    lien = re.search(r'href="([^"]*precision=transport[^"]*)"', lire(redacteur.get(reverse(GRILLE))))[1]
    page = lire(redacteur.get(lien.replace("&amp;", "&")))
    assert 'value="20"' in page and 'value="Un pic."' in page and f'value="{aujourdhui():%d/%m/%Y}"' in page
    reponse = redacteur.post(reverse(AJOUT), saisir(traitees_jusqu_au=aujourdhui().isoformat()))
    assert reponse.url == reverse(GRILLE)
    lignes = DelaiDeTraitement.objects.pour_agent(agent).order_by("du")
    assert [(ligne.jours, ligne.du) for ligne in lignes] == [(20, avant.du), (25, aujourdhui())]
    assert lignes[1].ecrit_par == agent and lignes[1].caisse == agent.caisse
    assert Entree.objects.get(genre="delai.ecrit").donnees["jours"] == 25


def test_the_row_of_today_is_corrected_and_the_past_is_not(redacteur, agent):
    redacteur.post(reverse(AJOUT), saisir())
    ligne = DelaiDeTraitement.objects.pour_agent(agent).get()
    adresse = reverse(MODIFIER, args=[ligne.pk])
    assert adresse in lire(redacteur.get(reverse(GRILLE)))
    assert redacteur.post(adresse, saisir(jours="26")).status_code == 302
    ligne.refresh_from_db()
    assert ligne.jours == 26
    passee = annoncer(agent.caisse, precision="cure", depuis=1)
    assert redacteur.get(reverse(MODIFIER, args=[passee.pk])).status_code == 200
    assert redacteur.post(reverse(MODIFIER, args=[passee.pk]), saisir()).status_code == 403


@pytest.mark.parametrize(
    ("champs", "phrase"),
    [
        ({"du": "2020-01-01"}, "Un délai ne change pas le passé."),
        ({"jours": "366"}, "365"),
        ({"precision": "inconnue"}, "Choisissez dans la liste."),
        ({"traitees_jusqu_au": "01/01/2199"}, "Cette date n’est pas encore passée."),
        ({"precision": "cure"}, "Ce délai a déjà une valeur à partir de ce jour."),
    ],
)
def test_what_cannot_be_is_said_in_words(redacteur, agent, champs, phrase):
    annoncer(agent.caisse, precision="cure")
    page = lire(redacteur.post(reverse(AJOUT), saisir(**champs)))
    assert phrase in page
    assert DelaiDeTraitement.objects.pour_agent(agent).count() == 1


def test_without_the_right_nobody_writes_and_a_row_of_another_caisse_does_not_exist(guichet, redacteur, agent):
    ailleurs = annoncer(creer_caisse("331", "CPAM de la Gironde"))
    adresse = reverse(MODIFIER, args=[ailleurs.pk])
    assert redacteur.get(adresse).status_code == redacteur.post(adresse, saisir()).status_code == 404
    assert "Feuille de soins papier" not in lire(redacteur.get(reverse(LISTE)))
    agent.compte.user_permissions.clear()
    assert guichet.get(reverse(AJOUT)).status_code == 403


def test_the_table_for_a_spreadsheet_holds_the_grid_and_no_formula(guichet, agent):
    annoncer(agent.caisse, 12, message="=1+1")
    reponse = guichet.get(reverse(CSV))
    assert reponse["Content-Disposition"] == 'attachment; filename="delais.csv"'
    lignes = list(csv.reader(io.StringIO(reponse.content.decode("utf-8-sig")), delimiter=";"))
    assert len(lignes) == len(grille.PRECISIONS) + 1
    papier = next(ligne for ligne in lignes if ligne[1] == "Feuille de soins papier")
    assert papier[2:5] == ["12", "18", f"{aujourdhui():%d/%m/%Y}"] and papier[6] == "'=1+1"


def test_visitors_and_insured_people_see_no_grid(client):
    for nom in (GRILLE, CSV, LISTE):
        assert client.get(reverse(nom)).status_code == 302


def test_the_history_names_who_wrote(redacteur, agent):
    redacteur.post(reverse(AJOUT), saisir())
    page = lire(redacteur.get(reverse(LISTE)))
    assert "Transport" in page and str(agent) in page and date.fromisoformat(saisir()["du"]) == aujourdhui()
