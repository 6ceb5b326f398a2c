"""A made-up month of a Chinese wholesaler whose truth is known, and the measure of a result against it."""
