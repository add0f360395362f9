"""What a person is told of their Complémentaire santé solidaire, and what they see of it in « Mes informations » (chapter 11)."""
