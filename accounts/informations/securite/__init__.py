"""« Ma sécurité » in « Mes informations » (chapter 2 § 5): where one is signed in, who looked, what to do when in doubt."""
