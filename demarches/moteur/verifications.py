"""`manage.py check` reads every declaration and refuses one that would fail in front of a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core import checks

from demarches.moteur import avis
from demarches.moteur.declaration import Teleservice
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.transitions import PASSAGES
from demarches.moteur.verifications_exemples import fautes_des_exemples
from demarches.moteur.verifications_textes import fautes_des_textes, gabarit_existe

TEXTES = ("code", "titre", "accroche", "rubrique", "chapitre", "agents", "exemples")
AIDE = ("pour_qui", "avantages", "suites")
RESERVES = {"verification", "recommencer", "abandonner", "pieces"}


@checks.register("demarches")
def declarations(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every fault of every téléservice, each naming its code."""
    from demarches.moteur import registre

    return [
        checks.Error(faute, obj=teleservice.code, id="demarches.E001")
        for teleservice in registre.tous()
        for faute in fautes(teleservice)
    ]


def fautes(teleservice: Teleservice) -> Iterator[str]:
    """What is wrong in a declaration, in words."""
    for texte in TEXTES:
        if getattr(teleservice, texte, None) is None:
            yield f"{texte} is missing"
            return
    for liste in AIDE:
        if not getattr(teleservice, liste):
            yield f"{liste} is empty: the help page of the service needs it"
    yield from _fautes_des_etapes(teleservice)
    yield from _fautes_des_delais(teleservice)
    yield from fautes_des_textes(teleservice)
    yield from fautes_des_exemples(teleservice)


def _fautes_des_etapes(teleservice: Teleservice) -> Iterator[str]:
    vues: list[str] = []
    for etape in teleservice.etapes:
        if etape.nom in RESERVES:
            yield f"step {etape.nom}: this name is the engine's"
        if not issubclass(etape.formulaire, FormulaireEtape):
            yield f"step {etape.nom}: its form is not a FormulaireEtape"
        for nom in etape.depend_de:
            if nom not in vues:
                yield f"step {etape.nom} depends on {nom}, which does not come before it"
        for action in etape.actions:
            if not callable(getattr(teleservice, action.nom, None)):
                yield f"step {etape.nom}: the action {action.nom} has no hook"
        if etape.preuve and type(teleservice).preuve_valable is Teleservice.preuve_valable:
            yield f"step {etape.nom} is a proof, and preuve_valable is not defined"
        if not gabarit_existe(etape.gabarit):
            yield f"step {etape.nom}: its page {etape.gabarit} is missing"
        vues.append(etape.nom)


def _fautes_des_delais(teleservice: Teleservice) -> Iterator[str]:
    noms = [delai.nom for delai in teleservice.delais]
    for nom in noms:
        if not callable(getattr(teleservice, nom, None)):
            yield f"delay {nom} has no hook"
    for jalon in teleservice.jalons:
        if jalon in PASSAGES or jalon == "deposer":
            yield f"milestone {jalon}: this name is the engine's"
    yield from _fautes_des_accords(teleservice)
    if teleservice.annulable_jusqu_a and teleservice.annulable_jusqu_a not in noms:
        yield f"annulable_jusqu_a names {teleservice.annulable_jusqu_a}, which is not a delay"


def _fautes_des_accords(teleservice: Teleservice) -> Iterator[str]:
    bannette = teleservice.agents
    voulus = {geste.nom for geste in bannette.gestes}
    voulus |= {f"{avis.PREFIXE}{geste.nom}" for geste in bannette.gestes if geste.a_deux}
    if bannette.discordance or type(teleservice).accords is not Teleservice.accords:
        voulus.add(avis.ACCORD)
    if bannette.refus_a_deux:
        voulus.add(avis.REFUS)
    for jalon in sorted(voulus - set(teleservice.jalons)):
        yield f"the milestone {jalon} needs its label: an agent may have to write it"
    for code in set(bannette.refus_a_deux) - set(bannette.motifs):
        yield f"refus_a_deux names {code}, which is not a reason to refuse"
    for geste in bannette.gestes:
        if not callable(getattr(teleservice, geste.nom, None)):
            yield f"gesture {geste.nom} has no hook"
    if bannette.renvois and not bannette.controle:
        yield "images are checked (renvois), and nothing says what follows (controle)"
    for etape in bannette.renvois:
        if etape not in [une.nom for une in teleservice.etapes]:
            yield f"renvois names {etape}, which is not a step"
