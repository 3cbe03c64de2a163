"""The words of the project as types: addresses, money, findings, resources, plans. Imports no other package."""
