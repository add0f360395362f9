"""What is paid back, what is withheld, who receives it (chapter 7). Pure: no database, no clock, no file but the dated tables.

`soins` computes a line, `retenues` what stays with the patient, `revenus` daily allowances and pensions, `virements` a
transfer, `liquidation` a whole file in its order, `comptes` which account is paid, `explication` says why in French.
"""
