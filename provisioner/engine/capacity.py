"""x."""

WITHOUT_CLASSES = frozenset({"simple_start", "essentials"})
