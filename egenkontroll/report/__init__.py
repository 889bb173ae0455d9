"""Step 6 of 6: what a sheet says, as data: headings, tables, sentences and chart data."""
