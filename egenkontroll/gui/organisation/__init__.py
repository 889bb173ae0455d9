"""What the organisation has decided for the document: years, limits, units, focus questions."""
