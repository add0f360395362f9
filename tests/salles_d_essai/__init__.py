"""Rooms of the engine's tests, each made of the words that it tries."""
