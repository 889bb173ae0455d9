"""Tables in and out: the only reader and writer of XLSX, XLS, ODS and CSV files."""
