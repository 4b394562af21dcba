"""What a corpus is handed on as: one file a format."""
