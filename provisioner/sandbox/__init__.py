"""The twins: embedded QuickBooks Online and Clio servers, written from the vendors' documents, not from our client."""
