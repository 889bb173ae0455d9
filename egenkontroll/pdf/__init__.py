"""Paper: the only place that knows reportlab. Imported only when something is printed."""
