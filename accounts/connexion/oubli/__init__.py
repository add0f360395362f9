"""« Mot de passe oublié ? » (chapter 3 § 1): a link by mail, for thirty minutes, for one use; nobody learns who has an account."""
