"""What the product is told from outside: the variables of `ameli.variables`, read once at start.

One that is missing, unknown though it begins with `AMELI_`, or dangerous where it stands (`ameli.regles_de_configuration`), is
named and nothing starts: neither server nor command. A typing error must never silently keep a default, nor a real site the
keys of the practice one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, unquote, urlsplit

import environ

from ameli.regles_de_configuration import OBJETS
from ameli.variables import VARIABLES


class ConfigurationInvalide(RuntimeError):
    """A variable is missing, unknown, unreadable or dangerous; the message, one line, names it and says what to do."""


class Configuration:
    """The variables as read once at start, checked against `VARIABLES`."""

    def __init__(self, environnement: dict[str, str] | None = None) -> None:
        self._env = dict(os.environ if environnement is None else environnement)
        self.bac_a_sable = self._env.get("AMELI_BAC_A_SABLE") == "1"
        self._valeurs: dict[str, str] = {}
        manquantes = []
        for variable in VARIABLES:
            defaut = variable.defaut
            if self.bac_a_sable and variable.bac_a_sable is not None:
                defaut = variable.bac_a_sable
            valeur = self._env.get(variable.nom) or defaut
            if valeur is None:
                manquantes.append(f"{variable.nom} ({variable.usage})")
            else:
                self._valeurs[variable.nom] = valeur
        connues = {variable.nom for variable in VARIABLES}
        inconnues = sorted(nom for nom in self._env if nom.startswith("AMELI_") and nom not in connues)
        lues = [variable for variable in VARIABLES if variable.nom in self._valeurs]
        refusees = [f"{une.nom}: {faute}" for une in lues if (faute := une.faute(self._valeurs))]
        self._refuser({
            "Unknown variable": ", ".join(inconnues), "Refused": "; ".join(refusees), "Missing variable": "; ".join(manquantes),
        })  # fmt: skip

    @staticmethod
    def _refuser(fautes: dict[str, str]) -> None:
        dites = [f"{genre}: {faute}." for genre, faute in fautes.items() if faute]
        if dites:
            raise ConfigurationInvalide(f"{' '.join(dites)} See .env.example.")

    def __getitem__(self, nom: str) -> str:
        return self._valeurs[nom]

    def liste(self, nom: str) -> list[str]:
        return [morceau.strip() for morceau in self[nom].split(",") if morceau.strip()]

    def entier(self, nom: str) -> int:
        return int(self[nom])

    def base_de_donnees(self) -> dict:
        reglages = environ.Env.db_url_config(self["DATABASE_URL"])
        # A host that is the folder of a unix socket is written with %2F; django-environ leaves it so.
        direct = self["AMELI_POOLEUR"] == "0"
        return {
            **reglages,
            "HOST": unquote(reglages.get("HOST") or ""),
            # A pooler gives each transaction another session: a cursor does not outlive the one that made it.
            "DISABLE_SERVER_SIDE_CURSORS": not direct,
        }

    def fichiers(self) -> dict:
        """Django's storage of produced documents and received pieces."""
        adresse = urlsplit(self["AMELI_MEDIA"])
        if adresse.scheme not in OBJETS:
            return {"BACKEND": "ameli.noyau.stockage.Coffre"}
        hote = adresse.netloc.rpartition("@")[2]
        return {
            "BACKEND": "ameli.noyau.stockage_distant.CoffreDistant",
            "OPTIONS": {
                "access_key": unquote(adresse.username or ""),
                "secret_key": unquote(adresse.password or ""),
                "endpoint_url": f"{OBJETS[adresse.scheme]}://{hote}",
                "bucket_name": adresse.path.strip("/"),
                "region_name": dict(parse_qsl(adresse.query)).get("region"),
            },
        }

    def smtp(self) -> dict:
        return environ.Env.email_url_config(self["AMELI_SMTP_URL"])


@contextmanager
def ou_sortir() -> Iterator[None]:
    """Around what reads the configuration: a fault ends the process with one line instead of a stack."""
    try:
        yield
    except ConfigurationInvalide as faute:
        sys.exit(str(faute))
