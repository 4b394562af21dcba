"""Thematic and linguistic analysis: functions from records to pandas tables. Nothing here reads a Doc or a rules file."""
