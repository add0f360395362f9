"""Back up, and prove that what was restored is whole: database, files and keys (docs/exploitation/sauvegarde.md)."""
