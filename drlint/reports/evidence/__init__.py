"""The evidence bundle for auditors: one archive of tables, documents and pages about one run."""
