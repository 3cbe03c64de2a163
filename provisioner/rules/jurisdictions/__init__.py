"""What the jurisdiction of a trust account says of it: the bank, reconciliations, records, signatures, duties."""
