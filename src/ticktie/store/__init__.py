"""What ticktie keeps on this computer beside the workbooks."""
