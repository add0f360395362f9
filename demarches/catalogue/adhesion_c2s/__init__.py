"""Chapter 11: adhere to the Complémentaire santé solidaire that was granted with a participation."""
