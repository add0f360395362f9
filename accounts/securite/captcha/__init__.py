"""« Recopiez ces six caractères », as an image or as a French voice: slows machines down on public forms (chapter 3 § 2)."""

from accounts.securite.captcha.champ import ChampCaptcha, FormulaireAvecCaptcha, exiger

__all__ = ["ChampCaptcha", "FormulaireAvecCaptcha", "exiger"]
