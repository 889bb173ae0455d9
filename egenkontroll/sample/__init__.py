"""Step 2 of 6: the cases. Read a frame, guard identity, draw and assign."""
