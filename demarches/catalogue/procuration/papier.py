"""The paper that the mandataire shows at the desk: who, for what, until when. No number of the person: lost, it would be a whole identity."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse

from ameli.noyau import formats
from demarches.catalogue.procuration import droit, regles
from demarches.catalogue.procuration.models import Procuration
from documents.editions.courrier import EnTete


@dataclass(frozen=True)
class PapierDeProcuration:
    """Frozen; the code is the procuration's own, and the public page that verifies papers does not know it."""

    en_tete: EnTete
    reference: str
    code: str
    mandant: str
    mandataire: str
    naissance: str
    objets: tuple[str, ...]
    periode: str
    donnee_le: str
    nom_fichier: str
    carre: str

    genre = "procuration"
    gabarit = "procuration/papier.html"
    titre = "Procuration pour agir à l’accueil"


def composer(procuration: Procuration) -> PapierDeProcuration:
    """The paper of a procuration that runs (with its file and caisse)."""
    mandataire = procuration.mandataire
    assert mandataire is not None
    return PapierDeProcuration(
        en_tete=EnTete.de(procuration.assure.caisse),
        reference=procuration.reference,
        code=f"{procuration.code_verif[:4]}{formats.INSECABLE}{procuration.code_verif[4:]}",
        mandant=str(procuration.personne),
        mandataire=mandataire.entier,
        naissance=formats.jour(mandataire.naissance),
        objets=tuple(libelle for code, libelle in regles.OBJETS.items() if code in procuration.objets),
        periode=procuration.periode,
        donnee_le=formats.jour(procuration.du),
        nom_fichier=droit.nom_fichier(procuration),
        carre=segno.make(f"{settings.URL_PUBLIQUE}{reverse('admin:demarches_procuration_verifier')}", error="m", micro=False)
        .svg_data_uri(border=0, dark="#000"),
    )  # fmt: skip
