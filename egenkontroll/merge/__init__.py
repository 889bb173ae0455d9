"""Step 4 of 6: many files, one set. Merging is union of facts."""
