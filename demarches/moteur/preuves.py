"""Proofs that it is really the person, before something serious is sent: a code sent where they are known, the serial of their own card.

Tries of the code and of the serial are counted together: whoever looks for one has three tries, not three times three.
The step that asks for them is `demarches.moteur.etape_de_preuve`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists

from accounts.informations import cartes_vitale
from accounts.models import CodeSecurite
from accounts.securite import codes
from ameli.noyau.envois import Trajet, deposer_courriel, deposer_sms, trajet
from ameli.noyau.horloge import temps_reel
from ameli.noyau.masquage import masquer_courriel, masquer_telephone
from demarches.moteur.etapes import RefusAction
from demarches.moteur.termes import Contexte

CHIFFRES = 4
LE_TEMPS_DE_PARTIR = timedelta(seconds=20)
SUJET_DU_SMS = "Votre code de sécurité"
TROP_D_ESSAIS = (
    "Trois essais n’ont pas réussi. Par sécurité, votre demande est effacée. "
    "Recommencez-la, ou appelez le 36 46 pour la faire avec un conseiller."
)
SERIE_REFUSEE = "Ce numéro n’est pas celui d’une carte Vitale active de votre dossier."
SANS_ADRESSE = (
    "Nous n’avons ni adresse de courriel confirmée, ni numéro de mobile pour vous envoyer un code. Appelez le 36 46."
)


class PreuveRefusee(Exception):
    """One of the proofs is not right: the field (or None) and the sentence to show."""

    def __init__(self, champ: str | None, phrase: str) -> None:
        super().__init__(phrase)
        self.champ, self.phrase = champ, phrase


@dataclass(frozen=True)
class Preuve:
    """What is proved, by a code of 4 digits that lives `minutes`.

    `usage` is its kind of code (`accounts.securite.codes`) and `gabarit` the mail that brings it. `objet(contexte)` is a fingerprint
    of what it is good for, besides this very draft. `serie`: with the serial of the person's own active card. `sms`:
    to the known mobile when no address is confirmed; this begins the SMS (« vous donnez une procuration »).
    """

    usage: str
    gabarit: str
    objet: Callable[[Contexte], str]
    minutes: int = 10
    serie: bool = False
    sms: str = ""

    @property
    def duree(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def liaison(self, contexte: Contexte) -> str:
        """What a code is good for: this draft, this very object."""
        assert contexte.brouillon is not None
        return f"{contexte.brouillon.public_id}:{self.objet(contexte)}"

    def cle(self, contexte: Contexte) -> str:
        """How the keys of what was sent for it begin."""
        return f"{self.gabarit}:{self.liaison(contexte)}:"

    def par_sms(self, contexte: Contexte) -> bool:
        """Does the code go to the mobile?"""
        return bool(self.sms) and contexte.compte.email_valide_le is None

    def destination(self, contexte: Contexte) -> str:
        """Where it goes, masked."""
        compte = contexte.compte
        return masquer_telephone(compte.telephone) if self.par_sms(contexte) else masquer_courriel(compte.email)


@dataclass(frozen=True)
class Suivi:
    """The codes already sent for this draft and this object, read in one query."""

    emis: list[CodeSecurite]
    usage: str
    le: datetime

    @property
    def vivant(self) -> CodeSecurite | None:
        """The code that may still be given, if any."""
        return next((c for c in self.emis if not c.utilise_le and not c.annule_le and self.le < c.expire_le), None)

    @property
    def prouve(self) -> bool:
        return any(c.utilise_le for c in self.emis)

    @property
    def epuise(self) -> bool:
        """True when a code died of its wrong tries: the request must start again."""
        return any(not c.utilise_le and c.essais >= codes.politique(self.usage).essais for c in self.emis)


def suivre(preuve: Preuve, contexte: Contexte) -> Suivi:
    """What was sent so far."""
    lignes = CodeSecurite.objects.filter(
        compte=contexte.compte, usage=preuve.usage, liaison=preuve.liaison(contexte)
    )  # fmt: skip
    return Suivi(list(lignes.order_by("-id")), preuve.usage, contexte.le)


def envoyer(preuve: Preuve, contexte: Contexte, suivi: Suivi | None = None) -> None:
    """Send a new code; the former one dies. Raises RefusAction when one must wait, or when no try is left."""
    suivi = suivi or suivre(preuve, contexte)
    if suivi.epuise:
        raise RefusAction(TROP_D_ESSAIS)
    compte, par_sms = contexte.compte, preuve.par_sms(contexte)
    if par_sms and not compte.telephone:
        raise RefusAction(SANS_ADRESSE)
    try:
        code = codes.emettre(compte, preuve.usage, preuve.liaison(contexte), chiffres=CHIFFRES, duree=preuve.duree)
    except codes.TropDeCodes as attente:
        raise RefusAction(_patienter(attente.jusqu_a - temps_reel())) from attente
    cle, ref = f"{preuve.cle(contexte)}{temps_reel().timestamp():.6f}", contexte.assure.public_id
    if par_sms:
        deposer_sms(
            a=compte.telephone, sujet=SUJET_DU_SMS, cle=cle, assure_ref=ref,
            texte=f"compte ameli\N{NO-BREAK SPACE}: {preuve.sms}. Votre code de sécurité\N{NO-BREAK SPACE}: {code}. Il fonctionne {preuve.minutes} minutes. Ne le donnez à personne.",
        )  # fmt: skip
    else:
        deposer_courriel(
            a=compte.email, gabarit=preuve.gabarit, contexte={"code": code, "minutes": preuve.minutes}, cle=cle, assure_ref=ref
        )  # fmt: skip


def trajet_du_code(preuve: Preuve, contexte: Contexte, envoye_le: datetime | None) -> Trajet:
    """Where the last code is; nobody looks before it had the time to leave."""
    recent = envoye_le is not None and contexte.le - envoye_le < LE_TEMPS_DE_PARTIR
    return Trajet.EN_ROUTE if recent else trajet(preuve.cle(contexte))


def envoye_le(preuve: Preuve, contexte: Contexte) -> datetime | None:
    """When the living code was sent (domain clock), or None."""
    vivant = suivre(preuve, contexte).vivant
    return vivant.emis_le if vivant else None


def prouver(preuve: Preuve, contexte: Contexte, *, code: str, serie: str = "") -> dict[str, Any]:
    """Check all that is asked, in one try. Returns what the draft may keep: what was proved, with which card.

    Raises PreuveRefusee, and RefusAction when no try is left: the draft ends there.
    """
    if suivre(preuve, contexte).epuise:
        raise RefusAction(TROP_D_ESSAIS, fin=True)
    carte = cartes_vitale.reconnaitre(contexte.assure.personne_id, serie) if preuve.serie else None
    sans_carte = preuve.serie and carte is None  # an unknown card, another's and a lost one look the same
    # A wrong serial costs a try like a wrong code, and leaves the right code alive.
    resultat = codes.verifier(
        contexte.compte, preuve.usage, preuve.liaison(contexte), "" if sans_carte else code
    )  # fmt: skip
    if resultat.valide:
        return {"liaison": preuve.liaison(contexte), "carte": carte.public_id if carte else ""}
    if resultat.motif == "epuise":
        raise RefusAction(TROP_D_ESSAIS, fin=True)
    if resultat.motif == "expire":
        raise PreuveRefusee("code", f"Ce code a plus de {preuve.minutes} minutes. Cliquez sur « Renvoyer le code ».")
    if resultat.motif == "absent":
        raise PreuveRefusee("code", "Ce code n’est plus valable. Cliquez sur « Renvoyer le code ».")
    reste = (
        "Il vous reste un essai."
        if resultat.essais_restants == 1
        else f"Il vous reste {resultat.essais_restants} essais."
    )
    if sans_carte:
        raise PreuveRefusee("serie", f"{SERIE_REFUSEE} {reste}")
    par = "SMS" if preuve.par_sms(contexte) else "courriel"
    raise PreuveRefusee("code", f"Ce n’est pas le code reçu par {par}. {reste}")


def tient_encore(preuve: Preuve, contexte: Contexte, donnee: dict[str, Any]) -> bool:
    """At the deposit: was the code given for this draft and this very object, and is the card still active? One query."""
    liaison = preuve.liaison(contexte)
    if donnee.get("liaison") != liaison:
        return False
    donne = CodeSecurite.objects.filter(
        compte=contexte.compte, usage=preuve.usage, liaison=liaison, utilise_le__isnull=False
    )
    if not preuve.serie:
        return donne.exists()
    actives: Any = cartes_vitale.actives(contexte.assure.personne_id)
    return bool(actives.filter(Exists(donne), public_id=donnee["carte"]).exists())


def _patienter(attente: timedelta) -> str:
    """How long to wait, without an hour: limits follow the wall clock, pages the clock of the site."""
    if attente <= timedelta(minutes=1):
        return "Un code vient de partir. Attendez une minute avant d’en demander un autre."
    return "Nous vous avons déjà envoyé plusieurs codes aujourd’hui. Réessayez demain, ou appelez le 36 46."
