"""What each state and the model rules say about trust accounts, as data with sources, and how rules read it."""
