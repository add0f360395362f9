"""Vitale cards of a family, as the rooms that declare and order them read them."""
