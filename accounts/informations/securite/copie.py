"""Make the copy of somebody's data: each floor tells what it holds, the due date writes it down twice, to read and to reuse.

The whole numbers are in it (IBAN, NIR): they are the person's own. It is therefore encrypted at rest, asked for and taken
behind the password, and forgotten after a week.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from accounts.messagerie.depot import deposer_message
from accounts.models import Assure, CopieDesDonnees
from ameli.noyau import formats
from ameli.noyau.echeances import planifier
from ameli.noyau.echeances.models import Echeance
from ameli.noyau.horloge import maintenant
from ameli.noyau.journal import declarer_genre, journaliser

declarer_genre("donnees.copie", "{acteur} : copie des données demandée")
declarer_genre("donnees.telechargees", "{acteur} : copie des données téléchargée")

GARDEE = timedelta(days=7)
NOM = "mes-donnees-ameli.zip"


@dataclass(frozen=True)
class Section:
    """One table of the copy: its title, and rows whose keys are its columns, in French."""

    titre: str
    lignes: list[dict[str, Any]]


# Upper floors add theirs when they start (`<app>.gestionnaires`): what they hold of a file.
CONTRIBUTIONS: list[Callable[[Assure], Iterable[Section]]] = []


def demander(assure: Assure, acteur: str) -> CopieDesDonnees:
    """Ask for a copy; the one that is being made already when there is one."""
    le = maintenant()
    try:
        with transaction.atomic():
            copie = CopieDesDonnees.objects.create(
                assure=assure, nom=NOM, type_mime="application/zip", taille=0, depose_le=le
            )
            planifier(
                "donnees.copie", objet=f"copie:{copie.public_id}", du_le=le, cle=f"donnees.copie:{copie.public_id}"
            )
            journaliser("donnees.copie", acteur=acteur, assure_ref=assure.public_id, objet=f"copie:{copie.public_id}")
    except IntegrityError:
        return CopieDesDonnees.objects.de(assure).get(prete_le=None)
    return copie


def preparer(echeance: Echeance) -> None:
    """The due date: write the copy, tell the person, plan its end."""
    copie = _de(echeance)
    if copie is None or copie.prete_le is not None:
        return
    copie.ecrire(composer(copie.assure))
    copie.prete_le = echeance.du_le
    copie.expire_le = echeance.du_le + GARDEE
    copie.save(update_fields=["fichier", "taille", "prete_le", "expire_le"])
    planifier("donnees.effacer", objet=echeance.objet, du_le=copie.expire_le, cle=f"donnees.effacer:{copie.public_id}")
    deposer_message(
        copie.assure, sujet="La copie de vos données est prête", gabarit="copie_prete", le=echeance.du_le,
        cle=f"copie:{copie.public_id}", contexte={"jusqu_a": formats.jour(copie.expire_le), "caisse": copie.assure.caisse.nom},
    )  # fmt: skip


def effacer(echeance: Echeance) -> None:
    """A week later nothing is left of it."""
    copie = _de(echeance)
    if copie is not None:
        copie.effacer()


def composer(assure: Assure) -> bytes:
    """A ZIP of the same data twice: JSON for a machine, a page for a person."""
    sections = [section for contribuer in CONTRIBUTIONS for section in contribuer(assure)]
    contenu = {section.titre: section.lignes for section in sections}
    texte = json.dumps(contenu, ensure_ascii=False, indent=2, default=str)
    page = render_to_string(
        "informations/securite/copie.html", {"sections": sections, "le": maintenant(), "assure": assure}
    )
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mes-donnees.json", texte)
        archive.writestr("mes-donnees.html", page)
    return sortie.getvalue()


def _de(echeance: Echeance) -> CopieDesDonnees | None:
    copies = CopieDesDonnees.objects.systeme("the due date of a copy").select_related(
        "assure__personne", "assure__caisse"
    )
    return copies.filter(public_id=echeance.objet.removeprefix("copie:")).first()
