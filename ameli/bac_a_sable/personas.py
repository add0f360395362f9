"""The practice population, read from `donnees/personas.toml`. No database here, but for the clock of `caisses`."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from accounts.dossier.caisses import table as table_des_caisses
from ameli.bac_a_sable import identites
from ameli.noyau import horloge
from ameli.noyau.calendrier import ajouter_mois
from ameli.noyau.horloge import temps_reel
from ameli.noyau.saisie import nir as numeros

DONNEES = Path(__file__).resolve().parent / "donnees"
ANNIVERSAIRES = {"dix_ans_le": (10, 0), "seize_ans_le": (16, 1)}  # the age, and in how many months they have it


@dataclass(frozen=True)
class Enfant:
    """A child of a household. `identique_a` names a persona who also has a file of their own.

    `carte_europeenne` is how many days a valid European card still has; `accord_sans_gluten` when their agreement began, in months from
    now, and how many days it still has. `dix_ans_le` in the file is the day of this month on which they turn ten,
    `seize_ans_le` the day of the next one on which they turn sixteen.
    """

    prenoms: str
    nom: str
    sexe: str
    naissance: date
    departement: str
    ordre: int
    identique_a: str = ""
    carte_europeenne: int | None = None
    mutuelles: tuple[dict[str, Any], ...] = ()
    accord_sans_gluten: dict[str, int] | None = None

    @property
    def nir(self) -> str:
        return identites.nir(self.sexe, self.naissance, self.departement, self.ordre)


@dataclass(frozen=True)
class Persona:
    """Somebody of the practice population. `description` is their situation, `bon_pour` what to try with them.

    `chapitres` are chapters of the catalogue; `adresse` is street, postal code, commune; `iban` and `serie` may be empty;
    `carte` is the state of their Vitale card, since `carte_depuis` days when it is not active; `carte_au_nom` is the name
    printed on it when it is no longer theirs; `carte_europeenne` is how many days their European card still has, `carte_europeenne_etat` its state;
    `affilie_le` is since when their caisse holds their file, when they came from another one;
    `cas_franceconnect` is what FranceConnect leads to, when it is not simply their account.
    """

    cle: str
    prenoms: str
    nom: str
    sexe: str
    naissance: date
    departement: str
    ordre: int
    situation: str
    caisse: str
    adresse: tuple[str, str, str]
    telephone: str
    description: str
    bon_pour: str
    chapitres: tuple[int, ...]
    mot_de_passe: str
    nom_usage: str = ""
    telephone_fixe: str = ""
    iban: str = ""
    banque: str = ""
    serie: str = ""
    avec_photo: bool = True
    carte: str = "ACTIVE"
    carte_depuis: int = 3
    carte_au_nom: str = ""
    carte_europeenne: int | None = None
    carte_europeenne_etat: str = "ACTIVE"
    compte: bool = True
    courriel_valide: bool = True
    droits: str = "ouverts"
    protege: bool = False
    adresse_protegee: bool = False
    affilie_le: date | None = None
    code_gestion: str = "10"
    medecin: tuple[str, str] | None = None
    mutuelles: tuple[dict[str, Any], ...] = ()
    exonerations: tuple[dict[str, Any], ...] = ()
    accord_sans_gluten: dict[str, int] | None = None
    cas_franceconnect: str = ""
    enfants: tuple[Enfant, ...] = field(default=())

    @property
    def sans_gluten(self) -> bool:
        """Has somebody of the household an agreement for food without gluten?"""
        return any(un.accord_sans_gluten for un in (self, *self.enfants))

    @property
    def nir(self) -> str:
        """13 characters, without key."""
        return identites.nir(self.sexe, self.naissance, self.departement, self.ordre)

    @property
    def nir_complet(self) -> str:
        """15 characters."""
        return numeros.complet(self.nir)

    @property
    def prenom(self) -> str:
        return self.prenoms.split(",")[0]

    @property
    def nom_courant(self) -> str:
        return self.nom_usage or self.nom

    @property
    def email(self) -> str:
        return identites.courriel(self.prenom, self.nom_courant)

    @property
    def titulaire(self) -> str:
        """The holder of the bank account, as banks write it."""
        return identites.sans_accent(f"{self.nom_courant} {self.prenom}")

    @property
    def civilite(self) -> str:
        return "Madame" if self.sexe == "F" else "Monsieur"

    def en_clair(self) -> dict[str, Any]:
        """What `manage.py personas --format json` prints. `mot_de_passe` and `email` are empty without an account."""
        return {
            "cle": self.cle,
            "nom": self.nom_courant,
            "nom_naissance": self.nom,
            "prenom": self.prenom,
            "nir": self.nir,
            "nir_complet": self.nir_complet,
            "mot_de_passe": self.mot_de_passe if self.compte else "",
            "date_naissance": self.naissance.isoformat(),
            "code_postal": self.adresse[1],
            "email": self.email if self.compte else "",
            "telephone": self.telephone,
            "serie_vitale": self.serie,
            "iban": self.iban,
            "situation": self.description,
            "bon_pour": self.bon_pour,
            "chapitres": list(self.chapitres),
        }


@dataclass(frozen=True)
class AgentFictif:
    """Somebody of a caisse; signs in to the agents' site with `matricule` and `mot_de_passe`.

    `forme`: trained for protected addresses and griefs. `habilitations`: other roles (`accounts.connexion.agents.roles`).
    """

    matricule: str
    nom: str
    caisse: str
    equipe: str
    role: str
    mot_de_passe: str
    forme: bool = False
    habilitations: tuple[str, ...] = ()

    @property
    def roles(self) -> list[str]:
        """A doctor reads and answers, and handles no file."""
        if "medical" in self.habilitations:
            return list(self.habilitations)
        return ["encadrant", *(["habilite"] if self.forme else []), *self.habilitations]

    @property
    def email(self) -> str:
        prenom, nom = self.nom.split(" ", 1)
        return identites.courriel(prenom, nom)

    @property
    def secret(self) -> str:
        """Of their application of codes: always the same, so that a telephone set up once serves every class."""
        return base64.b32encode(hashlib.sha256(f"bac à sable {self.matricule}".encode()).digest()[:20]).decode()

    @property
    def code(self) -> str:
        """What their application shows now; another one every 30 seconds."""
        compteur = int(temps_reel().timestamp()) // 30
        return format_hotp_value(hotp_value(self.secret, compteur))

    def en_clair(self) -> dict[str, str]:
        return {
            "matricule": self.matricule,
            "secret": self.secret,
            "code": self.code,
            "nom": self.nom,
            "caisse": self.caisse,
            "mot_de_passe": self.mot_de_passe,
            "email": self.email,
            "role": self.role,
        }


@cache
def _lire(nom: str) -> dict[str, Any]:
    return tomllib.loads((DONNEES / nom).read_text(encoding="utf-8"))


def caisses() -> list[dict[str, str]]:
    """Fields of `accounts.models.Caisse`, one dictionary for each: those of the personas, then every other of the table.

    A file moves to the caisse of its new address: each one must exist. The head offices are invented.
    """
    connues = list(_lire("personas.toml")["caisse"])
    codes = {caisse["code"] for caisse in connues}
    autres = (une for une in table_des_caisses(horloge.aujourdhui()).organismes.values() if une.code not in codes)
    return connues + [
        {
            "code": une.code,
            "nom": une.nom,
            "departement": une.departement,
            "regime": une.regime,
            "adresse": f"{une.nom}\n1 place des Tilleuls\n{une.siege.upper()}",
        }
        for une in autres
    ]


@cache
def personas() -> tuple[Persona, ...]:
    """All of them, in the order of the file: Léa first."""
    brut = _lire("personas.toml")
    par_cle = {ligne["cle"]: ligne for ligne in brut["assure"]}
    return tuple(_persona(ligne, par_cle, brut["mot_de_passe"]) for ligne in brut["assure"])


def persona(cle: str) -> Persona:
    """The persona of this key. Raises KeyError."""
    return {une.cle: une for une in personas()}[cle]


@cache
def pour_commencer() -> dict[int, Persona]:
    """For each chapter of the catalogue, who can begin it today."""
    return {int(chapitre): persona(cle) for chapitre, cle in _lire("personas.toml")["pour_commencer"].items()}


@cache
def agents() -> tuple[AgentFictif, ...]:
    brut = _lire("personas.toml")
    return tuple(AgentFictif(mot_de_passe=brut["mot_de_passe_agents"], **ligne) for ligne in brut["agent"])


def _persona(ligne: dict[str, Any], par_cle: dict[str, dict[str, Any]], mot_de_passe: str) -> Persona:
    valeurs = {cle: tuple(v) if isinstance(v, list) else v for cle, v in ligne.items() if cle != "enfant"}
    enfants = tuple(_enfant(enfant, par_cle) for enfant in ligne.get("enfant", ()))
    return Persona(mot_de_passe=mot_de_passe, enfants=enfants, **valeurs)


def _enfant(ligne: dict[str, Any], par_cle: dict[str, dict[str, Any]]) -> Enfant:
    if cle := ligne.get("identique_a"):
        noms = {f.name for f in fields(Enfant)} - {"identique_a", "carte_europeenne", "mutuelles", "accord_sans_gluten"}
        return Enfant(**ligne, **{nom: par_cle[cle][nom] for nom in noms})
    for nom, (age, dans) in ANNIVERSAIRES.items():
        if nom in ligne:
            mois = ajouter_mois(temps_reel().date().replace(day=1), dans - 12 * age)
            return Enfant(
                **{cle: dit for cle, dit in ligne.items() if cle != nom}, naissance=mois.replace(day=ligne[nom])
            )
    return Enfant(**ligne)
