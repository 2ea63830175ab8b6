"""Letters out by SMTP and in by IMAP: what speaks with mail servers, and knows no library and no database."""
