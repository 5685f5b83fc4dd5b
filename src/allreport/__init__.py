"""allreport."""
