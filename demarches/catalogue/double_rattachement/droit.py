"""The life of a second attachment: opened, suspended when a parent says that it is not planned, resumed, ended; both end at 18."""

from __future__ import annotations

from datetime import datetime

from accounts.dossier import droits, rattachements
from accounts.dossier.droits import TERME
from accounts.informations import adresse
from accounts.messagerie.depot import deposer_message
from accounts.models import Assure, Beneficiaire, Personne
from ameli.noyau.calendrier import jour_de
from ameli.noyau.envois import deposer_lettre
from demarches.catalogue.double_rattachement import regles
from demarches.catalogue.double_rattachement.models import Rattachement


def ouvrir(
    origine: Beneficiaire, chez: Assure, *, referent: bool, acteur: str, cause: str, le: datetime
) -> Rattachement:  # fmt: skip
    """The child of `origine` stands in the file `chez` from the day of `le` on. Raises DossierComplet."""
    beneficiaire = rattachements.joindre(origine, chez, referent=referent, acteur=acteur, cause=cause, le=le)
    neuf = Rattachement(
        assure=chez, personne=origine.personne, demandeur=origine.assure, beneficiaire=beneficiaire, du=jour_de(le),
        au=regles.dernier_jour(origine.personne.date_naissance), cause=cause,
    )  # fmt: skip
    return droits.ouvrir(neuf, acteur=acteur, le=le)


def suspendre(rattachement: Rattachement, *, acteur: str, le: datetime) -> None:
    """The second parent says that it is not planned: the child leaves that file at once, until somebody has looked."""
    droits.suspendre(rattachement, acteur=acteur, le=le, motif=Rattachement.PAS_PREVU)
    _detacher(rattachement, acteur, le)


def reprendre(rattachement: Rattachement, *, acteur: str, le: datetime) -> None:
    """Somebody has looked: the child stands in the second file again. The référent stays who it is. Raises DossierComplet."""
    repris = droits.reprendre(rattachement, acteur=acteur)
    origine = Beneficiaire.objects.de(repris.demandeur).get(personne=repris.personne)
    rattachements.joindre(origine, repris.assure, referent=False, acteur=acteur, cause=repris.cause, le=le)


def finir(rattachement: Rattachement, *, acteur: str, le: datetime) -> None:
    """An agent ends it, with effect at once."""
    droits.clore(rattachement, acteur=acteur, le=le, motif=Rattachement.FIN)
    _detacher(rattachement, acteur, le)


def _detacher(rattachement: Rattachement, acteur: str, le: datetime) -> None:
    ligne = Beneficiaire.objects.de(rattachement.assure).select_related("assure", "personne").get(
        pk=rattachement.beneficiaire_id
    )  # fmt: skip
    rattachements.detacher(ligne, acteur=acteur, cause=rattachement.cause, le=le)


def a_la_fin(rattachement: Rattachement, le: datetime) -> None:
    """At 18 both attachments end, and each parent is told by letter, unless the child has died; another end is told by whoever decided it."""
    if rattachement.motif != TERME:
        return
    enfant = rattachement.personne
    for ligne in rattachements.a_la_majorite(enfant, acteur="horloge", cause=rattachement.cause, le=le):
        if enfant.date_deces is None and ligne.silence_le is None:
            _dire_la_majorite(ligne.assure, enfant, le)


def _dire_la_majorite(assure: Assure, enfant: Personne, le: datetime) -> None:
    contexte, cle = (
        {"prenom": enfant.prenom, "caisse": assure.caisse},
        f"majorite:{enfant.public_id}:{assure.public_id}",
    )
    deposer_message(
        assure,
        sujet="La majorité de votre enfant",
        gabarit="double_rattachement/majorite",
        contexte=contexte,
        cle=cle,
        le=le,
    )
    ou = adresse.actuelle(assure)
    if ou is not None:
        deposer_lettre(
            a="\n".join([str(assure.personne), *ou.lignes]), gabarit="double_rattachement_majorite", cle=cle,
            assure_ref=assure.public_id, contexte=contexte,
        )  # fmt: skip


droits.declarer(Rattachement, a_la_fin=a_la_fin)
