"""The practice bank kiosk: a page of its own look, cards that nobody has, and the notifications of a real one, kept or broken."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from html import escape
from urllib.parse import parse_qsl, urlencode

import structlog
from django.conf import settings

from ameli.bac_a_sable.models import OperationKiosque
from ameli.bac_a_sable.monde.base import en_base
from ameli.noyau import formats
from ameli.noyau.horloge import temps_reel
from paiements.creances.kiosque import Sens, authentique, signer

RACINE = "/kiosque"
ATTENTE = 8.0  # seconds before a bank that hesitates accepts
Statut = OperationKiosque.Statut

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Carte:
    """A fictive card: how it ends at the bank, and how the kiosk tells it."""

    numero: str
    usage: str
    statut: str
    maniere: str = "une"


CARTES = (
    Carte("4000 0000 0000 0002", "acceptée", Statut.ACCEPTE),
    Carte("4000 0000 0000 0010", "refusée : pas assez d’argent", Statut.REFUSE),
    Carte("4000 0000 0000 0028", "refusée : code de la banque faux", Statut.REFUSE),
    Carte("4000 0000 0000 0036", "en attente, puis acceptée", Statut.ATTENTE, "attend"),
    Carte("4000 0000 0000 0044", "acceptée, annoncée cinq fois", Statut.ACCEPTE, "repete"),
    Carte("4000 0000 0000 0051", "acceptée, puis une vieille annonce arrive en retard", Statut.ACCEPTE, "desordre"),
    Carte("4000 0000 0000 0069", "refusée, mais un voleur annonce le contraire", Statut.REFUSE, "falsifie"),
    Carte("4000 0000 0000 0077", "acceptée, sans annonce : le compte doit demander", Statut.ACCEPTE, "muet"),
)
MONTANT_FAUX = "1"

PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Simulateur bancaire</title><style>
body{{margin:0;font:17px/1.5 Georgia,serif;color:#1d2b1f;background:#f3f6ee}}
header{{background:#23412b;color:#fff;padding:0 1rem 1rem}} main{{max-width:34rem;margin:0 auto;padding:1rem}}
.bandeau{{background:#ffe9a8;color:#3d2f00;padding:.6rem 1rem;margin:0 -1rem 1rem}}
fieldset{{border:1px solid #23412b;border-radius:.4rem;margin:1rem 0;padding:1rem}} label{{display:block;padding:.5rem 0}}
button{{font:inherit;padding:.7rem 1.2rem;border-radius:.4rem;border:2px solid #23412b;background:#23412b;color:#fff;margin:0 .5rem .5rem 0}}
button.second{{background:#fff;color:#23412b}} :focus-visible{{outline:3px solid #b45f00;outline-offset:2px}}
</style></head><body>
<header><p class="bandeau"><strong>Aucun paiement réel.</strong> Ce site sert à s’entraîner.</p>Simulateur bancaire</header>
<main><h1>Paiement de {montant}</h1>
<form method="post" action="{racine}/carte">{champs}
<fieldset><legend>Choisissez une carte d’exercice</legend>{cartes}</fieldset>
<button name="geste" value="payer">Payer</button><button class="second" name="geste" value="annuler">Annuler</button>
</form></main></body></html>"""


@dataclass(frozen=True)
class Servi:
    """An answer to the browser."""

    corps: bytes = b""
    statut: int = 200
    vers: str = ""


def servir(chemin: str, corps: str) -> Servi:
    """GET or POST /kiosque/paiement, POST /kiosque/carte; `corps` are the fields, as in a query. Raises ValueError for what was not signed by the site."""
    recus = dict(parse_qsl(corps, keep_blank_values=True))
    champs = {nom: valeur for nom, valeur in recus.items() if nom not in ("carte", "geste")}
    if not authentique(champs, Sens.AU_KIOSQUE):
        raise ValueError("signature")
    if chemin == f"{RACINE}/paiement":
        return Servi(_page(champs).encode())
    if chemin != f"{RACINE}/carte":
        raise ValueError("adresse inconnue")
    carte = next((une for une in CARTES if une.numero == recus.get("carte")), CARTES[0])
    abandon = recus.get("geste") == "annuler"
    statut = Statut.ABANDON if abandon else Statut(carte.statut)
    operation = en_base(partial(_noter, champs, statut))
    fil = threading.Thread(
        target=_annoncer, args=(champs["notification"], operation, "une" if abandon else carte.maniere), daemon=True
    )
    fil.start()
    fil.join(2.0)  # most browsers come back after the notification, as with a real kiosk
    return Servi(statut=303, vers=champs["retour"])


def etat(demande: Mapping[str, str]) -> dict[str, str]:
    """POST /kiosque/etat: « what became of this transaction? ». Raises ValueError for a question that the site did not sign."""
    if not authentique(demande, Sens.AU_KIOSQUE):
        raise ValueError("signature")
    transaction = str(demande.get("transaction", ""))
    operation = OperationKiosque.objects.filter(transaction=transaction).first()
    if operation is None:
        return _signer({"transaction": transaction, "statut": "INCONNU"})
    return message(operation, operation.statut)


def message(operation: OperationKiosque, statut: str, quand: datetime | None = None) -> dict[str, str]:
    """What the kiosk says of an operation, signed."""
    return _signer(
        {
            "transaction": operation.transaction, "montant": operation.centimes, "devise": "EUR", "statut": statut,
            "evenement": f"{operation.transaction}-{statut}", "reference": operation.reference,
        },
        quand,
    )  # fmt: skip


def _signer(champs: dict[str, str], quand: datetime | None = None) -> dict[str, str]:
    entiers = {**champs, "boutique": settings.KIOSQUE["boutique"], "date": (quand or temps_reel()).isoformat()}
    return signer(entiers, Sens.DU_KIOSQUE)


def _noter(champs: Mapping[str, str], statut: str) -> OperationKiosque:
    operation, neuve = OperationKiosque.objects.get_or_create(
        transaction=champs["transaction"],
        defaults={"centimes": champs["montant"], "statut": statut, "reference": uuid.uuid4().hex[:12].upper()},
    )
    if not neuve and operation.statut not in (Statut.ACCEPTE, statut):
        operation.statut = statut
        operation.save(update_fields=["statut"])
    return operation


def _annoncer(adresse: str, operation: OperationKiosque, maniere: str) -> None:
    """Tell the site, as the card wants it."""
    if maniere == "muet":
        return
    if maniere == "falsifie":
        faux = {**message(operation, Statut.ACCEPTE), "montant": MONTANT_FAUX}
        _poster(adresse, faux)
        _poster(adresse, {**message(operation, Statut.ACCEPTE), "signature": "0" * 64})
    ancienne = message(operation, Statut.ATTENTE, temps_reel() - timedelta(seconds=30))
    for _ in range(5 if maniere == "repete" else 1):
        _poster(adresse, message(operation, operation.statut))
    if maniere == "desordre":
        _poster(adresse, ancienne)
    if maniere == "attend":
        time.sleep(ATTENTE)
        en_base(lambda: OperationKiosque.objects.filter(pk=operation.pk).update(statut=Statut.ACCEPTE))
        _poster(adresse, message(operation, Statut.ACCEPTE))


def _poster(adresse: str, champs: Mapping[str, str]) -> None:
    try:
        with urllib.request.urlopen(adresse, urlencode(champs).encode(), timeout=5) as reponse:
            reponse.read()
    except (urllib.error.URLError, OSError) as panne:
        log.info("kiosque_non_recu", cause=type(panne).__name__)


def _page(champs: Mapping[str, str]) -> str:
    caches = "".join(f'<input type="hidden" name="{escape(n)}" value="{escape(v)}">' for n, v in champs.items())
    cartes = "".join(
        f'<label><input type="radio" name="carte" value="{une.numero}"{" checked" if une is CARTES[0] else ""}>'
        f" {une.numero} : {escape(une.usage)}</label>"
        for une in CARTES
    )
    euros = formats.montant(Decimal(champs["montant"]) / 100)
    return PAGE.format(montant=euros, racine=RACINE, champs=caches, cartes=cartes)
