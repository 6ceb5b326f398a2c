"""Pages on paper: a page is planned as marks on sheets of A4 and drawn into a PDF with its fonts inside."""
