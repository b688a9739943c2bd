"""Every other system, by a reader of LlamaIndex."""
