"""`make bench`: what the product costs, in one run, beside the bare thing on the same machine, with goals."""
