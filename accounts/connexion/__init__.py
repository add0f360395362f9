"""Ways in: each is one module. What a session is, and who may enter which part of the site."""
