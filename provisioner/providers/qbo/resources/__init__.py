"""QuickBooks resource types, one file each, found by walking this folder."""
