"""Speed and survival, measured on this machine; `make bench` writes docs/benchmarks/."""
