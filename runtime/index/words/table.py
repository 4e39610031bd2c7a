"""The file that the index reads in place (`../src/words.rs`). Every integer is little-endian.

    magic "TWWT", u32 version, u32 rows, u32 dimensions, u32 bytes of words
    u32 for each row: where its word ends, counted from where the words begin
    u16 for each row: its scale
    i4 for each row and dimension, two in a byte, the first in the lower half: times its scale this is the word's vector
    the words, sorted by their bytes, without separators
"""

import struct

import numpy as np

MAGIC = b"TWWT"
VERSION = 1
LARGEST = 7
CLIPS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)


def pack(words, matrix):
    """The file of sorted words and a matrix with one row per word and an even number of columns."""
    rows, scales = quantized(matrix)
    halves = rows.astype(np.uint8) & 15
    encoded = [word.encode() for word in words]
    ends = np.cumsum([len(word) for word in encoded]).astype("<u4")
    text = b"".join(encoded)
    header = MAGIC + struct.pack("<4I", VERSION, len(words), matrix.shape[1], len(text))
    return header + ends.tobytes() + scales.tobytes() + (halves[:, ::2] | halves[:, 1::2] << 4).tobytes() + text


def quantized(matrix):
    """Whole numbers from -7 to 7, and what each row of them is to be multiplied with.

    The largest coordinates of a row are cut off where that brings the others closer.
    """
    peaks = np.abs(matrix).max(axis=1)
    unit = peaks.max() / LARGEST / 65535
    nearest, rows, scales = np.full(len(matrix), np.inf), np.zeros(matrix.shape, np.int8), np.ones(len(matrix), "<u2")
    for clip in CLIPS:
        steps = np.maximum(1, np.rint(peaks * clip / LARGEST / unit))
        whole = np.clip(np.rint(matrix / (steps * unit)[:, None]), -LARGEST, LARGEST)
        errors = ((whole * (steps * unit)[:, None] - matrix) ** 2).sum(axis=1)
        better = errors < nearest
        nearest[better], rows[better], scales[better] = errors[better], whole[better], steps[better]
    return rows, scales


def unpack(data):
    """Words and their vectors, as the index sees them."""
    _, count, dimensions, size = struct.unpack("<4I", data[4:20])
    ends = np.frombuffer(data, "<u4", count, 20)
    scales = np.frombuffer(data, "<u2", count, 20 + 4 * count)
    pairs = np.frombuffer(data, np.int8, count * dimensions // 2, 20 + 6 * count).reshape(count, -1)
    rows = np.stack([np.left_shift(pairs, 4) >> 4, pairs >> 4], axis=2).reshape(count, dimensions)
    text = data[len(data) - size :].decode()
    words = [text[start:end] for start, end in zip([0, *ends[:-1]], ends)]
    return words, rows.astype(np.int64) * scales[:, None]
