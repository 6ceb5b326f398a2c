"""Templates of statements as workbooks: the shipped ones written, a person's found and read."""
