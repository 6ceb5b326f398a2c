"""Mail: letters made, sent through the firm's own server, and a journal of what was sent."""
