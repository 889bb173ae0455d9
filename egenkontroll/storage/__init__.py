"""The document file: the only SQL, and in `database` the only place that connects."""
