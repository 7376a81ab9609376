"""How much each sentence matters: windows of tokens, the network's scores, recurrence."""
