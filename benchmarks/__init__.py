"""What is measured, beside peers, and the lists it is measured on."""
