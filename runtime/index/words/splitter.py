"""Text into words and words into rows: what the Rust of this crate does (`splitter.rs`, `words.rs`), for ASCII."""

import re

ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("er", ""), ("er", "e"), ("ly", ""))
SHORTEST = 3  # letters of a stem or a piece
LONGEST = 20  # letters of a piece


def words(text):
    """Lower-case words: prose, identifiers and paths alike."""
    found = []
    for run in re.findall(r"[A-Za-z0-9]+", text):
        for piece in by_case(run):
            found += by_digits(piece.lower())
    return [word for word in found if len(word) <= 64]


def by_case(run):
    pieces, start = [], 0
    for at in range(1, len(run)):
        if at - 1 > start and begins_word(run, at):
            pieces.append(run[start:at])
            start = at
    return pieces + [run[start:]]


def begins_word(run, at):
    if not run[at].isupper():
        return False
    first, second = run[at + 1 : at + 2], run[at + 2 : at + 3]
    plural = first == "s" and not second.islower()
    return not run[at - 1].isupper() or (first.islower() and not plural)


def by_digits(piece):
    groups = re.findall(r"[0-9]+|[a-z]+", piece)
    if all(group[0].isdigit() or len(group) >= 3 for group in groups):
        return groups
    return [piece]


def rows(word, table):
    """The places of a word's rows in `table` (word to place): its own, that of its stem, or those of its pieces."""
    if word in table:
        return [table[word]]
    for ending, instead in ENDINGS:
        stem = word[: len(word) - len(ending)] + instead
        if word.endswith(ending) and len(stem) >= SHORTEST and stem in table:
            return [table[stem]]
    return pieces(word, table)


def pieces(word, table):
    """Longest pieces from the left; none if they are less than three quarters of the word."""
    found, at, covered = [], 0, 0
    while at + SHORTEST <= len(word):
        end = next((end for end in range(min(len(word), at + LONGEST), at + SHORTEST - 1, -1) if word[at:end] in table), None)
        if end is None:
            at += 1
            continue
        found.append(table[word[at:end]])
        covered += end - at
        at = end
    return found if 4 * covered >= 3 * len(word) else []
