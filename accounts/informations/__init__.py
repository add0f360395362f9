"""« Mes informations »: what the caisse knows of a person, and the only functions that change it."""
