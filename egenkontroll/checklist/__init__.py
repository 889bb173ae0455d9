"""Step 1 of 6: the questions. Read, check, version and compare checklist definitions."""
