"""The parts of the results screen: filters, table with bars, number passport, chart."""
