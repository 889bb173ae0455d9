"""The parts of Hem: the next step, what waits, the rounds and the progress."""
