"""Suggestions of addresses, asked of a geocoding service that speaks the French public API (`GET <base>/search`, `/reverse`).

The service helps and is never needed: it has 1.5 seconds in all, an outage is remembered for a while, and people can always
type their address by hand. What was typed goes to that service, and to no log line and no address of ours.

A suggestion that is shown carries a signature: when it comes back chosen, it is known as such without asking again.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.core import signing
from django.core.cache import cache

from ameli.noyau import reseau
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.saisie.code_postal import CODE as CODE_POSTAL
from demarches.catalogue.adresse.regles import postal

log = structlog.get_logger(__name__)
DELAI = 1.5  # seconds
OCTETS_MAXIMUM = 200_000
NOMBRE = 5
MEMOIRE = 24 * 3600  # seconds during which an answer is kept
REPIT = 20  # seconds without asking after an outage
PANNE = "adresse:panne"
SIGNATURE = "adresse.proposition"
AVEC_NUMERO = "housenumber"
RUES = (AVEC_NUMERO, "street", "locality")


class Indisponible(Exception):
    """The service does not answer, or none is configured."""


class MalRegle(OSError):
    """Somebody answers at that address, and not the service: a redirection, a refusal. Waiting will not mend it."""


@dataclass(frozen=True)
class Proposition:
    """An address in France as the service writes it; `voie` fits on a line of an envelope. `insee` is the commune's code.

    `deleguee` is the former commune of a merged one, or empty.
    """

    voie: str
    code_postal: str
    commune: str
    insee: str = ""
    deleguee: str = ""

    def __str__(self) -> str:
        """ "8 Rue des Arènes, 40100 Dax"."""
        ancienne = f" ({self.deleguee})" if self.deleguee else ""
        return f"{self.voie}, {self.code_postal} {self.commune}{ancienne}"

    @property
    def jeton(self) -> str:
        """The suggestion, signed, always the same: what a page sends back when it is chosen."""
        return signing.Signer(salt=SIGNATURE).sign_object(asdict(self), compress=True)


def lire(jeton: str) -> Proposition | None:
    """The suggestion that this site signed, or None."""
    try:
        return Proposition(**signing.Signer(salt=SIGNATURE).unsign_object(jeton))
    except (signing.BadSignature, TypeError):
        return None


def proposer(texte: str) -> list[Proposition]:
    """At most five addresses that look like `texte` (3 to 200 characters), the likeliest first. Raises Indisponible."""
    recherche = postal.serrer(texte)[: postal.RECHERCHE_MAXIMUM]
    if len(recherche) < postal.RECHERCHE_MINIMUM:
        return []
    return _propositions(_demander({"q": recherche, "limit": NOMBRE, "autocomplete": 1}), recherche)


def autour(longitude: float, latitude: float) -> list[Proposition]:
    """At most five addresses near a position in degrees, rounded to some ten metres. Raises Indisponible."""
    question = {"lon": f"{longitude:.4f}", "lat": f"{latitude:.4f}", "limit": NOMBRE}
    return _propositions(_demander(question, "reverse"))


def communes(code_postal: str) -> dict[str, str]:
    """The communes of a postal code: name → INSEE code; empty when the service knows none. Raises Indisponible."""
    lieux = _demander({"q": code_postal, "type": "municipality", "postcode": code_postal, "limit": 50})
    return {
        str(lieu["city"]): str(lieu.get("citycode", ""))
        for lieu in lieux
        if lieu.get("postcode") == code_postal and lieu.get("city")
    }


def _propositions(lieux: list[dict[str, Any]], recherche: str = "") -> list[Proposition]:
    trouvees = (_proposition(lieu, recherche) for lieu in lieux if lieu.get("type") in RUES)
    return list(dict.fromkeys(une for une in trouvees if une is not None))


def _proposition(lieu: dict[str, Any], recherche: str) -> Proposition | None:
    """A number that was typed and that the service does not know (a new house) is kept in front of its street."""
    nom = str(lieu.get("name", ""))
    if lieu.get("type") != AVEC_NUMERO:
        nom = f"{postal.numero_saisi(recherche, nom)} {nom}"
    voie = postal.abreger(nom)
    code_postal, commune = str(lieu.get("postcode", "")), str(lieu.get("city", ""))
    if not voie or not CODE_POSTAL.fullmatch(code_postal) or not 0 < len(commune) <= postal.COMMUNE_MAXIMUM:
        return None
    ancienne = str(lieu.get("oldcity") or "")
    return Proposition(
        voie, code_postal, commune, str(lieu.get("citycode", "")), ancienne if ancienne != commune else ""
    )


def _demander(question: dict[str, Any], service: str = "search") -> list[dict[str, Any]]:
    """The properties of what the service finds; the same question within a day is asked once."""
    if not settings.GEOCODAGE_URL or cache.get(PANNE):
        raise Indisponible
    requete = f"{service}?{urlencode(question)}"
    cle = f"adresse:{empreinte('geocodage', requete)}"
    connue = cache.get(cle)
    if connue is not None:
        return connue
    try:
        trouvee = _lire(f"{settings.GEOCODAGE_URL.rstrip('/')}/{requete}")
    except MalRegle as panne:
        log.error("geocodage_mal_regle", cause=str(panne), variable="AMELI_GEOCODAGE_URL")
        cache.set(PANNE, True, REPIT)
        raise Indisponible from panne
    except (OSError, ValueError, KeyError, TypeError) as panne:
        log.warning("geocodage_indisponible", panne=type(panne).__name__)
        cache.set(PANNE, True, REPIT)
        raise Indisponible from panne
    cache.set(cle, trouvee, MEMOIRE)
    return trouvee


def _lire(url: str) -> list[dict[str, Any]]:
    reponse = reseau.demander(
        url, entetes={"Accept": "application/json"}, secondes=DELAI, octets_maximum=OCTETS_MAXIMUM
    )  # fmt: skip
    if reponse.statut == HTTPStatus.BAD_REQUEST:  # a question that it does not understand is not an outage
        return []
    if reponse.statut >= 500 or reponse.statut == HTTPStatus.TOO_MANY_REQUESTS:
        raise OSError(f"HTTP {reponse.statut}")
    if reponse.statut != HTTPStatus.OK:
        raise MalRegle(f"HTTP {reponse.statut}")
    return [dict(trouve["properties"]) for trouve in json.loads(reponse.octets)["features"]]
