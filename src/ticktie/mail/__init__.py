"""Mail: letters made, sent through the firm's own server, with a journal of what was sent; and mails that came in, taken apart."""
