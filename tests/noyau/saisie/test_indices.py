"""Each hint that sends the person to a paper has samples of that paper, and its field reads them all."""

from __future__ import annotations

import re

from django import forms

from accounts.securite.captcha.champ import ChampCaptcha
from ameli.noyau.saisie import champs
from ameli.noyau.saisie.champs_choses import ChampCodeBarres
from ameli.noyau.saisie.champs_dates import ChampDate
from demarches.catalogue.pension_invalidite.cas import ChampSiret
from tests.noyau.saisie import papiers
from tests.noyau.saisie.test_champs import champs_du_produit

# As the hints say it: « Comme sur votre RIB », « Il est écrit en haut de la carte », « Sur votre bulletin de paie ».
PAPIER = re.compile(
    r"comme sur|tel qu|recopi|écrit|imprim|inscrit|celui de|celle de|sur (?:votre|sa|son|la|le) ", re.IGNORECASE
)
ECHANTILLONS: dict[type[forms.Field], tuple[str, ...]] = {
    ChampDate: papiers.DATES,
    ChampSiret: papiers.SIRETS,
    champs.ChampNir: papiers.CARTES,
    champs.ChampSerie: papiers.SERIES,
    champs.ChampBic: papiers.BICS,
    champs.ChampIban: papiers.RIBS,
    champs.ChampCode: papiers.CODES_D_UNE_LETTRE,
    ChampCodeBarres: papiers.CODES_BARRES,
    champs.ChampReferenceAvis: papiers.REFERENCES,
    champs.ChampTelephone: papiers.TELEPHONES,
    champs.ChampCodePostal: papiers.CODES_POSTAUX,
    champs.ChampMontant: papiers.MONTANTS,
    champs.ChampDecimal: papiers.FACTURES,
}
LIBRES = {  # kept as they are typed: names are compared by `noms`, which has samples of its own
    "nom": papiers.NOMS, "prenom": papiers.NOMS, "titulaire": papiers.NOMS, "nom_lu": papiers.NOMS, "titre_numero": papiers.TITRES_DE_SEJOUR,
    "code": papiers.CODES_D_ECRAN,
}  # fmt: skip


def echantillons(nom: str, champ: forms.Field) -> tuple[str, ...]:
    if isinstance(champ, champs.ChampCodeImprime):
        code = (champ.alphabet * champ.longueur)[: champ.longueur]
        return (
            code,
            code.upper(),
            f"Code : {code}",
            " ".join(re.findall(".{1,4}", code)),
            "-".join(re.findall(".{1,4}", code)),
        )
    return next((lus for genre, lus in ECHANTILLONS.items() if isinstance(champ, genre)), LIBRES.get(nom, ()))


def test_each_hint_that_names_a_paper_has_its_samples(db):
    """On a practice site too, where a barcode of France or a residence permit looks like a true number of somebody."""
    nommes = [
        (ou, champ)
        for ou, champ in champs_du_produit()
        if isinstance(champ.widget, forms.TextInput | forms.DateInput)
        and not isinstance(champ, ChampCaptcha)
        and PAPIER.search(f"{champ.label} {champ.help_text}")
    ]
    assert len(nommes) > 25
    for ou, champ in nommes:
        connus = echantillons(ou.rpartition(".")[2], champ)
        assert connus, ou
        for ecrit in connus:
            assert champ.clean(ecrit), (ou, ecrit)
