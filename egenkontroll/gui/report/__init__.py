"""The parts of the report screen: the pages, writing many sheets, printing."""
