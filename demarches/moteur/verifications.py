"""`manage.py check` reads every declaration and refuses one that would fail in front of a person."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core import checks

from accounts.connexion.agents import roles
from demarches.delais.grille import PRECISIONS
from demarches.moteur import avis, besoins
from demarches.moteur.attendus import Attendu, De, FormulaireReponse, Genre, SiRien
from demarches.moteur.bannette import Bannette, selon_la_discordance
from demarches.moteur.declaration import EtapeDePreuve, Geste, Groupe, Par, Teleservice
from demarches.moteur.formulaires import FormulaireEtape
from demarches.moteur.gestes import MAXIMUM
from demarches.moteur.jugements import FormulaireDecision, FormulaireVerdict
from demarches.moteur.lues import sans_none
from demarches.moteur.passages import PASSAGES
from demarches.moteur.verifications_exemples import ENVOI, fautes_des_exemples
from demarches.moteur.verifications_textes import fautes_des_textes, gabarit_existe

TEXTES = ("code", "titre", "accroche", "rubrique", "chapitre", "agents", "exemples")
AIDE = ("pour_qui", "avantages", "suites")
ACTIONS = {"retour", "telephone", "retirer", "calculer"}
RESERVES = {"verification", "recommencer", "abandonner", "pieces"}
PLACE, ITEM_ET_CHAMP, NOM = 60, 25, 30  # lengths of columns: a place; what an item and a field add to it; an event
DES_AGENTS = {"vu", "motif"}  # on the page of each gesture of an agent


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
    if teleservice.icone not in icones():
        yield f"icone {teleservice.icone} is not drawn in static/icones.svg, which has {', '.join(sorted(icones()))}"
    if not gabarit_existe(teleservice.gabarit_depart):
        yield f"its start page {teleservice.gabarit_depart} is missing"
    for besoin in teleservice.repond_a:
        autre = besoins.teleservice(besoin)
        if autre is not None and autre.code != teleservice.code:
            yield f"{besoin.name} is answered by {autre.code} already"
    yield from _fautes_de_la_precision(teleservice)
    yield from _fautes_des_etapes(teleservice)
    if teleservice.pieces:
        yield from _fautes_des_appels("declaration", teleservice, {"pieces": 1})
    yield from _fautes_des_delais(teleservice)
    yield from _fautes_des_effets(teleservice)
    yield from fautes_des_textes(teleservice)
    yield from fautes_des_exemples(teleservice)


@cache
def icones() -> frozenset[str]:
    """Names of the drawings that a declaration may take."""
    return frozenset(re.findall(r'id="([\w-]+)"', Path(str(finders.find("icones.svg"))).read_text("utf-8")))


def _fautes_de_la_precision(teleservice: Teleservice) -> Iterator[str]:
    from demarches.moteur import registre

    precision = teleservice.precision
    if precision and precision not in PRECISIONS:
        yield f"Mes délais knows no precision {precision}: it is a line of demarches/delais/grille.py"
    premier = registre.de_la_precision(precision)
    if premier is not None and premier.code != teleservice.code:
        yield f"precision {precision} is that of {premier.code} already"


def _fautes_des_etapes(teleservice: Teleservice) -> Iterator[str]:
    vues: list[str] = []
    for etape in teleservice.etapes:
        if etape.nom in RESERVES:
            yield f"step {etape.nom}: this name is the engine's"
        if len(etape.nom) > PLACE - ITEM_ET_CHAMP:
            yield f"step {etape.nom}: this name is too long for the place of a file"
        if not issubclass(etape.formulaire, FormulaireEtape):
            yield f"step {etape.nom}: its form is not a FormulaireEtape"
        for nom in ENVOI & set(etape.formulaire.base_fields) if etape.avec_pieces else ():
            yield f"step {etape.nom}: its form has files, and the name {nom} is that of how they are sent"
        for nom in etape.depend_de:
            if nom not in vues:
                yield f"step {etape.nom} depends on {nom}, which does not come before it"
        yield from _fautes_des_appels(
            f"step {etape.nom}", etape, {"si": 1, "initiales": 1, "apres": 1, "preuve": 1, "apercu": 1}
        )
        if etape.lecteurs and etape.lecteurs.value not in roles.ROLES:
            yield f"step {etape.nom}: no agent has the role {etape.lecteurs.value}"
        lu = teleservice.reponses.types().get(etape.nom)
        if etape.lecteurs and lu is not None and not sans_none(lu)[1]:
            yield f"step {etape.nom} is sealed once it is sent: the room types it as one that may be missing (| None)"
        if etape.preuve and etape.apercu:
            yield f"step {etape.nom}: what proves something is not kept, so nothing can be estimated of it"
        if isinstance(etape, EtapeDePreuve):
            yield from _fautes_des_appels(f"step {etape.nom}", etape.exigee, {"objet": 1})
        for action in etape.actions:
            if action.nom in ACTIONS:
                yield f"action {action.nom}: this name is the engine's"
            yield from _fautes_des_appels(f"action {action.nom}", action, {"faire": 1})
        gabarits = [etape.gabarit, etape.gabarit_item] if isinstance(etape, Groupe) else [etape.gabarit]
        for gabarit in gabarits:
            if not gabarit_existe(gabarit):
                yield f"step {etape.nom}: its page {gabarit} is missing"
        if isinstance(etape, Groupe):
            yield from _fautes_d_un_groupe(etape)
        vues.append(etape.nom)


def _fautes_d_un_groupe(groupe: Groupe) -> Iterator[str]:
    if not 0 <= groupe.minimum <= groupe.maximum:
        yield f"step {groupe.nom}: at least {groupe.minimum} and at most {groupe.maximum} items"
    if not groupe.minimum and not groupe.aucun:
        yield f"step {groupe.nom}: its list may be empty, and no button says so (aucun)"
    yield from _fautes_des_appels(f"step {groupe.nom}", groupe, {"un": 2, "en_bref": 1, "ensemble": 1})


def _fautes_des_delais(teleservice: Teleservice) -> Iterator[str]:
    noms = [delai.nom for delai in teleservice.delais]
    for delai in teleservice.delais:
        yield from _fautes_des_appels(f"delay {delai.nom}", delai, {"faire": 2})
    gestes = [geste.nom for geste in teleservice.gestes]
    attentes = [attendu.nom for attendu in teleservice.attentes]
    for nom in (nom for nom, fois in Counter([*noms, *gestes, *attentes]).items() if fois > 1):
        yield f"{nom} names two delays, gestures or waits"
    for jalon in teleservice.jalons:
        if jalon in PASSAGES or jalon == "deposer":
            yield f"milestone {jalon}: this name is the engine's"
        if len(jalon) > NOM:
            yield f"milestone {jalon}: {NOM} signs at most"
    yield from _fautes_des_accords(teleservice)
    for attendu in teleservice.attentes:
        yield from _fautes_d_une_attente(attendu)


def _fautes_des_effets(teleservice: Teleservice) -> Iterator[str]:
    yield from _fautes_des_appels(
        "effets", teleservice.effets, {"depot": 1, "controle": 3, "decision": 4, "contestee": 3}
    )
    yield from _fautes_des_appels(
        "declaration", teleservice,
        {"propose": 1, "apercu": 1, "suites_pour": 1, "annulable": 1, "discrete": 1, "accuse": 1, "pour_message": 1, "papiers": 1, "en_vie": 1, "a_suivre": 2, "historique": 1, "encart": 2, "au_depart": 1},
    )  # fmt: skip
    bannette = {"comparaison": 1, "connu": 1, "score": 1, "accords": 1, "a_juger": 1}
    yield from _fautes_des_appels("agents", teleservice.agents, bannette)
    yield from _fautes_de_la_decision(teleservice.agents)
    if teleservice.correction is not None:
        yield from _fautes_des_appels("correction", teleservice.correction, {"possible": 2})
    for reserve in teleservice.reserves:
        yield from _fautes_des_appels(f"reserve {reserve.code}", reserve, {"presente": 1})
    if teleservice.alerte is not None:
        yield from _fautes_des_appels("alerte", teleservice.alerte, {"contexte": 1})
    for condition in teleservice.ouvert_a:
        yield from _fautes_des_appels("ouvert_a", condition, {"refus": 1})


def _fautes_de_la_decision(bannette: Bannette) -> Iterator[str]:
    if bannette.a_juger is not None and not bannette.motifs:
        yield "things are judged (a_juger), and there is no reason to say no (motifs)"
    if bannette.se_remplit and (bannette.renvois or bannette.controle):
        yield "a decision is filled in, and a check lets it go on by itself: choose one"
    a_remplir = [(bannette.decision, FormulaireDecision), (bannette.verdict, FormulaireVerdict)]
    for formulaire, base in a_remplir:
        if formulaire is not None and not issubclass(formulaire, base):
            yield f"{formulaire.__name__} is not a {base.__name__}"
        elif formulaire is not None and {un.name for un in fields(formulaire.Donnees)} != set(formulaire.base_fields):
            yield f"{formulaire.__name__}: its Donnees have not the names of its fields"


def _fautes_d_une_attente(attendu: Attendu) -> Iterator[str]:
    ou = f"wait {attendu.nom}"
    if len(attendu.nom) > NOM:
        yield f"{ou}: {NOM} signs at most"
    if attendu.formulaire is None and attendu.genre != Genre.PIECE:
        yield f"{ou}: nothing says what is answered (formulaire)"
    if attendu.formulaire is not None and not issubclass(attendu.formulaire, FormulaireReponse):
        yield f"{ou}: its form is not a FormulaireReponse"
    if attendu.genre == Genre.PIECE and attendu.de != De.ASSURE:
        yield f"{ou}: a file is sent by the owner of the démarche"
    if attendu.arrete_les_delais and attendu.de not in (De.ASSURE, De.TIERS):
        yield f"{ou}: the clocks stand still for a person, not for {attendu.de.label}"
    if not isinstance(attendu.si_rien, SiRien):
        yield from _fautes_des_appels(ou, attendu, {"si_rien": 3})
    yield from _fautes_des_appels(ou, attendu, {"recue": 4})


def _fautes_des_accords(teleservice: Teleservice) -> Iterator[str]:
    bannette = teleservice.agents
    voulus = {geste.nom for geste in teleservice.gestes}
    voulus |= {attendu.jalon for attendu in teleservice.attentes if attendu.jalon}
    voulus |= {f"{avis.PREFIXE}{geste.nom}" for geste in teleservice.gestes if geste.a_deux}
    if bannette.discordance or bannette.accords is not selon_la_discordance:
        voulus.add(avis.ACCORD)
    if bannette.refus_a_deux:
        voulus.add(avis.REFUS)
    for jalon in sorted(voulus - set(teleservice.jalons)):
        yield f"the milestone {jalon} needs its label: a gesture, an answer or an agreement may have to write it"
    for code in set(bannette.refus_a_deux) - set(bannette.motifs):
        yield f"refus_a_deux names {code}, which is not a reason to refuse"
    for geste in teleservice.gestes:
        yield from _fautes_d_un_geste(geste)
    if bannette.renvois and not bannette.controle:
        yield "images are checked (renvois), and nothing says what follows (controle)"
    for etape in bannette.renvois:
        if any(une.nom == etape and une.lecteurs for une in teleservice.etapes):
            yield f"renvois names {etape}, which is sealed: agents do not see what they would ask for again"
        if etape not in [une.nom for une in teleservice.etapes]:
            yield f"renvois names {etape}, which is not a step"


def _fautes_d_un_geste(geste: Geste) -> Iterator[str]:
    yield from _fautes_des_appels(f"gesture {geste.nom}", geste, {"faire": 4, "possible": 2})
    if geste.par is Par.ASSURE and geste.a_deux:
        yield f"gesture {geste.nom}: only agents are two to want it (a_deux)"
    if geste.piece is not None and (geste.par is not Par.ASSURE or geste.piece.maximum > MAXIMUM):
        yield f"gesture {geste.nom}: its document is sent by the person, {MAXIMUM} files at most (piece)"
    if geste.piece is not None and "fichiers" in getattr(geste.formulaire, "base_fields", ()):
        yield f"gesture {geste.nom}: the name fichiers is that of its document"
    if geste.formulaire is None:
        return
    if hasattr(geste.formulaire, "champs_de_pieces"):
        yield f"gesture {geste.nom}: its files are its document (piece), not fields of its form"
    if not issubclass(geste.formulaire, FormulaireEtape):
        yield f"gesture {geste.nom}: its form is not a FormulaireEtape"
    if geste.a_deux:
        yield f"gesture {geste.nom}: nothing keeps what the first of two agents typed (a_deux)"
    for nom in DES_AGENTS & set(geste.formulaire.base_fields) if geste.par is Par.AGENT else ():
        yield f"gesture {geste.nom}: the name {nom} is that of what every agent says"


def _fautes_des_appels(ou: str, mot: Any, arguments: Mapping[str, int]) -> Iterator[str]:
    """Functions of a word of the declaration that the engine could not call: `arguments` says with how many each is called."""
    for nom, nombre in arguments.items():
        fonction = getattr(mot, nom)
        if fonction is None:
            continue
        if not callable(fonction):
            yield f"{ou}: {nom} is not a function"
            continue
        try:
            inspect.signature(fonction).bind(*[None] * nombre)
        except TypeError:
            yield f"{ou}: {nom} is not a function of {nombre} argument{'s' if nombre > 1 else ''}"
