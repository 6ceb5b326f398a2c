"""What is to be done about statements and overdue money, and the letters that remind."""
