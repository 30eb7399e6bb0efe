"""MUC-4's own conventions over the product's parts: what its templates hold and how they are written."""
