"""Backline: a camera coach for low-back pain."""
