"""What nobody should type, at each step of a téléservice: read, or refused in a sentence of ours; never a breakdown."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from ameli.noyau.saisie.signes import invisible
from demarches.moteur.declaration import Etape
from tests.catalogue.marche import Marche
from tests.gardes.test_mauvaises_saisies import COURTES, DE_DJANGO, dites
from tests.outils.accessibilite import lire

PARTOUT = ("\x00", "\u3164", "<script>")  # in every field of a page at once, those that nobody types too


def fautes_de(marche: Marche, etape: Etape) -> list[str]:
    """What is wrong with this step of a walk that has answered it."""
    champs = etape.remplir(marche.parcours.contexte).fields
    tapes = [
        nom
        for nom, champ in champs.items()
        if isinstance(champ.widget, forms.TextInput | forms.Textarea) and not champ.widget.is_hidden
    ]
    fautes = [
        f"{etape.nom}.{nom}: {faute}" for nom in tapes for ecrit in COURTES if (faute := _lue(champs[nom], ecrit))
    ]
    for ecrit in PARTOUT:
        with transaction.atomic():
            reponse = marche.envoyer(etape.nom, dict.fromkeys(champs, ecrit))
            if reponse.status_code >= 500:
                fautes.append(f"{etape.nom}: {reponse.status_code} for {ecrit!r}")
            elif reponse.status_code == 200 and not etape.preuve:
                dites(lire(reponse.content.decode()), tapes, ecrit, etape.nom)
            transaction.set_rollback(True)
    return fautes


def _lue(champ: forms.Field, ecrit: str) -> str:
    try:
        lu = champ.clean(ecrit)
    except ValidationError as refus:
        return next((phrase for phrase in refus.messages if DE_DJANGO.search(phrase)), "")
    garde = isinstance(lu, str) and any(invisible(signe) and signe != "\n" for signe in lu)
    return f"keeps what nobody sees in {ecrit!r}" if garde else ""
