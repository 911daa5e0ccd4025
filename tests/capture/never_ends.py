"""A process, and one that it starts, which never end."""

import os
import time

os.fork()
while True:
    time.sleep(1)
