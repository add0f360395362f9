"""What home says of a control of receipts, to who has the service on: it costs the others no query."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from accounts.a_faire import Ligne, Regard, Urgence
from accounts.informations import parametres
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from demarches.catalogue.sans_gluten import controle, regles
from demarches.moteur.models_attente import Attente


def lignes(regard: Regard) -> Iterable[Ligne]:
    """One for each request whose labels and receipts are awaited."""
    if not parametres.actif(regard.compte, regles.PREFERENCE):
        return
    siennes = Attente.objects.de(regard.assure).filter(nom=controle.CONTROLE, demarche__teleservice=regles.CODE)
    for une in siennes.ouvertes().select_related("demarche"):
        yield Ligne(
            "document", f"Votre caisse attend un document : {une.libelle}",
            f"Pour « Prise en charge de produits ». À envoyer au plus tard le {formats.jour(une.echeance)}.",
            reverse("demarches:detail", args=[une.demarche.reference]), "Envoyer", "piece", "jusqu’au", le=jour_de(une.echeance),
            urgence=Urgence.PRESSE,
        )  # fmt: skip
