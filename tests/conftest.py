"""What holds for every test: no run of one may make or use the secret of whoever runs them."""

import os

from ticktie.store.keys import VARIABLE

os.environ[VARIABLE] = "11" * 32
