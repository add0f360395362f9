"""Believable payments for practice people: who they are (`profils`), what care they have (`soins`), what replaces their wage
(`revenus`), how the caisse pays it over the years (`recit`), how it is written fast (`copie`). Only the last one knows a
database; every amount comes from `paiements.calcul`."""
