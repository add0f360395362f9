"""The outside world: the systems that the product talks to, each over its true protocol, in a process of its own."""
