"""The network in torch, its pretrained weights, and its training."""
