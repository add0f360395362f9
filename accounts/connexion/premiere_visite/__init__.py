"""« Première visite ? Créer un compte » (chapter 1 § 3.1): the card and the bank details prove who opens the account."""
