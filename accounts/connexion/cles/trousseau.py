"""The keys of one account: what it has, adding, removing, and trying one. Every change is journalised and told by mail."""

from __future__ import annotations

import json
from hmac import compare_digest
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Compte
from accounts.securite import alertes, gel
from ameli.noyau.horloge import temps_reel
from ameli.noyau.journal import declarer_genre, journaliser

declarer_genre("cle.ajoutee", "{acteur} : {motif} ajoutée")
declarer_genre("cle.retiree", "{acteur} : {motif} retirée")
declarer_genre("cle.remise_a_zero", "{acteur} : clés remises à zéro ({motif})", visible=False)
declarer_genre("cle.codes", "{acteur} : nouveaux codes de secours")

Type = Authenticator.Type
# fido2 reads the answer of a browser without checking its shape first.
MAL_FORMEE = (TypeError, KeyError, ValueError, AttributeError)
NOMS = {Type.TOTP: "application de codes", Type.WEBAUTHN: "clé d’accès"}


def cles_de(compte: Compte) -> list[Authenticator]:
    """Passkeys and application of codes, the oldest first. One query."""
    return list(Authenticator.objects.filter(user=compte).exclude(type=Type.RECOVERY_CODES).order_by("pk"))


def a_une_cle(compte: Compte) -> bool:
    return Authenticator.objects.filter(user=compte, type__in=NOMS).exists()


@transaction.atomic
def ajouter_application(compte: Compte, secret: str, dernier: int = 0) -> list[str]:
    """The application that was just proved, by the code of the half minute `dernier`; the codes to print, when they are the first."""
    Compte.objects.select_for_update(no_key=True).only("pk").get(pk=compte.pk)
    Authenticator.objects.filter(user=compte, type=Type.TOTP).delete()
    cle = TOTP.activate(compte, secret).instance
    cle.data["dernier"] = dernier
    cle.save(update_fields=["data"])
    return _apres(compte, Type.TOTP)


@transaction.atomic
def ajouter_cle(compte: Compte, nom: str, reponse: str) -> list[str]:
    """What the browser answered to the question kept in the session; the codes to print, when they are the first.

    Raises ValidationError when the answer is not one.
    """
    credential = _lire(reponse)
    Compte.objects.select_for_update(no_key=True).only("pk").get(pk=compte.pk)
    try:
        webauthn.complete_registration(credential)
    except MAL_FORMEE as faute:
        raise ValidationError("Le navigateur n’a pas donné une clé.") from faute
    webauthn.WebAuthn.add(compte, nom, credential)
    return _apres(compte, Type.WEBAUTHN)


@transaction.atomic
def retirer(compte: Compte, pk: int) -> bool:
    """False when it is not theirs. The last key takes the codes to print away with it."""
    cle = Authenticator.objects.select_for_update().filter(user=compte, pk=pk, type__in=NOMS).first()
    if cle is None:
        return False
    genre = Type(cle.type)
    cle.delete()
    if not a_une_cle(compte):
        Authenticator.objects.filter(user=compte).delete()
    _tracer(compte, "cle.retiree", NOMS[genre])
    return True


@transaction.atomic
def nouveaux_codes(compte: Compte) -> list[str]:
    """Ten codes of one use; the former ones die."""
    Compte.objects.select_for_update(no_key=True).only("pk").get(pk=compte.pk)
    Authenticator.objects.filter(user=compte, type=Type.RECOVERY_CODES).delete()
    codes = RecoveryCodes.activate(compte).generate_codes()
    _tracer(compte, "cle.codes", "codes de secours")
    return codes


@transaction.atomic
def remettre_a_zero(compte: Compte, *, acteur: str, motif: str) -> bool:
    """Take every key from an agent who lost them: they set one up again at their next sign-in. False when there is none."""
    effacees, _ = Authenticator.objects.filter(user=compte).delete()
    if not effacees:
        return False
    gel.fermer_les_sessions(compte)
    journaliser("cle.remise_a_zero", acteur=acteur, motif=motif, objet=f"compte:{compte.public_id}")
    alertes.cles(compte, "remise à zéro", temps_reel())
    return True


def codes_restants(compte: Compte) -> int:
    """How many codes to print are left."""
    codes = Authenticator.objects.filter(user=compte, type=Type.RECOVERY_CODES).first()
    return len(codes.wrap().get_unused_codes()) if codes is not None else 0


def essayer_code(compte: Compte, code: str) -> bool:
    """A code of the application, or one to print, each worth one use."""
    propre = "".join(c for c in code if c.isalnum())
    with transaction.atomic():
        cles = Authenticator.objects.select_for_update().filter(user=compte, type__in=(Type.TOTP, Type.RECOVERY_CODES))
        for cle in cles.order_by("-type"):
            juste = _essayer_application(cle, propre) if cle.type == Type.TOTP else cle.wrap().validate_code(propre)
            if juste:
                cle.record_usage()
                return True
    return False


def compteur(secret: str, code: str) -> int | None:
    """The half minute of which `code` is the code, within the tolerance; None when it is of none."""
    for essai in yield_hotp_counters_from_time():
        if compare_digest(format_hotp_value(hotp_value(secret, essai)), "".join(code.split())):
            return essai
    return None


def _essayer_application(cle: Authenticator, code: str) -> bool:
    """Each half minute serves once, and none before it: the last one is kept with the key, where no cache can lose it.

    allauth remembers a used code for half a minute, when the tolerance accepts it for a minute and a half.
    """
    trouve = compteur(get_adapter().decrypt(cle.data["secret"]), code)
    if trouve is None or trouve <= cle.data.get("dernier", 0):
        return False
    cle.data["dernier"] = trouve
    cle.save(update_fields=["data"])
    return True


def essayer_cle(compte: Compte, reponse: str) -> bool:
    """What the browser answered to the question kept in the session."""
    try:
        cle = webauthn.complete_authentication(compte, _lire(reponse))
    except (ValidationError, *MAL_FORMEE):
        return False
    cle.record_usage()
    return True


def _lire(reponse: str) -> dict[str, Any]:
    try:
        lue = json.loads(reponse)
    except ValueError as faute:
        raise ValidationError("Le navigateur n’a pas donné de réponse.") from faute
    if not isinstance(lue, dict):
        raise ValidationError("Le navigateur n’a pas donné de réponse.")
    return lue


def _apres(compte: Compte, genre: Authenticator.Type) -> list[str]:
    _tracer(compte, "cle.ajoutee", NOMS[genre])
    if Authenticator.objects.filter(user=compte, type=Type.RECOVERY_CODES).exists():
        return []
    return RecoveryCodes.activate(compte).generate_codes()


def _tracer(compte: Compte, genre: str, quoi: str) -> None:
    journaliser(
        genre, acteur=compte.acteur, motif=quoi, objet=f"compte:{compte.public_id}",
        assure_ref=compte.assure.public_id if compte.assure is not None else "",
    )  # fmt: skip
    alertes.cles(compte, quoi, temps_reel())
