"""Match, diff, order, plan and execute. Pure but for ``execute``, which reaches the world through the ports only."""
