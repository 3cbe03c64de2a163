"""The pages a firm prints from its file: mapping, set-up checklist, trust runbook, posting mode, calendar."""
