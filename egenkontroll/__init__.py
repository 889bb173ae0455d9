"""Egenkontroll: self-inspection and peer review for Swedish social services.

The data's way is the house. Everything is named after these six steps:

    checklist  →  sample  →  review  →  merge  →  results  →  report
    checklista    urval      granskning  sammanslagning  resultat  rapport

    egenkontroll/
      checklist/    1 the questions        read, check, version, compare definitions
      sample/       2 the cases            read a frame, draw by rule egk-1, guard identity
      review/       3 the answers          what an answer may be, what applies, what is missing
      merge/        4 many files, one set  what another document adds and contradicts
      results/      5 the shares           tally, statistics, history, comparison
      report/       6 what a sheet says    figures in words, tables, sentences: as data
      storage/      the document file      the only SQL
      pdf/          paper                  the only reportlab
      spreadsheet/  xlsx and csv           the only reader and writer of them
      office/       Word and PowerPoint    the only writer of them
      operations/   one function per thing a user can do
      cli/          one subcommand per step
      gui/          one screen per step; the only Qt
      facts.py      the immutable facts that documents are made of
      texts.py      Swedish words and figures        paths.py   resources, checklists
      errors.py     the one error meant for people

Imports run downward only, and import-linter says so in `make test`:

    __main__ → gui | cli → operations → storage | pdf | spreadsheet | office
      → report → results → merge → review → sample → checklist → facts
      → texts | paths → errors

The six steps are pure: no Qt, no SQL, no PDF, no clock and no randomness.
"""
