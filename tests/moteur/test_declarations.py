"""`manage.py check` refuses a declaration that would fail in front of a person."""

from __future__ import annotations

from typing import ClassVar

import pytest
from django.core.management import call_command

from ameli.noyau.calendrier import jours
from demarches.moteur import registre
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
    ],
)
def test_a_faulty_declaration_is_named(changement, attendu):
    faux = type("Faux", (Essai,), changement)
    assert any(attendu in faute for faute in fautes(faux()))


def test_a_proof_without_its_check_is_refused():
    class SansControle(Essai):
        etapes: ClassVar = (Etape("preuve", "La preuve", Preuve, preuve=True),)
        from demarches.moteur.declaration import Teleservice

        preuve_valable = Teleservice.preuve_valable

    assert any("preuve_valable is not defined" in faute for faute in fautes(SansControle()))
