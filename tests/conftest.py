"""Makes ``fakes`` and ``random_firms``, which stand beside this file, importable from every folder of tests."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
