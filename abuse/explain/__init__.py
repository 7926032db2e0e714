"""Why a filer stands where it does: a verdict in, reasons, ablations and the report out."""
