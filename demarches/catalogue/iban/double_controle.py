"""Two proofs before money changes its way: a code sent to the known address, the serial of the person's own card.

Tries of the code and of the serial are counted together: whoever looks for one has three tries, not three times three.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists

from accounts.informations import cartes_vitale
from accounts.models import CarteVitale, CodeSecurite
from accounts.securite import codes
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.envois import Trajet, deposer_courriel, trajet
from ameli.noyau.horloge import temps_reel
from demarches.catalogue.iban.regles import controle
from demarches.moteur.declaration import Contexte, RefusAction

LE_TEMPS_DE_PARTIR = timedelta(seconds=20)
USAGE = "iban"
TROP_D_ESSAIS = (
    "Trois essais n’ont pas réussi. Par sécurité, votre demande est effacée. "
    "Recommencez-la, ou appelez le 36 46 pour la faire avec un conseiller."
)
SERIE_REFUSEE = "Ce numéro n’est pas celui d’une carte Vitale active de votre dossier."


class PreuveRefusee(Exception):
    """One of the two is not right: the field (or None) and the sentence to show."""

    def __init__(self, champ: str | None, phrase: str) -> None:
        super().__init__(phrase)
        self.champ, self.phrase = champ, phrase


@dataclass(frozen=True)
class Suivi:
    """The codes already sent for this draft and this IBAN, read in one query."""

    emis: list[CodeSecurite]
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
        """True when a code died of its three wrong tries: the request must start again."""
        return any(not c.utilise_le and c.essais >= codes.POLITIQUES[USAGE].essais for c in self.emis)


def suivre(contexte: Contexte) -> Suivi:
    """What was sent so far."""
    lignes = CodeSecurite.objects.filter(compte=contexte.compte, usage=USAGE, liaison=liaison(contexte))
    return Suivi(list(lignes.order_by("-id")), contexte.le)


def envoyer_si_besoin(contexte: Contexte) -> None:
    """After the IBAN: send a code, unless one is alive for this draft and this IBAN. Raises RefusAction."""
    suivi = suivre(contexte)
    if suivi.vivant is None and not (suivi.prouve and "securite" in contexte.reponses):
        envoyer(contexte, suivi)


def envoyer(contexte: Contexte, suivi: Suivi | None = None) -> None:
    """Send a new code; the former one dies. Raises RefusAction when one must wait, or when no try is left."""
    suivi = suivi or suivre(contexte)
    if suivi.epuise:
        raise RefusAction(TROP_D_ESSAIS)
    try:
        code = codes.emettre(contexte.compte, USAGE, liaison(contexte), chiffres=4, duree=controle.DUREE_DU_CODE)
    except codes.TropDeCodes as attente:
        raise RefusAction(_patienter(attente.jusqu_a - temps_reel())) from attente
    deposer_courriel(
        a=contexte.compte.email, gabarit="iban_code", contexte={"code": code, "minutes": controle.MINUTES_DU_CODE},
        cle=f"{_cle(contexte)}{temps_reel().timestamp():.6f}", assure_ref=contexte.assure.public_id,
    )  # fmt: skip


def renvoyer(contexte: Contexte) -> str:
    """« Renvoyer le code »."""
    envoyer(contexte)
    return "Un nouveau code vient de partir. L’ancien ne vaut plus rien."


def trajet_du_code(contexte: Contexte, envoye_le: datetime | None) -> Trajet:
    """Where the mail of the last code is; nobody looks before it had the time to leave."""
    recent = envoye_le is not None and contexte.le - envoye_le < LE_TEMPS_DE_PARTIR
    return Trajet.EN_ROUTE if recent else trajet(_cle(contexte))


def envoye_le(contexte: Contexte) -> datetime | None:
    """When the living code was sent (domain clock), or None."""
    vivant = suivre(contexte).vivant
    return vivant.emis_le if vivant else None


def prouver(contexte: Contexte, *, code: str, serie: str) -> dict[str, Any]:
    """Check both, in one try. Returns what the draft may keep: which IBAN was proved, with which card.

    Raises PreuveRefusee, and RefusAction when no try is left: the draft ends there.
    """
    if suivre(contexte).epuise:
        raise RefusAction(TROP_D_ESSAIS, fin=True)
    carte = carte_active(contexte, serie)
    # A wrong serial costs a try like a wrong code, and leaves the right code alive.
    resultat = codes.verifier(contexte.compte, USAGE, liaison(contexte), code if carte else "")
    if resultat.valide and carte:
        return {"liaison": liaison(contexte), "carte": carte.public_id}
    if resultat.motif == "epuise":
        raise RefusAction(TROP_D_ESSAIS, fin=True)
    if resultat.motif == "expire":
        raise PreuveRefusee(
            "code", f"Ce code a plus de {controle.MINUTES_DU_CODE} minutes. Cliquez sur « Renvoyer le code »."
        )
    if resultat.motif == "absent":
        raise PreuveRefusee("code", "Ce code n’est plus valable. Cliquez sur « Renvoyer le code ».")
    reste = (
        "Il vous reste un essai."
        if resultat.essais_restants == 1
        else f"Il vous reste {resultat.essais_restants} essais."
    )
    if carte is None:
        raise PreuveRefusee("serie", f"{SERIE_REFUSEE} {reste}")
    raise PreuveRefusee("code", f"Ce n’est pas le code reçu par courriel. {reste}")


def tient_encore(contexte: Contexte) -> bool:
    """At the deposit: the code was given for this draft and this very IBAN, and the card is still active. One query."""
    preuve = contexte.reponses.get("securite", {})
    if preuve.get("liaison") != liaison(contexte):
        return False
    donne = CodeSecurite.objects.filter(
        compte=contexte.compte, usage=USAGE, liaison=preuve["liaison"], utilise_le__isnull=False
    )
    return cartes_vitale.actives(contexte.assure.personne_id).filter(Exists(donne), public_id=preuve["carte"]).exists()


def liaison(contexte: Contexte) -> str:
    """What a code is good for: this draft, this IBAN."""
    assert contexte.brouillon is not None
    return f"{contexte.brouillon.public_id}:{empreinte('iban', contexte.reponses['compte']['iban'])}"


def carte_active(contexte: Contexte, serie: str) -> CarteVitale | None:
    """The card of this serial if it is the person's own and active: an unknown one, another's and a lost one look the same."""
    return cartes_vitale.reconnaitre(contexte.assure.personne_id, serie)


def _cle(contexte: Contexte) -> str:
    """How the keys of the mails of this draft and this IBAN begin."""
    return f"iban_code:{liaison(contexte)}:"


def _patienter(attente: timedelta) -> str:
    """How long to wait, without an hour: limits follow the wall clock, pages the clock of the site."""
    if attente <= timedelta(minutes=1):
        return "Un code vient de partir. Attendez une minute avant d’en demander un autre."
    return "Nous vous avons déjà envoyé plusieurs codes aujourd’hui. Réessayez demain, ou appelez le 36 46."
