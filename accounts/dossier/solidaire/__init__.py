"""Complémentaire santé solidaire (chapter 11): its dated figures, and the pure calculation that the simulator, the room, agents and the right share."""
