"""Two proofs before money changes its way: a code sent to the known address, the serial of the person's own card.

Tries of the code and of the serial are counted together: whoever looks for one has three tries, not three times three.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import CarteVitale, CodeSecurite
from accounts.securite import codes
from ameli.noyau import formats
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.envois import deposer_courriel
from demarches.catalogue.iban.regles import controle
from demarches.moteur.declaration import Contexte, RefusAction

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


def envoyer_si_besoin(contexte: Contexte) -> None:
    """After the IBAN: send a code, unless one is alive for this draft and this IBAN. Raises RefusAction."""
    if _vivant(contexte) is None and not _prouve(contexte):
        envoyer(contexte)


def envoyer(contexte: Contexte) -> None:
    """Send a new code; the former one dies. Raises RefusAction when one must wait, or when no try is left."""
    if _epuise(contexte):
        raise RefusAction(TROP_D_ESSAIS)
    try:
        code = codes.emettre(contexte.compte, USAGE, liaison(contexte), chiffres=4, duree=controle.DUREE_DU_CODE)
    except codes.TropDeCodes as attente:
        raise RefusAction(
            f"Un code vient de vous être envoyé, ou vous en avez demandé trop. Attendez {formats.quand(attente.jusqu_a)}."
        ) from attente
    ligne = _codes(contexte).order_by("-id").only("pk").first()
    assert ligne is not None
    deposer_courriel(
        a=contexte.compte.email, gabarit="iban_code", contexte={"code": code, "minutes": controle.MINUTES_DU_CODE},
        cle=f"iban_code:{ligne.pk}", assure_ref=contexte.assure.public_id,
    )  # fmt: skip


def envoye_le(contexte: Contexte) -> datetime | None:
    """When the living code was sent (domain clock), or None."""
    vivant = _vivant(contexte)
    return vivant.emis_le if vivant else None


def prouver(contexte: Contexte, *, code: str, serie: str) -> dict[str, Any]:
    """Check both, in one try. Returns what the draft may keep: which IBAN was proved, with which card.

    Raises PreuveRefusee, and RefusAction when no try is left: the draft ends there.
    """
    if _epuise(contexte):
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
            "code", f"Ce code a plus de {controle.MINUTES_DU_CODE} minutes. Cliquez sur « Renvoyer le code »."
        )
    if resultat.motif == "absent":
        raise PreuveRefusee("code", "Ce code n’est plus valable. Cliquez sur « Renvoyer le code ».")
    reste = (
        "Il vous reste un essai."
        if resultat.essais_restants == 1
        else f"Il vous reste {resultat.essais_restants} essais."
    )
    if carte is None:
        raise PreuveRefusee("serie", f"{SERIE_REFUSEE} {reste}")
    raise PreuveRefusee("code", f"Ce n’est pas le code reçu par courriel. {reste}")


def tient_encore(contexte: Contexte) -> bool:
    """At the deposit: the code was given for this draft and this very IBAN, and the card is still active."""
    preuve = contexte.reponses.get("securite", {})
    return preuve.get("liaison") == liaison(contexte) and _prouve(contexte) and _active(contexte, preuve.get("carte"))


def liaison(contexte: Contexte) -> str:
    """What a code is good for: this draft, this IBAN."""
    assert contexte.brouillon is not None
    return f"{contexte.brouillon.public_id}:{empreinte('iban', contexte.reponses['compte']['iban'])}"


def carte_active(contexte: Contexte, serie: str) -> CarteVitale | None:
    """The card of this serial if it is the person's own and active: an unknown one, another's and a lost one look the same."""
    return CarteVitale.objects.filter(
        personne_id=contexte.assure.personne_id,
        etat=CarteVitale.Etat.ACTIVE,
        serie_empreinte=empreinte("serie_vitale", serie),
    ).first()


def _active(contexte: Contexte, public_id: Any) -> bool:
    cartes = CarteVitale.objects.filter(personne_id=contexte.assure.personne_id, etat=CarteVitale.Etat.ACTIVE)
    return cartes.filter(public_id=public_id or "").exists()


def _codes(contexte: Contexte) -> Any:
    return CodeSecurite.objects.filter(compte=contexte.compte, usage=USAGE, liaison=liaison(contexte))


def _vivant(contexte: Contexte) -> CodeSecurite | None:
    return _codes(contexte).filter(utilise_le=None, annule_le=None, expire_le__gt=contexte.le).first()


def _epuise(contexte: Contexte) -> bool:
    essais = codes.POLITIQUES[USAGE].essais
    return _codes(contexte).filter(utilise_le=None, essais__gte=essais).exists()


def _prouve(contexte: Contexte) -> bool:
    return codes.deja_verifie(contexte.compte, USAGE, liaison(contexte)) and "securite" in contexte.reponses
