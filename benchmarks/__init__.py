"""What ticktie costs, measured against what reading and writing the same cells costs at the least."""
