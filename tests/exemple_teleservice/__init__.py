"""A whole téléservice in one folder, as one would stand in `demarches/catalogue/`: see docs/ajouter-un-teleservice.md."""
