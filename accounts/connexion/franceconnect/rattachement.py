"""Tie an identity of FranceConnect to an account: by issuer and `sub` once it is done, by the pivot identity the first time.

The first time, the person also types their number, once (chapter 1 § 3.2): two people may share a civil status, and an
identity that was stolen elsewhere must not be enough. Who has no account opens one so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.connexion import voies
from accounts.connexion.adresse_courriel import confirmation
from accounts.connexion.franceconnect.identite import IdentiteIncomplete, IdentitePivot, lire, rapprocher
from accounts.connexion.identification import comptes
from accounts.connexion.premiere_visite.ouverture import prevenir_par_lettre
from accounts.models import Assure, Compte, LienFranceConnect, Personne
from accounts.securite import alertes
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.horloge import aujourdhui, maintenant, temps_reel
from ameli.noyau.journal import declarer_genre, journaliser

declarer_genre("franceconnect.rattache", "{acteur} : identité FranceConnect rattachée au compte")
declarer_genre("compte.ouvert_franceconnect", "{acteur} : compte ouvert avec FranceConnect")

CLE = "franceconnect_rattachement"
JETON = "franceconnect_jeton"
DUREE = timedelta(minutes=10)
AGE_MINIMUM = 16  # chapter 1 § 6


class Impossible(Exception):
    """The person cannot go on; `motif` names the screen (`ecrans.ECRANS`)."""

    def __init__(self, motif: str) -> None:
        super().__init__(motif)
        self.motif = motif


@dataclass(frozen=True)
class EnCours:
    """An identity that was proved and waits for the number of its owner. In the session: no civil status, no number."""

    emetteur: str
    sub_empreinte: str
    assure: str  # public id
    courriel: str
    suite: str
    jeton: str
    fin: float

    @classmethod
    def de(cls, request: HttpRequest) -> EnCours | None:
        """What waits in this session, unless it waited too long."""
        garde = request.session.get(CLE)
        attente = cls(**garde) if garde else None
        return attente if attente is not None and temps_reel().timestamp() < attente.fin else None

    def garder(self, request: HttpRequest) -> None:
        """Under a new session key: nobody else can have prepared this one."""
        request.session.cycle_key()
        request.session[CLE] = dict(self.__dict__)

    @property
    def dossier(self) -> Assure | None:
        """The file that was found; None when it went away meanwhile."""
        dossiers = Assure.objects.systeme("identity proved by FranceConnect").select_related("personne", "compte")
        return dossiers.filter(public_id=self.assure).first()


def empreinte_du_sub(emetteur: str, sub: str) -> str:
    return empreinte("franceconnect", f"{emetteur}\n{sub}")


def compte_lie(emetteur: str, sub: str) -> Compte | None:
    """The account that this identity opens. One query."""
    return comptes().filter(
        liens_franceconnect__emetteur=emetteur, liens_franceconnect__sub_empreinte=empreinte_du_sub(emetteur, sub)
    ).first()  # fmt: skip


def preparer(dits: dict[str, Any], emetteur: str, *, suite: str, jeton: str) -> EnCours:
    """The one file of an identity seen for the first time. Raises Impossible."""
    try:
        pivot = lire(dits)
    except IdentiteIncomplete:
        raise Impossible("sans-dossier") from None
    assure = dossier_de(pivot)
    compte = Compte.objects.filter(assure=assure).only("pk").first()
    if compte is not None and LienFranceConnect.objects.filter(compte=compte, emetteur=emetteur).exists():
        raise Impossible("deja-rattache")
    if compte is None:
        _exiger_qu_un_compte_soit_possible(assure)
    courriel = dits.get("email")
    return EnCours(
        emetteur=emetteur, sub_empreinte=empreinte_du_sub(emetteur, dits["sub"]), assure=assure.public_id, suite=suite,
        courriel=courriel if compte is None and isinstance(courriel, str) and len(courriel) <= 254 else "",
        jeton=jeton, fin=(temps_reel() + DUREE).timestamp(),
    )  # fmt: skip


def dossier_de(pivot: IdentitePivot) -> Assure:
    """The one file of a pivot identity. One query. Raises Impossible for none and for several."""
    candidats = Personne.objects.filter(
        date_naissance=pivot.naissance, lieu_naissance_insee=pivot.lieu, sexe=pivot.sexe, assure__isnull=False
    )
    trouves = rapprocher(pivot, candidats.select_related("assure").order_by("id"))
    if not trouves:
        raise Impossible("sans-dossier")
    if len(trouves) > 1:
        raise Impossible("homonymes")
    return trouves[0].assure


def _exiger_qu_un_compte_soit_possible(assure: Assure) -> None:
    if assure.personne.age(aujourdhui()) < AGE_MINIMUM:
        raise Impossible("trop-jeune")
    if not assure.personne.numero_definitif:
        raise Impossible("sans-dossier")


def lier(attente: EnCours, assure: Assure, courriel: str = "") -> Compte:
    """Tie the identity, opening the account when there is none. Raises Impossible when somebody else was quicker."""
    compte = getattr(assure, "compte", None)
    try:
        with transaction.atomic():
            if compte is None:
                compte = _ouvrir(assure, courriel)
            LienFranceConnect.objects.create(
                compte=compte, emetteur=attente.emetteur, sub_empreinte=attente.sub_empreinte, lie_le=maintenant()
            )
            journaliser("franceconnect.rattache", acteur=compte.acteur, assure_ref=assure.public_id)
            alertes.franceconnect(compte, temps_reel())
    except IntegrityError:
        raise Impossible("deja-rattache") from None
    return comptes().get(pk=compte.pk)


def _ouvrir(assure: Assure, courriel: str) -> Compte:
    """Without password: the person chooses one when they want one. The address stays to be confirmed."""
    compte = Compte.objects.creer_pour(assure, courriel=courriel, mot_de_passe=None)
    Compte.objects.filter(pk=compte.pk).update(ouvert_le=maintenant())
    confirmation.demander(compte)
    prevenir_par_lettre(assure, compte, voies.FRANCECONNECT)
    journaliser("compte.ouvert_franceconnect", acteur=compte.acteur, assure_ref=assure.public_id)
    return compte
