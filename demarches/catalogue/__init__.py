"""The customer's catalogue: one folder for each téléservice, found by being here.

`manage.py catalogue` prints them as a table of contents, chapter by chapter. The chapters that are no démarche stand on
the floors below: signing in and security (1 to 3) in `accounts`, documents (4) in `documents`, payments (7) and debts
(16) in `paiements`, the delays of the caisse (8) in `demarches.delais`.
"""
