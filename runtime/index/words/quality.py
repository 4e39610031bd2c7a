"""How well a table does on texts that it was not fitted to. Writes nothing.

    python quality.py --packages FOLDER

A table is made without ten vendors and a tenth of the definitions, and compared with the model itself on these. Printed are,
for rows that are not fitted and for such that are:
- rank correlation (Spearman) of the table's and the model's cosines, between one text and all others of its vendor;
- overlap of the ten nearest texts;
- mean reciprocal rank of a word among all words defined, looked for by its definition.
"""

import train  # first, as it pins the arithmetic

import numpy as np
from scipy.stats import spearmanr

import splitter
import table
import texts
from encoder import Encoder

UNSEEN = frozenset(
    """
    appwrite.io asana.com box.com digitalocean.com gitea.io launchdarkly.com squareup.com velopayments.com xero.com
    zoom.us
    """.split()
)
TEXTS = 600  # of one vendor
STEP = 5  # every fifth of them is looked for
DEFINITIONS = 1500


def main():
    packages = train.arguments().packages
    encoder = Encoder()
    operations = texts.operations(packages)
    glosses, lemmas = texts.glosses(packages)
    seen = [pair for pair in operations if pair[0] not in UNSEEN]
    unseen = set(texts.drawn([text for _, text in glosses], len(glosses) // 10))
    kept = [pair for pair in glosses if pair[1] not in unseen]
    encoded = train.encoded(encoder, seen, kept, lemmas)
    for rounds in (0, train.ROUNDS):
        words, rows = table.unpack(train.fitted(*encoded, rounds))
        places = {word: place for place, word in enumerate(words)}
        meaning = lambda texts: meanings(texts, places, rows)
        figures = [compared(encoder, meaning, [text for host, text in operations if host == vendor][:TEXTS])
                   for vendor in sorted(UNSEEN)]
        held = [pair for pair in glosses if pair[1] in unseen and pair[0] in places][:DEFINITIONS]
        correlation, overlap = np.mean(np.vstack(figures), axis=0)
        print(f"{rounds} rounds: {correlation:.3f} {overlap:.3f} {defined(meaning, held):.3f}", flush=True)


def meanings(texts, places, rows):
    """Unit vectors of texts, or zeros."""
    sums = np.zeros((len(texts), rows.shape[1]))
    for at, text in enumerate(texts):
        for word in splitter.words(text):
            for place in splitter.rows(word, places):
                sums[at] += rows[place]
    return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)


def compared(encoder, meaning, texts):
    exact, ours = encoder.encode(texts), meaning(texts)
    figures = []
    for at in range(0, len(texts), STEP):
        others = np.arange(len(texts)) != at
        pair = [(vectors @ vectors[at])[others] for vectors in (exact, ours)]
        nearest = [set(np.argsort(-cosines)[:10]) for cosines in pair]
        figures.append((spearmanr(*pair).statistic, len(nearest[0] & nearest[1]) / 10))
    return np.array(figures)


def defined(meaning, held):
    lemmas = meaning([lemma for lemma, _ in held])
    glosses = meaning([text.split(": ", 1)[1] for _, text in held])
    cosines = glosses @ lemmas.T
    return np.mean(1 / (1 + (cosines > np.diag(cosines)[:, None]).sum(axis=1)))


if __name__ == "__main__":
    main()
