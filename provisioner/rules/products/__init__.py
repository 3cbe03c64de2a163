"""Rules about products and services, and where they are booked."""
