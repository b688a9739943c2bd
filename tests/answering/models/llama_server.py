"""A real llama.cpp server with the packaged SmolLM2, until stdin closes. Prints its address."""

import sys

import xllamacpp

from answering.model_settings import built_in

parameters = xllamacpp.CommonParams()
parameters.model.path = built_in()["smollm2"].path
parameters.n_ctx = 4096
parameters.n_parallel = 1
parameters.port = 0
parameters.verbosity = -1
server = xllamacpp.Server(parameters)
print(f"listening {server.listening_address}", flush=True)
sys.stdin.read()
