"""What is asked: number, birth date, and a captcha if need be."""

from __future__ import annotations

from accounts.securite.captcha import AIDE_ET_VOIES, ChampCaptcha, FormulaireAvecCaptcha
from ameli.noyau.saisie.champs import ChampNir
from ameli.noyau.saisie.champs_dates import ChampNaissance


class FormulaireOubli(FormulaireAvecCaptcha):
    """Step 2 of chapter 3 § 1. Whether number and date go together is not said here."""

    nir = ChampNir()
    naissance = ChampNaissance()
    captcha = ChampCaptcha("oubli", help_text=AIDE_ET_VOIES)
