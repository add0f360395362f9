"""What an organism says of one contract of one person: all of it, each time. The latest word holds, whatever the order of arrival."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from accounts.dossier import complementaires
from accounts.models import Assure, AvisOrganisme, LiaisonComplementaire, OrganismeComplementaire, Personne
from ameli.noyau.chiffrement import empreinte
from ameli.noyau.unicite import inserer_une_fois

ACTEUR = "systeme:avis d’un organisme complémentaire"
TEXTES = {"avis": 64, "contrat": 30, "assure": 13, "personne": 13}


class AvisRefuse(ValueError):
    """It cannot be followed: `code` is for the organism ("format", "personne_inconnue", "avis_deja_utilise"), `champ` says where."""

    def __init__(self, code: str, champ: str = "") -> None:
        super().__init__(code)
        self.code, self.champ = code, champ


@dataclass(frozen=True)
class Avis:
    """`assure` is the NIR (13 signs) of the person on whose file the contract is, `personne` that of whom it covers.

    `avis` is drawn by the organism, once for each notice; `emis_le` is when it was true there. `au` None: open.
    """

    avis: str
    emis_le: datetime
    assure: str
    personne: str
    contrat: str
    du: date
    au: date | None
    collectif: bool


def lire(corps: bytes) -> Avis:
    """Raises AvisRefuse ("format")."""
    try:
        brut = json.loads(corps)
    except (ValueError, RecursionError):
        raise AvisRefuse("format") from None
    if not isinstance(brut, dict):
        raise AvisRefuse("format")
    textes = {nom: _texte(brut, nom, longueur) for nom, longueur in TEXTES.items()}
    emis_le = _lu(brut, "emis_le", datetime.fromisoformat)
    du, au = _lu(brut, "du", date.fromisoformat), _lu(brut, "au", date.fromisoformat, facultatif=True)
    if emis_le.tzinfo is None:
        raise AvisRefuse("format", "emis_le")
    if not isinstance(brut.get("collectif", False), bool):
        raise AvisRefuse("format", "collectif")
    return Avis(**textes, emis_le=emis_le, du=du, au=au, collectif=brut.get("collectif", False))


@transaction.atomic
def recevoir(numero: str, corps: bytes, *, le: datetime) -> str:
    """Follow a notice that `numero` signed: "enregistre", "deja_recu" (the same again) or "depasse" (a later one came first).

    Raises AvisRefuse.
    """
    avis = lire(corps)
    organisme = OrganismeComplementaire.objects.filter(numero=numero).first()
    if organisme is None:
        raise AvisRefuse("organisme_inconnu")
    assure, personne = _trouver(avis)
    recu, neuf = inserer_une_fois(
        AvisOrganisme(cle=f"{numero}:{avis.avis}", empreinte=sha256(corps).hexdigest(), recu_le=le)
    )
    if not neuf:
        if recu.empreinte != sha256(corps).hexdigest():
            raise AvisRefuse("avis_deja_utilise", "avis")
        return "deja_recu"
    return _suivre(avis, organisme, assure, personne, le)


def _suivre(avis: Avis, organisme: OrganismeComplementaire, assure: Assure, personne: Personne, le: datetime) -> str:
    connue = _liaison(avis, organisme, assure, personne)
    if connue is not None and connue.recue_le is not None and connue.recue_le >= avis.emis_le:
        return "depasse"
    if connue is not None and avis.au is not None:
        complementaires.clore(
            connue, au=avis.au, le=le, acteur=ACTEUR, cause=LiaisonComplementaire.AVIS, recue_le=avis.emis_le
        )
    elif connue is None or connue.ecartee_le is not None or connue.au is not None or connue.du != avis.du:
        complementaires.ouvrir(
            assure, personne, organisme, du=avis.du, au=avis.au, numero=avis.contrat, collectif=avis.collectif,
            le=le, acteur=ACTEUR, cause="avis de l’organisme", recue_le=avis.emis_le,
        )  # fmt: skip
    return "enregistre"


def _liaison(
    avis: Avis, organisme: OrganismeComplementaire, assure: Assure, personne: Personne
) -> LiaisonComplementaire | None:
    """The latest row of this contract."""
    siennes = complementaires.de_toujours(assure).get(personne.pk, [])
    trouvees = [une for une in siennes if une.organisme_id == organisme.pk and une.numero == avis.contrat]
    return trouvees[-1] if trouvees else None


def _trouver(avis: Avis) -> tuple[Assure, Personne]:
    """One answer, whoever is unknown."""
    dossiers = Assure.objects.systeme("an organism names the file").select_related("personne", "caisse")
    assure = dossiers.filter(personne__nir_empreinte=empreinte("nir", avis.assure)).first()
    personne = Personne.objects.filter(nir_empreinte=empreinte("nir", avis.personne)).first()
    if assure is None or personne is None:
        raise AvisRefuse("personne_inconnue")
    try:
        complementaires.exiger_du_dossier(assure, personne)
    except complementaires.PersonneInconnue:
        raise AvisRefuse("personne_inconnue") from None
    return assure, personne


def _texte(brut: dict[str, Any], nom: str, longueur: int) -> str:
    valeur = brut.get(nom)
    if not isinstance(valeur, str) or not 0 < len(valeur) <= longueur or not valeur.isprintable():
        raise AvisRefuse("format", nom)
    return valeur


def _lu(brut: dict[str, Any], nom: str, lecture: Any, *, facultatif: bool = False) -> Any:
    valeur = brut.get(nom)
    if valeur is None and facultatif:
        return None
    try:
        return lecture(valeur)
    except (TypeError, ValueError):
        raise AvisRefuse("format", nom) from None
