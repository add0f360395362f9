"""Does every text that a room names exist? Those of its declaration, and those that its code sends by mail or message."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping

from django.template import TemplateDoesNotExist, engines

from demarches.moteur.attendus import Attendu, De
from demarches.moteur.declaration import EtapeDePreuve, Teleservice
from demarches.moteur.transitions import SUJETS_DU_MOTEUR

# What names a milestone or a delay of the declaration, in its second argument.
NOMS: Mapping[str, Callable[[Teleservice], Collection[str]]] = {
    "noter": lambda teleservice: teleservice.jalons,
    "programmer": lambda teleservice: [delai.nom for delai in teleservice.delais],
    "reporter": lambda teleservice: [delai.nom for delai in teleservice.delais],
}
# What sends a text, with the folders where its template may lie.
ENVOIS = {"deposer_courriel": ("courriels/",), "deposer_lettre": ("lettres/",), "deposer_message": ("messagerie/", "")}
APPELS = (*NOMS, *ENVOIS, "prevenir")


def fautes_des_textes(teleservice: Teleservice) -> Iterator[str]:
    """What is missing, in words."""
    messages = teleservice.messages
    for nouvelle in (champ.name for champ in dataclasses.fields(messages) if champ.name != "sujets"):
        gabarit = getattr(messages, nouvelle)
        if gabarit:
            yield from _fautes_d_un_message(teleservice, gabarit)
        elif nouvelle in SUJETS_DU_MOTEUR and not gabarit_existe(f"messagerie/moteur/{nouvelle}.txt"):
            yield f"the engine's own text messagerie/moteur/{nouvelle}.txt is missing"
    courriels = [etape.exigee.gabarit for etape in teleservice.etapes if isinstance(etape, EtapeDePreuve)]
    courriels += [teleservice.alerte.gabarit] if teleservice.alerte is not None else []
    for courriel in courriels:
        if not gabarit_existe(f"courriels/{courriel}.txt"):
            yield f"the text courriels/{courriel}.txt is missing"
    for geste in teleservice.gestes:
        if geste.message:
            yield from _fautes_d_un_message(teleservice, geste.message)
    for attendu in teleservice.attentes:
        yield from _fautes_des_mots(teleservice, attendu)
    for appel in _appels_de_la_salle(teleservice):
        yield from _fautes_d_un_appel(teleservice, appel)


def _fautes_des_mots(teleservice: Teleservice, attendu: Attendu) -> Iterator[str]:
    """The words of a wait: to the owner as news of the démarche, to a third person with nothing of it."""
    if attendu.gabarit and not attendu.discret:
        for quoi in ("demande", "rappel", "recue"):
            yield from _fautes_d_un_message(teleservice, f"{attendu.gabarit}_{quoi}")
    texte = f"{teleservice.salle}/{attendu.gabarit}_tiers.txt"
    if attendu.de == De.TIERS and not (gabarit_existe(texte) or gabarit_existe(f"messagerie/{texte}")):
        yield f"wait {attendu.nom}: what the third person reads ({attendu.gabarit}_tiers.txt) is missing"


def gabarit_existe(gabarit: str) -> bool:
    try:
        engines["django"].get_template(gabarit)
    except TemplateDoesNotExist:
        return False
    return True


def _fautes_d_un_message(teleservice: Teleservice, gabarit: str) -> Iterator[str]:
    if gabarit not in teleservice.messages.sujets:
        yield f"message {gabarit} has no subject"
    texte = f"{teleservice.salle}/{gabarit}.txt"
    if not gabarit_existe(texte) and not gabarit_existe(f"messagerie/{texte}"):
        yield f"the text {texte} is missing"


def _fautes_d_un_appel(teleservice: Teleservice, appel: ast.Call) -> Iterator[str]:
    nom = appel.func.attr if isinstance(appel.func, ast.Attribute) else getattr(appel.func, "id", "")
    if nom in ENVOIS:
        gabarit = next((m.value for m in appel.keywords if m.arg == "gabarit"), None)
        textes = [f"{dossier}{gabarit.value}.txt" for dossier in ENVOIS[nom]] if _est_un_texte(gabarit) else []
        if textes and not any(gabarit_existe(texte) for texte in textes):
            yield f"the text {textes[-1]} is missing"
    if nom in NOMS and len(appel.args) > 1 and _est_un_texte(appel.args[1]):
        connus = NOMS[nom](teleservice)
        if appel.args[1].value not in connus:
            yield f"{nom} names {appel.args[1].value}, which the declaration does not"
    if nom == "prevenir" and len(appel.args) > 1 and _est_un_texte(appel.args[1]):
        nouvelle = appel.args[1].value
        gabarit_du_message = getattr(teleservice.messages, nouvelle, nouvelle)
        if gabarit_du_message:
            yield from _fautes_d_un_message(teleservice, gabarit_du_message)


def _appels_de_la_salle(teleservice: Teleservice) -> Iterator[ast.Call]:
    """Every call written in the folder of the room; a téléservice made by a test has no folder of its own."""
    if not teleservice.reponses.__module__.startswith("demarches.catalogue."):
        return
    for fichier in sorted(teleservice.dossier.rglob("*.py")):
        texte = fichier.read_text(encoding="utf-8")
        if any(f"{nom}(" in texte for nom in APPELS):  # to parse all of it would cost a second to each command
            yield from (noeud for noeud in ast.walk(ast.parse(texte)) if isinstance(noeud, ast.Call))


def _est_un_texte(noeud: ast.expr | None) -> bool:
    return isinstance(noeud, ast.Constant) and isinstance(noeud.value, str)
