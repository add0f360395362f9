"""« Recopiez ces six caractères », as an image or as a French voice: slows machines down on public forms (chapter 3 § 2)."""

from accounts.securite.captcha.champ import AIDE_ET_VOIES, ChampCaptcha, FormulaireAvecCaptcha, exiger

__all__ = ["AIDE_ET_VOIES", "ChampCaptcha", "FormulaireAvecCaptcha", "exiger"]
