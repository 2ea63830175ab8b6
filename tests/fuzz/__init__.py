"""Fuzzing: whatever lies in the folder, a reader answers with its own refusal, soon and in little memory."""
