"""A folder in memory; the contract that it keeps is tests/sync/folder_contract.py."""
