"""The file that the index reads in place. Every integer is little-endian.

    magic "TWWT", u32 version, u32 rows, u32 dimensions, u32 bytes of words
    u32 for each row: where its word ends, counted from where the words begin
    u16 for each row: its scale
    i8 for each row and dimension: the row times its scale is the word's vector
    the words, sorted by their bytes, without separators
"""

import struct

import numpy as np

MAGIC = b"TWWT"
VERSION = 1
LARGEST = 127


def pack(words, matrix):
    """The file of sorted words and a matrix with one row per word."""
    peaks = np.maximum(np.abs(matrix).max(axis=1), 1e-9)
    rows = np.rint(matrix / peaks[:, None] * LARGEST).astype(np.int8)
    scales = np.maximum(1, np.rint(peaks / peaks.max() * 65535)).astype("<u2")
    encoded = [word.encode() for word in words]
    ends = np.cumsum([len(word) for word in encoded]).astype("<u4")
    text = b"".join(encoded)
    header = MAGIC + struct.pack("<4I", VERSION, len(words), matrix.shape[1], len(text))
    return header + ends.tobytes() + scales.tobytes() + rows.tobytes() + text


def unpack(data):
    """Words and their vectors, as the index sees them."""
    _, count, dimensions, size = struct.unpack("<4I", data[4:20])
    at = 20 + 4 * count
    ends = np.frombuffer(data, "<u4", count, 20)
    scales = np.frombuffer(data, "<u2", count, at)
    rows = np.frombuffer(data, np.int8, count * dimensions, at + 2 * count).reshape(count, dimensions)
    text = data[len(data) - size :]
    words = [text[start:end].decode() for start, end in zip([0, *ends[:-1]], ends)]
    return words, rows.astype(np.int32) * scales[:, None].astype(np.int32)
