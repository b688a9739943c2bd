"""Language models of this machine through llama.cpp: one base in memory, adapters on top."""
