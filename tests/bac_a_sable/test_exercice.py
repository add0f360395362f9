"""The exercise of piracy: how it reads pages, how it counts money, when it says that the site has failed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from accounts.informations import coordonnees
from ameli.bac_a_sable.exercice import argent, deroulement
from ameli.bac_a_sable.exercice.navigateur import Page, PasDeFormulaire
from ameli.bac_a_sable.exercice.scenarios import TOUS
from ameli.bac_a_sable.exercice.scene import IBAN_DU_VOLEUR, Ligne
from ameli.bac_a_sable.management.commands import exercice_piratage
from ameli.noyau.horloge import maintenant
from tests.fabriques import creer_assure, creer_coordonnees

PAGE = """<main><h1>Un <em>titre</em></h1><a href="/la?x=1&amp;y=2">là</a>
<form method="get" action="/chercher/"><input name="q"></form>
<form method="post"><input type="hidden" name="jeton" value="a&amp;b"><input name="nom" value="Léa">
<input type="checkbox" name="connaitre" checked><input type="checkbox" name="autre">
<input type="radio" name="choix" value="1"><input type="radio" name="choix" value="2" checked>
<select name="pays"><option value="FR" selected>France</option><option value="BE">Belgique</option></select>
<input type="file" name="piece"><button type="submit">Con <b>tinuer</b></button></form></main>"""


def test_a_form_is_found_by_its_fields_and_keeps_what_it_proposes():
    formulaire = Page("http://site/ici/", 200, PAGE).formulaire("nom", "autre", bouton="Con")
    assert (formulaire.vers, formulaire.methode) == ("", "post")
    assert formulaire.valeurs == [
        ("jeton", "a&b"), ("nom", "Léa"), ("connaitre", "on"), ("choix", "2"), ("pays", "FR"),
    ]  # fmt: skip


def test_a_form_that_is_not_there_is_said():
    with pytest.raises(PasDeFormulaire, match="Un titre"):
        Page("http://site/ici/", 200, PAGE).formulaire("mot_de_passe")


def test_title_and_links_are_read_as_people_read_them():
    page = Page("http://site/ici/?a=1", 200, PAGE)
    assert (page.chemin, page.titre, page.lien("x=1"), page.lien("absent")) == ("/ici/", "Un titre", "/la?x=1&y=2", "")


def test_each_story_has_a_title_of_its_own_and_is_told():
    assert len(TOUS) >= 12
    assert len({un.titre for un in TOUS}) == len(TOUS)
    assert all(len(un.histoire) > 60 for un in TOUS)


@pytest.fixture
def vole(db):
    """An insured person whose details became the thief's after 48 hours, online; and when it began."""
    assure, depart = creer_assure(), maintenant()
    if coordonnees.actuelles(assure) is None:
        creer_coordonnees(assure)
    coordonnees.remplacer(
        assure, iban=IBAN_DU_VOLEUR, titulaire="X", civilite="MADAME", effet=depart + timedelta(hours=48), cause="vol"
    )
    return assure, depart


def test_a_victim_who_never_reacts_loses_money(vole):
    """What shows that the measure can see a loss at all."""
    assure, depart = vole
    compte = argent.compter(assure, IBAN_DU_VOLEUR, depart, timedelta(days=10))
    assert compte.perdu == argent.PAR_JOUR * 8
    assert compte.verse == argent.PAR_JOUR * 2


def test_what_falls_due_before_the_first_payment_waits_and_comes_back_to_the_owner(vole):
    assure, depart = vole
    assert argent.compter(assure, IBAN_DU_VOLEUR, depart) == argent.Compte(
        perdu=argent.PAR_JOUR, retenu=argent.PAR_JOUR, verse=argent.PAR_JOUR * 2
    ), "held, then the thief's if nobody says a word"
    coordonnees.remplacer(
        assure, iban="FR7630004001230000123456705", titulaire="X", civilite="MADAME", cause="guichet",
        effet=depart + timedelta(hours=70), origine="AGENT",
    )  # fmt: skip
    assert argent.compter(assure, IBAN_DU_VOLEUR, depart) == argent.Compte(
        perdu=Decimal(0), retenu=argent.PAR_JOUR, verse=argent.PAR_JOUR * 3
    )


def ligne(perdu: int, apres: float | None) -> Ligne:
    return Ligne("Histoire", "loin", ("Un courriel",), "réagit", apres, argent.Compte(Decimal(perdu)))


@pytest.mark.parametrize(
    ("perdu", "apres", "echoue"), [(0, 10, False), (46, 72, True), (46, 80, False), (46, None, False)]
)
def test_money_lost_in_spite_of_a_reaction_in_time_is_a_failure(monkeypatch, capsys, perdu, apres, echoue):
    monkeypatch.setattr(deroulement, "jouer", lambda choisis, site: iter([ligne(perdu, apres)]))
    monkeypatch.setattr(exercice_piratage, "remettre", lambda: None)
    if echoue:
        with pytest.raises(CommandError, match="Histoire"):
            call_command("exercice_piratage")
    else:
        call_command("exercice_piratage")
    assert "1 histoires" in capsys.readouterr().out


def test_the_stories_can_be_read_without_being_played(capsys):
    call_command("exercice_piratage", "--histoires", "--seulement", "cookie")
    assert capsys.readouterr().out.startswith("Cookie de session volé\n    A program")
    with pytest.raises(CommandError):
        call_command("exercice_piratage", "--seulement", "zzz")
