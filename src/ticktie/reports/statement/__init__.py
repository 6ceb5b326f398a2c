"""The statement of account: one model of a customer's account, laid out as a page for the tab and the PDF."""
