"""A geocoding service of practice, with the API of the French public one: `GET /adresses/search?q=…` and
`GET /adresses/reverse?lon=…&lat=…` give GeoJSON.

It knows the communes of the Landes and the largest towns, a few streets in each, and every number in every street.
A street of a town with several postal codes has one of them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from math import cos, hypot, radians
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ameli.bac_a_sable.identites import sans_accent
from ameli.bac_a_sable.personas import DONNEES

RACINE = "/adresses/"
CHEMIN, INVERSE = f"{RACINE}search", f"{RACINE}reverse"
LIMITE, LIMITE_MAXIMUM = 5, 50
NUMERO = re.compile(r"(\d{1,4})(?: (BIS|TER|QUATER|[A-D]))?(?: |$)")
CODE_POSTAL = re.compile(r"\b\d{5}\b")
# Written in full here, often shortened by those who type.
RACCOURCIS = {"AV": "AVENUE", "BD": "BOULEVARD", "BLD": "BOULEVARD", "CHE": "CHEMIN", "IMP": "IMPASSE", "PL": "PLACE",
              "RTE": "ROUTE", "ALL": "ALLEE", "ST": "SAINT", "STE": "SAINTE", "LOT": "LOTISSEMENT"}  # fmt: skip


class QuestionInvalide(ValueError):
    """What is asked cannot be looked up; the true service answers 400 too."""


@dataclass(frozen=True)
class Lieu:
    """A street of a commune, or a commune (`voie` empty)."""

    voie: str
    code_postal: str
    commune: str
    insee: str = ""
    ancienne: str = ""

    @cached_property
    def mots(self) -> list[str]:
        return sans_accent(f"{self.voie} {self.commune} {self.ancienne}").split()


def repondre(adresse: str) -> dict[str, Any]:
    """The answer to a request whose path and query are `adresse`. Raises QuestionInvalide."""
    demande = urlsplit(adresse)
    question = parse_qs(demande.query)
    if demande.path.rstrip("/") == INVERSE:
        return _collection("", _alentours(question), LIMITE)
    texte = " ".join(question.get("q", [""])[0].split())
    if not 3 <= len(texte) <= 200:
        raise QuestionInvalide("q: must contain between 3 and 200 chars")
    nombre = question.get("limit", [str(LIMITE)])[0]
    limite = min(int(nombre), LIMITE_MAXIMUM) if nombre.isascii() and nombre.isdigit() else LIMITE
    if question.get("type", [""])[0] == "municipality":
        trouves = _communes(question.get("postcode", [""])[0] or texte)
    else:
        trouves = _rues(texte)
    return _collection(texte, trouves, limite)


def _collection(texte: str, trouves: list[dict[str, Any]], limite: int) -> dict[str, Any]:
    return {
        "type": "FeatureCollection", "version": "draft", "query": texte, "limit": limite,
        "attribution": "Bac à sable", "licence": "ODbL 1.0",
        "features": [{"type": "Feature", "geometry": None, "properties": p} for p in trouves[:limite]],
    }  # fmt: skip


def _alentours(question: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Houses of the nearest commune whose place is known."""
    try:
        lon, lat = (float(question[nom][0]) for nom in ("lon", "lat"))
    except (KeyError, ValueError) as faute:
        raise QuestionInvalide("lon and lat must be numbers") from faute
    places = _donnees("adresses.toml")["positions"]
    proche = min(places, key=lambda nom: hypot((places[nom][0] - lon) * cos(radians(lat)), places[nom][1] - lat))
    premier = NUMERO.match("1 ")
    rues = [lieu for lieu in lieux() if lieu.commune == proche]
    return [_de_la_rue(lieu, premier, 0.9 - rang / 100) for rang, lieu in enumerate(rues[:LIMITE])]


def _communes(texte: str) -> list[dict[str, Any]]:
    cherche = sans_accent(texte)
    uniques = {(lieu.commune, lieu.code_postal): lieu for lieu in lieux()}
    return [
        _proprietes(lieu, 1.0, nom=lieu.commune, genre="municipality")
        for lieu in uniques.values()
        if cherche in (lieu.code_postal, sans_accent(lieu.commune))
    ]


def _rues(texte: str) -> list[dict[str, Any]]:
    """Every word that is asked begins a word of the street or of its commune; the likeliest first."""
    serre = sans_accent(texte)
    numero = NUMERO.match(serre)
    reste = serre[numero.end() :] if numero else serre
    code = CODE_POSTAL.search(reste)
    mots = [RACCOURCIS.get(mot, mot) for mot in CODE_POSTAL.sub(" ", reste).split()]
    trouves = []
    for rang, lieu in enumerate(lieux()):
        if (code and lieu.code_postal != code.group()) or not _va(mots, lieu.mots):
            continue
        exacts = sum(mot in lieu.mots for mot in mots) / max(1, len(lieu.mots))
        trouves.append((-exacts, rang, lieu))
    if not mots:
        return []
    return [_de_la_rue(lieu, numero, min(0.99, 0.5 - moins / 2)) for moins, _, lieu in sorted(trouves)[:LIMITE_MAXIMUM]]


def _va(demandes: list[str], connus: list[str]) -> bool:
    """One known word for each word asked: « rue de la Gare » is not found twice in « rue »."""
    libres = list(connus)
    for mot in demandes:
        choisi = next((c for c in libres if c == mot), None) or next((c for c in libres if c.startswith(mot)), None)
        if choisi is None:
            return False
        libres.remove(choisi)
    return True


def _de_la_rue(lieu: Lieu, numero: re.Match[str] | None, score: float) -> dict[str, Any]:
    voie = lieu.voie[0].upper() + lieu.voie[1:]
    if numero is None:
        return _proprietes(lieu, score, nom=voie, genre="street")
    indice = (numero.group(2) or "").lower()
    maison = f"{numero.group(1)} {indice}".strip()
    return {
        **_proprietes(lieu, score, nom=f"{maison} {voie}", genre="housenumber"), "housenumber": maison, "street": voie
    }  # fmt: skip


def _proprietes(lieu: Lieu, score: float, *, nom: str, genre: str) -> dict[str, Any]:
    ville = lieu.commune if genre == "municipality" else f"{lieu.code_postal} {lieu.commune}"
    proprietes = {
        "label": ville if nom == lieu.commune else f"{nom} {ville}", "score": round(score, 4), "name": nom,
        "id": f"{lieu.insee or lieu.code_postal}_{sans_accent(nom).replace(' ', '_').lower()}", "type": genre,
        "postcode": lieu.code_postal, "citycode": lieu.insee, "city": lieu.commune, "importance": 0.5,
        "context": lieu.code_postal[:2],
    }  # fmt: skip
    return {**proprietes, "oldcity": lieu.ancienne} if lieu.ancienne else proprietes


@cache
def lieux() -> tuple[Lieu, ...]:
    """Every street of every commune: the Landes first, where most practice people live."""
    return tuple(_lire())


def _lire() -> Iterator[Lieu]:
    landes, villes = _donnees("communes.toml"), _donnees("adresses.toml")
    partout = list(dict.fromkeys([*landes["voies"], *villes["voies"]]))
    for code_postal, nom in landes["communes"]:
        for voie in partout:
            yield Lieu(voie, code_postal, nom, villes["insee"].get(nom, ""), villes["anciennes"].get(nom, ""))
    for ville in villes["communes"]:
        codes = ville["codes"]
        for rang, voie in enumerate(dict.fromkeys([*ville.get("voies", ()), *partout])):
            yield Lieu(voie, codes[rang % len(codes)], ville["nom"], ville["insee"], ville.get("ancienne", ""))


@cache
def _donnees(nom: str) -> dict[str, Any]:
    return tomllib.loads((DONNEES / nom).read_text(encoding="utf-8"))
