"""What is asked: number, birth date, and a captcha if need be."""

from __future__ import annotations

from accounts.connexion.naissance import ChampNaissance
from accounts.connexion.nir import ChampNir
from accounts.securite.captcha import AIDE_ET_VOIES, ChampCaptcha, FormulaireAvecCaptcha


class FormulaireOubli(FormulaireAvecCaptcha):
    """Step 2 of chapter 3 § 1. Whether number and date go together is not said here."""

    nir = ChampNir()
    naissance = ChampNaissance()
    captcha = ChampCaptcha("oubli", help_text=AIDE_ET_VOIES)
