"""The practice service of incomes, with the shape of API Particulier v3: `GET /particulier/v3/dss/ressources_mensuelles/identite`.

`Authorization: Bearer <token>`, `recipient` (SIRET) and a civil status; months from `dateDebut` to `dateFin`. Errors are
{"errors": [{"code", "title", "detail", "source", "meta"}]}. It knows the people of `donnees/revenus.toml`, and what goes with
the situation of every other insured person of the practice population.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hmac import compare_digest
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from accounts.models import Assure, Personne
from ameli.bac_a_sable import personas
from ameli.bac_a_sable.models import ModeSimulateur
from ameli.noyau.calendrier import ajouter_mois
from ameli.noyau.saisie import noms

CHEMIN = "/particulier/v3/dss/ressources_mensuelles/identite"
REPOS = "60"  # seconds asked for by a service that is asked too much
FOURNISSEUR = "Dispositif de ressources mensuelles"
OBLIGATOIRES = ("nomNaissance", "prenoms[]", "anneeDateNaissance", "sexeEtatCivil", "dateDebut", "dateFin")
Mode = ModeSimulateur.Mode


@dataclass(frozen=True)
class Servi:
    """An answer of HTTP."""

    statut: HTTPStatus
    corps: dict[str, Any]
    entetes: Mapping[str, str] = field(default_factory=dict)


def servir(chemin: str, autorisation: str, mode: str) -> Servi:
    """The answer to a request. Reads the registry, writes nothing."""
    if mode == Mode.REFUSE:
        return _erreur(HTTPStatus.SERVICE_UNAVAILABLE, "00501", "Service indisponible")
    if mode == Mode.LIMITE:
        return _erreur(HTTPStatus.TOO_MANY_REQUESTS, "00429", "Trop de requêtes", {"Retry-After": REPOS})
    if not compare_digest(autorisation, f"Bearer {settings.CONFIGURATION['AMELI_REVENUS_JETON']}"):
        return _erreur(HTTPStatus.UNAUTHORIZED, "00101", "Jeton inconnu")
    question = {nom: valeurs for nom, valeurs in parse_qs(urlsplit(chemin).query).items() if valeurs}
    if faux := _faute(question):
        return _erreur(HTTPStatus.UNPROCESSABLE_ENTITY, "00301", "Paramètre invalide", detail=faux)
    personne = _chercher(question)
    if personne is None:
        return _erreur(HTTPStatus.NOT_FOUND, "35003", "Entité non trouvée")
    return Servi(HTTPStatus.OK, {"data": _donnees(personne, question, mode), "links": {}, "meta": {}})


def _faute(question: Mapping[str, list[str]]) -> str:
    siret = question.get("recipient", [""])[0]
    if len(siret) != 14 or not siret.isdigit():
        return "recipient"
    absents = [nom for nom in OBLIGATOIRES if nom not in question]
    if absents:
        return absents[0]
    try:
        list(_mois(question))
    except ValueError:
        return "dateDebut"
    return ""


def _chercher(question: Mapping[str, list[str]]) -> Personne | None:
    """Name, first given name, sex and date of birth: accents and capitals do not count."""
    jour = [
        int(question.get(nom, ["0"])[0]) for nom in ("anneeDateNaissance", "moisDateNaissance", "jourDateNaissance")
    ]
    try:
        naissance = date(*jour)
    except ValueError:
        return None
    for une in Personne.objects.filter(date_naissance=naissance, sexe=question["sexeEtatCivil"][0]).order_by("pk"):
        meme_nom = noms.cle(une.nom_naissance) == noms.cle(question["nomNaissance"][0])
        if meme_nom and noms.cle(une.prenom) == noms.cle(question["prenoms[]"][0]):
            return une
    return None


def _donnees(personne: Personne, question: Mapping[str, list[str]], mode: str) -> dict[str, Any]:
    """Month by month; of a service that answers by halves, the last organism is silent."""
    sources = sources_de(personne)
    muet = sources[-1][0] if mode == Mode.PARTIEL and sources else ""
    mois = list(_mois(question))
    return {
        "ressources": [
            {"organisme": organisme, "nature": nature, "annee": un.year, "mois": un.month, "montant_net": montant}
            for un in mois
            for organisme, nature, montant in sources
            if organisme != muet
        ],
        "organismes_indisponibles": [{"organisme": muet, "mois": [f"{un:%Y-%m}" for un in mois]}] if muet else [],
    }


def sources_de(personne: Personne) -> list[list[str]]:
    """[organism, nature, euros a month] of somebody."""
    connus = _connus()
    cle = next((un.cle for un in personas.personas() if un.nir == personne.nir), "")
    if cle in connus["personnes"]:
        return connus["personnes"][cle]
    situation = (
        Assure.objects.systeme("the practice service").filter(personne=personne).values_list("situation").first()
    )
    return connus["situations"].get(situation[0], []) if situation else []


def _mois(question: Mapping[str, list[str]]) -> Iterator[date]:
    un, dernier = (date.fromisoformat(f"{question[nom][0]}-01") for nom in ("dateDebut", "dateFin"))
    while un <= dernier:
        yield un
        un = ajouter_mois(un, 1)


def _erreur(
    statut: HTTPStatus, code: str, titre: str, entetes: Mapping[str, str] | None = None, detail: str = ""
) -> Servi:
    erreur = {
        "code": code,
        "title": titre,
        "detail": detail or titre,
        "source": None,
        "meta": {"provider": FOURNISSEUR},
    }
    return Servi(statut, {"errors": [erreur]}, entetes or {})


@cache
def _connus() -> dict[str, Any]:
    return tomllib.loads((personas.DONNEES / "revenus.toml").read_text(encoding="utf-8"))
