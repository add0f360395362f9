"""`manage.py check` refuses a declaration that would fail in front of a person."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

import pytest
from django.core.management import call_command
from django.forms import CharField, Form

from accounts.models import Compte
from ameli.noyau.calendrier import jours
from demarches.moteur import registre, verifications_textes
from demarches.moteur.declaration import (
    Action,
    Delai,
    Effets,
    Etape,
    Exemples,
    Geste,
    Groupe,
    Messages,
    Par,
    PieceVoulue,
)
from demarches.moteur.fichiers_d_exemple import Fichier, piece
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.verifications import fautes
from tests.moteur.essai import SERVICE, Couleur, regarder, souffler
from tests.salles_d_essai import soins, voyage


class Motif(FormulaireEtape):
    """It has the name of what every agent says."""

    motif = CharField()


class Precision(FormulaireEtape):
    """It needs an answer in one case; does its page say so?"""

    precision = CharField(required=False)

    @dataclass(frozen=True)
    class Donnees:
        precision: str

    def clean(self):
        if not (super().clean() or {}).get("precision"):
            self.add_error("precision", "Précisez.")


class PrecisionDite(Precision):
    """The same, which is not called optional."""

    precision = CharField(required=False)
    precision.selon_les_cas = True


TOUJOURS = lambda demarche, le: True  # noqa: E731
FAIRE = lambda demarche, acteur, saisie, le: ""  # noqa: E731


def test_the_catalogue_as_it_stands_is_sound():
    call_command("check", tags=["demarches"])


@pytest.mark.parametrize("service", [SERVICE, voyage.SERVICE, soins.SERVICE], ids=["essai", "voyage", "soins"])
def test_a_sound_declaration_has_no_fault(service):
    assert not list(fautes(service))


def test_an_example_with_a_file_is_checked_for_the_rest():
    sans_montant = {**voyage.SERVICE.exemples.valides, "depenses": [{"facture": Fichier("f.jpg", piece())}]}
    (faute,) = fautes(replace(voyage.SERVICE, exemples=replace(voyage.SERVICE.exemples, valides=sans_montant)))
    assert "its form refuses the valid example" in faute and "montant" in faute


def test_two_rooms_cannot_share_a_code():
    with registre.avec(SERVICE), pytest.raises(registre.DeclarationInvalide):
        registre.enregistrer(replace(SERVICE))


def test_two_steps_cannot_share_a_name():
    double = replace(SERVICE, code="double", etapes=(Etape("a", "A", Couleur), Etape("a", "A", Couleur)))
    with pytest.raises(registre.DeclarationInvalide), registre.avec(double):
        pass


@pytest.mark.parametrize(
    ("changement", "attendu"),
    [
        ({"accroche": None}, "accroche is missing"),
        ({"pour_qui": ()}, "pour_qui is empty"),
        ({"icone": "girafe"}, "icone girafe is not drawn"),
        ({"precision": "girafe"}, "knows no precision girafe"),
        ({"precision": "banque"}, "precision banque is that of"),
        ({"avantages": ()}, "avantages is empty"),
        (
            {"delais": (Delai("a", jours(2), faire=lambda demarche: None),)},
            "delay a: faire is not a function of 2 arguments",
        ),
        ({"delais": (Delai("a", jours(2), faire="regarder"),)}, "delay a: faire is not a function"),
        ({"delais": (Delai("a", jours(2), faire=regarder), Delai("a", jours(3), faire=regarder))}, "names two delays"),
        ({"effets": Effets(decision=lambda demarche: None)}, "effets: decision is not a function of 4 arguments"),
        ({"papiers": lambda: ()}, "papiers is not a function of 1 argument"),
        ({"jalons": {"un_nom_qui_n_entre_pas_dans_la_colonne": "Oui"}}, "30 signs at most"),
        ({"etapes": (Groupe("a", "A", Couleur, minimum=0),)}, "no button says so"),
        ({"etapes": (Groupe("a", "A", Couleur, minimum=3, maximum=2),)}, "at least 3 and at most 2"),
        ({"etapes": (Etape("a" * 40, "A", Couleur),)}, "too long for the place"),
        ({"etapes": (Etape("pieces", "A", Couleur),)}, "this name is the engine's"),
        ({"gestes": (Geste("a", "A", "B", possible=TOUJOURS, faire=FAIRE),)}, "the milestone a needs its label"),
        (
            {"gestes": (Geste("a", "A", "B", possible=TOUJOURS, faire=lambda demarche: ""),)},
            "gesture a: faire is not a function of 4 arguments",
        ),
        (
            {"gestes": (Geste("a", "A", "B", possible=lambda demarche: True, faire=FAIRE),)},
            "gesture a: possible is not a function of 2 arguments",
        ),
        (
            {"gestes": (Geste("secher", "A", "B", possible=TOUJOURS, faire=FAIRE),)},
            "names two delays, gestures or waits",
        ),
        (
            {
                "gestes": (
                    Geste("a", "A", "B", possible=TOUJOURS, faire=FAIRE),
                    Geste("a", "A", "B", possible=TOUJOURS, faire=FAIRE, par=Par.ASSURE),
                )
            },
            "a names two delays, gestures or waits",
        ),
        (
            {"gestes": (Geste("a", "A", "B", possible=TOUJOURS, faire=FAIRE, par=Par.ASSURE, a_deux=True),)},
            "only agents are two",
        ),
        (
            {"gestes": (Geste("a", "A", "B", possible=TOUJOURS, faire=FAIRE, formulaire=Couleur, a_deux=True),)},
            "nothing keeps what the first of two agents typed",
        ),
        ({"gestes": (Geste("a", "A", "B", possible=TOUJOURS, faire=FAIRE, formulaire=Motif),)}, "the name motif is"),
        (
            {"gestes": (Geste("a", "A", "B", possible=TOUJOURS, faire=FAIRE, par=Par.ASSURE, formulaire=Form),)},
            "its form is not a FormulaireEtape",
        ),
        ({"annulable": lambda: True}, "declaration: annulable is not a function of 1 argument"),
        (
            {"gestes": (Geste("a", "A", "B", possible=TOUJOURS, faire=FAIRE, message="absent"),)},
            "message absent has no subject",
        ),
        ({"precision": "absente"}, "it is a line of demarches/delais/grille.py"),
        ({"icone": "absente"}, "which has "),
        ({"etapes": (Etape("a", "A", Couleur, depend_de=("b",)), Etape("b", "B", Couleur))}, "does not come before"),
        (
            {"etapes": (Etape("a", "A", Couleur, actions=(Action("rien", "Rien", faire=lambda: ""),)),)},
            "action rien: faire",
        ),
        ({"etapes": (Etape("verification", "A", Couleur),)}, "this name is the engine's"),
        (
            {"etapes": (Etape("a", "A", Couleur, actions=(Action("calculer", "A", faire=souffler),)),)},
            "action calculer: this",
        ),
        (
            {"etapes": (Etape("a", "A", Couleur, apercu=lambda: None),)},
            "step a: apercu is not a function of 1 argument",
        ),
        ({"pieces": lambda: ()}, "declaration: pieces is not a function of 1 argument"),
        ({"pieces": lambda contexte: (PieceVoulue("champ", "A"),)}, "pieces: champ is not a key"),
        ({"pieces": lambda contexte: (PieceVoulue("aa", "A"), PieceVoulue("aa", "B"))}, "pieces: aa is not a key"),
        ({"pieces": lambda contexte: (PieceVoulue("aa", "A", maximum=0),)}, "pieces: aa needs a label"),
        ({"apercu": lambda: None}, "declaration: apercu is not a function of 1 argument"),
        (
            {"etapes": (Etape("a", "A", Couleur, preuve=lambda contexte: True, apercu=lambda contexte: None),)},
            "nothing can be estimated",
        ),
        ({"messages": Messages(depot="absent", acceptee="", refusee="", annulee="")}, "has no subject"),
        ({"exemples": Exemples(valides={})}, "has no valid example"),
        ({"exemples": Exemples(valides={**SERVICE.exemples.valides, "autre": {}})}, "which is not a step"),
        (
            {"exemples": Exemples(valides={**SERVICE.exemples.valides, "couleur": {"couleur": "rouge"}})},
            "step couleur: its form refuses the valid example",
        ),
        (
            {"exemples": Exemples(valides={**SERVICE.exemples.valides, "nuance": lambda _contexte: {"nuance": ""}})},
            "step nuance: its form refuses the valid example",
        ),
        (
            {"exemples": Exemples(SERVICE.exemples.valides, {"couleur": ({"couleur": "vert", "le": "2/1/2027"},)})},
            "step couleur: its form accepts the invalid example",
        ),
        ({"etapes": (Etape("a", "A", Couleur, gabarit="essai/absente.html"),)}, "essai/absente.html is missing"),
        ({"messages": Messages(*[""] * 4, completee="absent")}, "message absent has no subject"),
    ],
)
def test_a_faulty_declaration_is_named(changement, attendu):
    assert any(attendu in faute for faute in fautes(replace(SERVICE, **changement)))


@pytest.mark.parametrize(("formulaire", "nommee"), [(Precision, True), (PrecisionDite, False)])
def test_a_question_called_optional_and_then_refused_empty_is_named(formulaire, nommee):
    exemples = Exemples({"a": {"precision": "Bleu"}}, {"a": ({"precision": ""},)})
    trouvees = fautes(replace(SERVICE, etapes=(Etape("a", "A", formulaire),), exemples=exemples))
    assert any("precision is called optional" in faute for faute in trouvees) == nommee


def test_an_example_that_needs_the_database_is_left_to_the_generic_tests():
    def de_la_base(_contexte):
        return {"couleur": Compte.objects.first()}

    exemples = Exemples(valides={**SERVICE.exemples.valides, "couleur": de_la_base})
    assert not list(fautes(replace(SERVICE, exemples=exemples)))


@pytest.mark.django_db
def test_a_check_leaves_the_database_as_it_found_it():
    list(fautes(SERVICE))
    assert Compte.objects.count() == 0


@pytest.mark.parametrize(
    ("code", "attendu"),
    [
        ('deposer_courriel(a=x, gabarit="absent", contexte={}, cle="c")', "courriels/absent.txt is missing"),
        ('envois.deposer_courriel(a=x, gabarit="iban_code", contexte={}, cle="c")', ""),
        ('deposer_message(a, sujet="S", gabarit="essai/absent", contexte={}, cle="c")', "essai/absent.txt is missing"),
        ('deposer_message(a, sujet="S", gabarit="moteur/classee", contexte={}, cle="c")', ""),
        ('transitions.prevenir(demarche, "absent", le=le)', "message absent has no subject"),
        ("transitions.prevenir(demarche, nouvelle, le=le)", ""),
        ('transitions.noter(demarche, "sechee", le=le)', "noter names sechee, which the declaration does not"),
        ('transitions.noter(demarche, "peinte", le=le)', ""),
        ('transitions.programmer(demarche, "peindre", depuis=le)', "programmer names peindre"),
        ('transitions.reporter(demarche, "secher", au=le)', ""),
    ],
)
def test_the_texts_that_the_code_of_a_room_names_must_exist(monkeypatch, code, attendu):
    monkeypatch.setattr(verifications_textes, "_appels_de_la_salle", lambda _t: [ast.parse(code, mode="eval").body])
    trouvees = list(fautes(SERVICE))
    assert [attendu in faute for faute in trouvees].count(True) >= 1 if attendu else not trouvees


def test_the_calls_of_a_room_are_read_in_its_folder():
    appels = verifications_textes._appels_de_la_salle(registre.celui_de("perte-carte-vitale"))
    noms = {getattr(appel.func, "attr", getattr(appel.func, "id", "")) for appel in appels}
    assert {"deposer_lettre", "prevenir"} <= noms


def test_the_catalogue_prints_as_the_customers_table_of_contents(capsys):
    call_command("catalogue")
    lignes = [ligne for ligne in capsys.readouterr().out.splitlines() if not ligne.startswith("      ")]
    assert [ligne[4:] for ligne in lignes] == [
        t.titre for t in sorted(registre.tous(), key=lambda t: (t.chapitre, t.code))
    ]
    assert "15  Carte européenne d’assurance maladie (CEAM)" in lignes


def test_no_room_names_another_one():
    """Links go by `Besoin`, what happened by `accounts.dossier.evenements`: a folder may be taken away alone."""
    codes = {service.code: service.dossier for service in registre.tous() if "-" in service.code}
    noms = [
        f"{fichier}: {code}"
        for code, sien in codes.items()
        for fichier in sorted(sien.parent.rglob("*.py"))
        if sien not in fichier.parents and f'"{code}"' in fichier.read_text(encoding="utf-8")
    ]
    assert not noms
