"""What is shown beside a choice: what it will do before it is sent, its papers afterwards; and the message of somebody who may not choose here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse

from accounts.messagerie.amorces import declarer_amorce
from accounts.models import Assure
from ameli.noyau import formats
from ameli.noyau.calendrier import jour_de
from ameli.noyau.horloge import maintenant
from demarches.catalogue.organisme_complementaire import decomptes, papiers, regles
from demarches.catalogue.organisme_complementaire.reponses import Choix
from demarches.models import Demarche
from demarches.moteur.declaration import Apercu, Contexte, Papier
from paiements.transmissions import a_envoyer


def apercu(contexte: Contexte) -> Apercu | None:
    """Above the last button: from when, what to ask of whom, and that no contract ends here."""
    if not any(une.organisme for une in Choix.du(contexte).choix):
        return None
    conflits = {un.personne.public_id: un for un in regles.conflits(contexte.assure, contexte.le)}
    pour: dict[str, list[str]] = {}
    for une in Choix.du(contexte).choix:
        conflit = conflits.get(une.cle)
        if conflit is not None and une.organisme:
            for ecarte in conflit.organismes:
                if ecarte.public_id != une.organisme:
                    pour.setdefault(ecarte.nom, []).append(conflit.personne.prenom)
    return Apercu(
        total=("Vos remboursements partent de nouveau tout seuls le", formats.date_courte(jour_de(regles.DELAI.apres(contexte.le)))),
        important=regles.RIEN_A_RESILIER,
        phrases=tuple(f"{nom}, pour {formats.enumerer(prenoms)}\u00a0: {regles.A_DEMANDER}" for nom, prenoms in pour.items()),
        avertissement="Les décomptes déjà payés ne repartent pas\u00a0: vous les envoyez vous-même.",
    )  # fmt: skip


def message_prepare(assure: Assure, _: str) -> Mapping[str, str] | None:
    """How the message begins of somebody who may not choose here: each person, and between which organisms."""
    tous = regles.conflits(assure, maintenant())
    if not tous:
        return None
    lignes = "\n".join(
        f"{un.personne.prenom} ({formats.enumerer(organisme.nom for organisme in un.organismes)})\u00a0: "
        for un in tous
    )
    return {
        "sujet": "Choisir ma complémentaire",
        "texte": "Bonjour,\n\nPlusieurs complémentaires sont enregistrées dans mon dossier. "
        f"Voici celle que je garde pour chaque personne\u00a0:\n\n{lignes}\n\nMerci.",
    }


declarer_amorce(regles.MESSAGE, message_prepare)


def suites(contexte: Contexte) -> tuple[str, ...]:
    """What happens next."""
    le: datetime = regles.DELAI.apres(contexte.le)
    return (
        f"Le {formats.jour(jour_de(le))}, vos remboursements partent de nouveau à l’organisme choisi.",
        "D’ici là, vous pouvez modifier votre choix. Le délai de 7 jours recommence.",
        "Envoyez vous-même les décomptes déjà payés\u00a0: ils sont prêts, en un seul fichier.",
        "Imprimez la lettre pour l’organisme écarté. Votre choix ne résilie aucun contrat.",
    )


def de_la_demarche(demarche: Demarche) -> tuple[Papier, ...]:
    """The décomptes to send, as long as there are some, and the letters."""
    if demarche.oubliee_le is not None:
        return ()
    donnes, reference = [], demarche.reference
    bloques = decomptes.de_la_demarche(demarche, jour_de(maintenant()))
    nombre = a_envoyer(demarche.assure, bloques) if bloques is not None else 0
    if nombre:
        quoi = f"{nombre} décomptes à envoyer vous-même" if nombre > 1 else "1 décompte à envoyer vous-même"
        donnes.append(Papier(f"{quoi} (PDF)", reverse("demarches:organisme_pdf", args=[reference])))
        donnes.append(Papier(f"{quoi} (CSV)", reverse("demarches:organisme_csv", args=[reference])))
    for organisme in papiers.ecartes(demarche):
        lien = reverse("demarches:organisme_lettre", args=[reference, organisme.public_id])
        donnes.append(Papier(f"Lettre à {organisme.nom} (PDF)", lien))
    return tuple(donnes)
