"""`manage.py check` refuses a declaration that would fail in front of a person."""

from __future__ import annotations

import ast
from typing import ClassVar

import pytest
from django.core.management import call_command

from accounts.models import Compte
from ameli.noyau.calendrier import jours
from demarches.moteur import registre, verifications_textes
from demarches.moteur.declaration import Action, Delai, Etape, Exemples, Messages
from demarches.moteur.verifications import fautes
from tests.moteur.essai import Couleur, Essai, Preuve


def test_the_catalogue_as_it_stands_is_sound():
    call_command("check", tags=["demarches"])


def test_a_sound_declaration_has_no_fault():
    assert not list(fautes(Essai()))


def test_two_rooms_cannot_share_a_code():
    with registre.avec(Essai):

        class Copie(Essai):
            pass

        with pytest.raises(registre.DeclarationInvalide):
            registre.enregistrer(Copie)


def test_two_steps_cannot_share_a_name():
    class Double(Essai):
        code = "double"
        etapes = (Etape("a", "A", Couleur), Etape("a", "A", Couleur))

    with pytest.raises(registre.DeclarationInvalide):
        registre.enregistrer(Double)


@pytest.mark.parametrize(
    ("changement", "attendu"),
    [
        ({"accroche": None}, "accroche is missing"),
        ({"pour_qui": ()}, "pour_qui is empty"),
        ({"avantages": ()}, "avantages is empty"),
        ({"delais": (Delai("inconnu", jours(2)),), "annulable_jusqu_a": ""}, "delay inconnu has no hook"),
        ({"annulable_jusqu_a": "jamais"}, "not a delay"),
        ({"etapes": (Etape("a", "A", Couleur, depend_de=("b",)), Etape("b", "B", Couleur))}, "does not come before"),
        ({"etapes": (Etape("a", "A", Couleur, actions=(Action("rien", "Rien"),)),)}, "has no hook"),
        ({"etapes": (Etape("verification", "A", Couleur),)}, "this name is the engine's"),
        ({"messages": Messages(depot="absent", acceptee="", refusee="", annulee="")}, "has no subject"),
        ({"exemples": Exemples(valides={})}, "has no valid example"),
        ({"exemples": Exemples(valides={**Essai.exemples.valides, "autre": {}})}, "which is not a step"),
        (
            {"exemples": Exemples(valides={**Essai.exemples.valides, "couleur": {"couleur": "rouge"}})},
            "step couleur: its form refuses the valid example",
        ),
        (
            {"exemples": Exemples(valides={**Essai.exemples.valides, "nuance": lambda _contexte: {"nuance": ""}})},
            "step nuance: its form refuses the valid example",
        ),
        (
            {"exemples": Exemples(Essai.exemples.valides, {"couleur": ({"couleur": "vert", "le": "2/1/2027"},)})},
            "step couleur: its form accepts the invalid example",
        ),
        ({"etapes": (Etape("a", "A", Couleur, gabarit="essai/absente.html"),)}, "essai/absente.html is missing"),
        ({"messages": Messages(*[""] * 4, completee="absent")}, "message absent has no subject"),
    ],
)
def test_a_faulty_declaration_is_named(changement, attendu):
    faux = type("Faux", (Essai,), changement)
    assert any(attendu in faute for faute in fautes(faux()))


def test_an_example_that_needs_the_database_is_left_to_the_generic_tests():
    def de_la_base(_contexte):
        return {"couleur": Compte.objects.first()}

    class Cherchee(Essai):
        exemples = Exemples(valides={**Essai.exemples.valides, "couleur": de_la_base})

    assert not list(fautes(Cherchee()))


@pytest.mark.django_db
def test_a_check_leaves_the_database_as_it_found_it():
    list(fautes(Essai()))
    assert Compte.objects.count() == 0


@pytest.mark.parametrize(
    ("code", "attendu"),
    [
        ('deposer_courriel(a=x, gabarit="absent", contexte={}, cle="c")', "courriels/absent.txt is missing"),
        ('envois.deposer_courriel(a=x, gabarit="iban_code", contexte={}, cle="c")', ""),
        ('transitions.prevenir(demarche, "absent", le=le)', "message absent has no subject"),
        ("transitions.prevenir(demarche, nouvelle, le=le)", ""),
    ],
)
def test_the_texts_that_the_code_of_a_room_names_must_exist(monkeypatch, code, attendu):
    monkeypatch.setattr(verifications_textes, "_appels_de_la_salle", lambda _t: [ast.parse(code, mode="eval").body])
    trouvees = list(fautes(Essai()))
    assert [attendu in faute for faute in trouvees].count(True) >= 1 if attendu else not trouvees


def test_the_calls_of_a_room_are_read_in_its_folder():
    appels = verifications_textes._appels_de_la_salle(registre.celui_de("iban"))
    noms = {getattr(appel.func, "attr", getattr(appel.func, "id", "")) for appel in appels}
    assert {"deposer_courriel", "prevenir"} <= noms


def test_a_proof_without_its_check_is_refused():
    class SansControle(Essai):
        etapes: ClassVar = (Etape("preuve", "La preuve", Preuve, preuve=True),)
        from demarches.moteur.declaration import Teleservice

        preuve_valable = Teleservice.preuve_valable

    assert any("preuve_valable is not defined" in faute for faute in fautes(SansControle()))


def test_the_catalogue_prints_as_the_customers_table_of_contents(capsys):
    call_command("catalogue")
    lignes = [ligne for ligne in capsys.readouterr().out.splitlines() if not ligne.startswith("      ")]
    assert [ligne[4:] for ligne in lignes] == [
        t.titre for t in sorted(registre.tous(), key=lambda t: (t.chapitre, t.code))
    ]
    assert "15  Carte européenne d’assurance maladie (CEAM)" in lignes
