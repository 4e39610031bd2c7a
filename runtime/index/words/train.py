"""Makes `table.bin`: one vector for each of some ten thousand words. See README.md.

    python train.py --packages FOLDER            writes table.bin
    python train.py --packages FOLDER --check    makes it anew and compares; exit code 1 if it differs
"""

import os

# Sums of floating-point numbers depend on their order, which depends on threads and on the processor's instructions.
os.environ.update(
    OPENBLAS_NUM_THREADS="1", OPENBLAS_CORETYPE="Haswell", NPY_DISABLE_CPU_FEATURES="X86_V4 AVX512_ICL AVX512_SPR"
)

import argparse
import collections
import hashlib
import pathlib

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array, diags_array

import splitter
import table
import texts
from encoder import Encoder

ROWS = 12900
DIMENSIONS = 128
SMOOTHING = 1e-2  # a of a / (a + p): how much frequent words count
RIDGE = 0.3  # how much a row is held to the vector of its word alone
ROUNDS = 3  # of fitting
COMMON = 1500  # of the model's own words, in order of frequency, whatever a dictionary says


def main():
    given = arguments()
    data = trained(given.packages)
    file = pathlib.Path(__file__).parent / "table.bin"
    print(f"{hashlib.sha256(data).hexdigest()}  {len(data)} bytes")
    if not given.check:
        file.write_bytes(data)
    elif file.read_bytes() != data:
        raise SystemExit("table.bin is another one")


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--packages", type=pathlib.Path, required=True, help="the folder of both npm packages")
    parser.add_argument("--check", action="store_true", help="compare with table.bin instead of writing it")
    return parser.parse_args()


def trained(packages):
    """The bytes of the table."""
    return fitted(*encoded(Encoder(), texts.operations(packages), *texts.glosses(packages)))


def encoded(encoder, operations, glosses, lemmas):
    """The vocabulary, the texts, and the model's vectors of the words and then of the texts."""
    words = vocabulary(operations, lemmas, encoder.tokenizer)
    known = set(words)
    glosses = [text for lemma, text in glosses if lemma in known]
    sentences = [text for _, text in operations] + texts.drawn(glosses, texts.GLOSSES)
    return words, sentences, np.vstack([encoder.encode(words), encoder.encode(sentences)]).astype(np.float64)


def fitted(words, sentences, vectors, rounds=ROUNDS):
    """The bytes of a table whose rows are fitted to the vectors of the texts in so many rounds."""
    places = {word: place for place, word in enumerate(words)}
    targets = reduced(vectors, len(words))
    start, wanted = targets[: len(words)], targets[len(words) :]
    members = [[place for word in splitter.words(text) for place in splitter.rows(word, places)] for text in sentences]
    weights = sif(members, len(words))
    means = averages(members, weights)
    rows = start
    for _ in range(rounds):
        # Directions count, lengths don't: means are stretched to the length of what they are to be.
        lengths = np.linalg.norm(means @ rows, axis=1)
        stretched = diags_array(np.linalg.norm(wanted, axis=1) / np.maximum(lengths, 1e-6)) @ means
        rows = start + ridge(stretched.tocsr(), wanted - stretched @ start)
    return table.pack(words, rows * weights[:, None])


def vocabulary(operations, lemmas, tokenizer):
    """Words of API documents by the number of vendors that use them, then the model's own in its order."""
    hosts = collections.defaultdict(set)
    uses = collections.Counter()
    for host, text in operations:
        for word in splitter.words(text):
            hosts[word].add(host)
            uses[word] += 1
    documented = [word for word in sorted(uses, key=lambda word: (-len(hosts[word]), -uses[word], word))
                  if not word.isdigit() and (len(hosts[word]) > 1 or uses[word] > 3)]
    own = [word for word, _ in sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1])
           if word.isascii() and word.isalpha() and len(word) > 1]
    own = own[:COMMON] + [word for word in own[COMMON:] if word in lemmas]
    return sorted(list(dict.fromkeys(documented + own))[:ROWS])


def reduced(vectors, words):
    """Centred on the texts, and turned into the directions in which texts differ most."""
    centred = vectors - vectors[words:].mean(axis=0)
    _, directions = np.linalg.eigh(centred[words:].T @ centred[words:])
    directions = directions[:, ::-1][:, :DIMENSIONS]
    # A direction and its opposite are as good; the one whose largest coordinate is positive is taken.
    largest = directions[np.abs(directions).argmax(axis=0), np.arange(DIMENSIONS)]
    return centred @ (directions * np.sign(largest))


def sif(members, count):
    """Smooth inverse frequency (Arora et al., 2017) of every row."""
    uses = np.bincount([place for text in members for place in text], minlength=count)
    return SMOOTHING / (SMOOTHING + uses / uses.sum())


def averages(members, weights):
    """A matrix of texts by rows: how much of each row is in the mean of a text."""
    texts_of = np.repeat(np.arange(len(members)), [len(text) for text in members])
    rows_of = np.array([place for text in members for place in text])
    shares = weights[rows_of]
    totals = np.bincount(texts_of, shares, len(members))
    return csr_array((shares / totals[texts_of], (texts_of, rows_of)), shape=(len(members), len(weights)))


def ridge(means, missing):
    """What to add to the rows so that the means come close to what is missing, and the rows stay near to where they are."""
    gram = (means.T @ means).toarray()
    gram[np.diag_indices_from(gram)] += RIDGE
    return cho_solve(cho_factor(gram, overwrite_a=True), means.T @ missing)


if __name__ == "__main__":
    main()
