"""What the product can be told from outside: every environment variable, its default and its meaning.

`.env.example` and the README's table are checked against this list by a test. A missing variable, or an
unknown one that begins with `AMELI_`, is named at start: a typing error must never silently keep a default.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import unquote

import environ


class ConfigurationInvalide(RuntimeError):
    """A variable is missing, unknown or unreadable; the message names it."""


@dataclass(frozen=True)
class Variable:
    """One environment variable. `defaut=None` means that it must be given."""

    nom: str
    usage: str
    defaut: str | None = None
    bac_a_sable: str | None = None  # default used when AMELI_BAC_A_SABLE is on


VARIABLES: tuple[Variable, ...] = (
    Variable("AMELI_BAC_A_SABLE", "1: practice site with practice people and a clock that can jump", "0"),
    Variable("AMELI_CLE_SECRETE", "Django's secret key", bac_a_sable="bac-a-sable-pas-un-secret-" + "0" * 40),
    Variable(
        "AMELI_CLES_CHIFFREMENT",
        "encryption keys, `id:base64` of 32 bytes, comma-separated, the first one writes",
        bac_a_sable="s1:" + "YmFjLWEtc2FibGUtcGFzLXVuLXNlY3JldC0wMDAwMDA=",
    ),
    Variable(
        "AMELI_CLE_EMPREINTE",
        "key of the fingerprints that look up a NIR, an IBAN or a card, base64 of 32 bytes",
        bac_a_sable="ZW1wcmVpbnRlLXBhcy11bi1zZWNyZXQtMDAwMDAwMDA=",
    ),
    Variable("AMELI_HOTES", "host names served, comma-separated", bac_a_sable="*"),
    Variable("AMELI_URL", "public address, used in mails", bac_a_sable="http://localhost:8000"),
    Variable("DATABASE_URL", "PostgreSQL 15 or later"),
    Variable("REDIS_URL", "Redis or Valkey: Celery's doorbell and the cache"),
    Variable(
        "AMELI_SMTP_URL", "mail server, `smtp+tls://user:password@host:port`", bac_a_sable="smtp://localhost:1025"
    ),
    Variable("AMELI_EXPEDITEUR", "sender of every mail", "Mon compte <ne-pas-repondre@compte.exemple>"),
    Variable("AMELI_SMS_URL", "HTTP gateway that takes SMS", bac_a_sable="http://localhost:8900/sms"),
    Variable(
        "AMELI_LETTRES_URL", "HTTP gateway that prints and posts letters", bac_a_sable="http://localhost:8900/lettres"
    ),
    Variable(
        "AMELI_BANQUE_URL",
        "HTTP service that compares an IBAN with a holder",
        bac_a_sable="http://localhost:8900/banque",
    ),
    Variable(
        "AMELI_GEOCODAGE_URL",
        "geocoding service with the API of adresse.data.gouv.fr; empty: addresses are typed by hand",
        "",
        bac_a_sable="http://localhost:8900/adresses",
    ),
    Variable(
        "AMELI_FRANCECONNECT_URL",
        "issuer of FranceConnect (OpenID Connect); empty: there is no such way in",
        "",
        bac_a_sable="http://localhost:8900/franceconnect",
    ),
    Variable("AMELI_FRANCECONNECT_CLIENT", "what FranceConnect calls this site", "", bac_a_sable="compte-ameli"),
    Variable(
        "AMELI_FRANCECONNECT_SECRET",
        "the secret that FranceConnect gave to this site",
        "",
        bac_a_sable="bac-a-sable-pas-un-secret",
    ),
    Variable(
        "AMELI_KIOSQUE_URL",
        "bank kiosk where debts are paid; empty: nothing is paid online",
        "",
        bac_a_sable="http://localhost:8900/kiosque",
    ),
    Variable("AMELI_KIOSQUE_BOUTIQUE", "what the kiosk calls this site", "", bac_a_sable="compte-ameli"),
    Variable(
        "AMELI_KIOSQUE_CLE",
        "key that signs what is said to the kiosk and by it",
        "",
        bac_a_sable="bac-a-sable-pas-un-secret",
    ),
    Variable(
        "AMELI_SECOND_FACTEUR",
        "code by mail at sign-in: inconnu (a device never seen), toujours, jamais (refused in production)",
        "inconnu",
    ),
    Variable(
        "AMELI_MANDATAIRES",
        "proxies in front of the site: how many last addresses of X-Forwarded-For are theirs to write",
        "1",
        bac_a_sable="0",
    ),
    Variable("AMELI_MEDIA", "folder of produced documents and received pieces", "media"),
    Variable("AMELI_NIVEAU_JOURNAL", "least severe log line written", "INFO"),
)


class Configuration:
    """The variables as read once at start, checked against `VARIABLES`."""

    def __init__(self, environnement: dict[str, str] | None = None) -> None:
        self._env = dict(os.environ if environnement is None else environnement)
        self.bac_a_sable = self._env.get("AMELI_BAC_A_SABLE", "0") == "1"
        connues = {v.nom: v for v in VARIABLES}
        inconnues = sorted(n for n in self._env if n.startswith("AMELI_") and n not in connues)
        if inconnues:
            raise ConfigurationInvalide(f"Unknown variable: {', '.join(inconnues)}. See .env.example.")
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
        if manquantes:
            raise ConfigurationInvalide(f"Missing variable: {'; '.join(manquantes)}. See .env.example.")

    def __getitem__(self, nom: str) -> str:
        return self._valeurs[nom]

    def liste(self, nom: str) -> list[str]:
        return [morceau.strip() for morceau in self[nom].split(",") if morceau.strip()]

    def base_de_donnees(self) -> dict:
        reglages = environ.Env.db_url_config(self["DATABASE_URL"])
        # A host that is the folder of a unix socket is written with %2F; django-environ leaves it so.
        return {**reglages, "HOST": unquote(reglages.get("HOST") or "")}

    def smtp(self) -> dict:
        return environ.Env.email_url_config(self["AMELI_SMTP_URL"])
