"""See and end the sessions of an account. Ending one deletes it: its next request is a stranger's, at no cost for others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from accounts.models import Appareil, Compte, SessionOuverte
from accounts.securite import gel
from accounts.securite import session as duree
from ameli.noyau.horloge import temps_reel

SessionStore = import_module(settings.SESSION_ENGINE).SessionStore
GARDEES = timedelta(days=1)


@dataclass(frozen=True)
class Ouverte:
    """A session as its owner sees it. `ici`: the one that asks; `active_le`: its last known activity."""

    public_id: str
    appareil: Appareil
    ouverte_le: datetime
    active_le: datetime
    ici: bool


def suivre(request: HttpRequest, compte: Compte, appareil: Appareil) -> None:
    """Remember the session that has just begun."""
    if request.session.session_key is None:
        request.session.create()
    SessionOuverte.objects.create(
        compte=compte, appareil=appareil, cle=request.session.session_key, ouverte_le=temps_reel()
    )


def lister(compte: Compte, cle: str | None) -> list[Ouverte]:
    """Those that still live, the one of `cle` first, then the last active. Two queries."""
    lignes = {ligne.cle: ligne for ligne in SessionOuverte.objects.filter(compte=compte).select_related("appareil")}
    le, trouvees = temps_reel(), []
    for gardee in Session.objects.filter(session_key__in=lignes, expire_date__gt=le).order_by("session_key"):
        contenu, ligne = gardee.get_decoded(), lignes[gardee.session_key]
        if contenu.get(HASH_SESSION_KEY) != compte.get_session_auth_hash() or duree.expiree(contenu, le):
            continue
        active = datetime.fromtimestamp(contenu.get(duree.ACTIVE, ligne.ouverte_le.timestamp()), UTC)
        trouvees.append(Ouverte(ligne.public_id, ligne.appareil, ligne.ouverte_le, active, gardee.session_key == cle))
    return sorted(trouvees, key=lambda une: (not une.ici, -une.active_le.timestamp()))


@transaction.atomic
def fermer(compte: Compte, public_id: str) -> bool:
    """End one; False when it is not theirs or is over."""
    ligne = SessionOuverte.objects.select_for_update().filter(compte=compte, public_id=public_id).first()
    if ligne is None:
        return False
    SessionStore(ligne.cle).delete()
    ligne.delete()
    return True


@transaction.atomic
def fermer_les_autres(request: HttpRequest, compte: Compte) -> None:
    """Every session ends but the one that asks."""
    gel.fermer_les_sessions(compte)
    compte.refresh_from_db(fields=["generation_sessions"])
    garder(request, compte)
    SessionOuverte.objects.filter(compte=compte).exclude(cle=request.session.session_key or "").delete()


def renouveler(request: HttpRequest) -> None:
    """The session that asks goes on under a new key, as after a sign-in: the former one is worth nothing."""
    avant = request.session.session_key
    request.session.cycle_key()
    SessionOuverte.objects.filter(cle=avant or "").update(cle=request.session.session_key)


def garder(request: HttpRequest, compte: Compte) -> None:
    """The session that asks goes on after the account's other ones ended, under a new key."""
    avant = request.session.session_key
    update_session_auth_hash(request, compte)
    SessionOuverte.objects.filter(cle=avant or "").update(cle=request.session.session_key)


@transaction.atomic
def oublier(compte: Compte, public_id: str) -> Appareil | None:
    """Forget a device: its sessions end, and it will be asked for a code again. None when it is not theirs."""
    appareil = Appareil.objects.select_for_update().filter(compte=compte, public_id=public_id, oublie_le=None).first()
    if appareil is None:
        return None
    for ligne in SessionOuverte.objects.filter(compte=compte, appareil=appareil).order_by("id"):
        SessionStore(ligne.cle).delete()
        ligne.delete()
    appareil.oublie_le = temps_reel()
    appareil.save(update_fields=["oublie_le"])
    return appareil


def purger() -> int:
    """Drop rows older than any session; how many."""
    return SessionOuverte.objects.filter(ouverte_le__lt=temps_reel() - GARDEES).delete()[0]
