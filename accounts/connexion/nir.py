"""Read a NIR as people type it (chapter 1 § 2): 13 or 15 characters, spaces anywhere, small letters for Corsica."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from stdnum.fr.nir import calc_check_digits

from ameli.noyau.saisies import FormeDAbord

FORME = re.compile(r"[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{6}")
SEPARATEURS = re.compile(r"[\s.\-\u2010-\u2015]")


class NirInvalide(ValueError):
    """The text is not a NIR; the message is a French sentence that says what to do and repeats nothing of it."""


def lire_nir(texte: str) -> str:
    """The 13 characters of the NIR in `texte`, its key checked when it is given. Raises NirInvalide."""
    serre = SEPARATEURS.sub("", texte).upper()
    if not re.fullmatch(r"[0-9AB]*", serre):
        raise NirInvalide("Votre numéro contient seulement des chiffres, et la lettre A ou B pour la Corse.")
    if len(serre) not in (13, 15):
        raise NirInvalide("Votre numéro a 13 chiffres, ou 15 avec la clé. Vérifiez qu’il est complet.")
    nir, cle = serre[:13], serre[13:]
    if not FORME.fullmatch(nir):
        raise NirInvalide("Ce numéro n’est pas un numéro de Sécurité sociale. Recopiez celui de votre carte Vitale.")
    if cle and cle != calc_check_digits(nir):
        raise NirInvalide("Les deux derniers chiffres ne correspondent pas au numéro. Vérifiez votre saisie.")
    return nir


class ChampNir(FormeDAbord):
    """A form field that gives the 13 characters. Shown again as it was typed."""

    def __init__(self, **options) -> None:
        options.setdefault("label", "Numéro de Sécurité sociale")
        options.setdefault("help_text", "13 chiffres, ou 15 avec la clé. Les espaces sont acceptés.")
        options.setdefault("error_messages", {"required": "Saisissez votre numéro de Sécurité sociale."})
        super().__init__(max_length=30, **options)
        self.widget.attrs.update(
            {"inputmode": "text", "autocomplete": "username", "autocapitalize": "characters", "spellcheck": "false",
             "size": "22"}
        )  # fmt: skip

    def lire(self, texte: str) -> str:
        try:
            return lire_nir(texte)
        except NirInvalide as faute:
            raise ValidationError(str(faute), code="nir") from faute
