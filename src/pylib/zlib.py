"""Compression in zlib format, through the host's zlib. Objects keep their input until they are flushed."""

from _ouroboros_zlib import adler32 as _adler32, deflate as _deflate, deflate_part as _deflate_part, inflate as _inflate
from binascii import crc32

DEFLATED = 8
DEF_BUF_SIZE = 16384
DEF_MEM_LEVEL = 8
MAX_WBITS = 15
ZLIB_VERSION = ZLIB_RUNTIME_VERSION = "1.3.1"
Z_NO_COMPRESSION, Z_BEST_SPEED, Z_BEST_COMPRESSION, Z_DEFAULT_COMPRESSION = 0, 1, 9, -1
Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED = 0, 1, 2, 3, 4
Z_NO_FLUSH, Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH, Z_BLOCK, Z_TREES = 0, 1, 2, 3, 4, 5, 6


class error(Exception):
    """Wrong data."""


error.__module__ = "zlib"


def adler32(data, value=1, /):
    value &= 0xFFFFFFFF
    return _adler32(data, value - (value >> 31 << 32))


def _inflated(data, wbits, doing):
    result = _inflate(data, wbits)
    if type(result) is str:
        raise error(f"Error -3 while {doing}: {result}")
    return result


def _check(level, wbits, method=DEFLATED, memLevel=DEF_MEM_LEVEL, strategy=Z_DEFAULT_STRATEGY):
    """Are these values for which zlib makes a compressor?"""
    window = -wbits if wbits < 0 else wbits - 16 if wbits > 15 else wbits
    return -1 <= level <= 9 and (8 if wbits > 0 else 9) <= window <= 15 and method == DEFLATED and 1 <= memLevel <= 9 and 0 <= strategy <= 4


def compress(data, /, level=-1, wbits=MAX_WBITS):
    if not _check(level, wbits):
        raise error("Bad compression level") if -1 <= wbits <= 31 else error("Error -2 while compressing data: inconsistent stream state")
    return _deflate(data, level, wbits)


def _window(wbits, message, exception):
    if not (-15 <= wbits <= -8 or wbits == 0 or 8 <= wbits <= 15 or wbits == 16 or 24 <= wbits <= 31 or wbits == 32 or 40 <= wbits <= 47):
        raise exception(message)


def decompress(data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE):
    _window(wbits, "Error -2 while preparing to decompress data: inconsistent stream state", error)
    out, _, ended = _inflated(data, wbits, "decompressing data")
    if not ended:
        raise error("Error -5 while decompressing data: incomplete or truncated stream")
    return out


class Compress:
    def __init__(self, level, wbits):
        self._level, self._wbits, self._data = level, wbits, bytearray()
        # Once something was flushed: what was compressed before (the window of it), its checksum and length.
        self._before, self._sum, self._size, self._begun = b"", None, 0, False

    def compress(self, data, /):
        if self._data is None:
            raise error("Error -2 while compressing data: inconsistent stream state")
        self._data += data
        return b""

    def _part(self, last):
        """The data so far as a part of the stream that can be read to its end."""
        data = bytes(self._data)
        head = b""
        if not self._begun:
            self._begun = True
            empty = _deflate(b"", self._level, self._wbits)
            head = b"" if self._wbits < 0 else empty[:10] if self._wbits > 15 else empty[:2]
            self._sum = 0 if self._wbits > 15 else 1
        self._sum = crc32(data, self._sum) if self._wbits > 15 else adler32(data, self._sum)
        self._size += len(data)
        out = head + _deflate_part(data, self._level, self._before, last)
        self._before = (self._before + data)[-32768:]
        self._data.clear()
        if last and self._wbits > 15:
            out += self._sum.to_bytes(4, "little") + (self._size & 0xFFFFFFFF).to_bytes(4, "little")
        elif last and self._wbits > 0:
            out += self._sum.to_bytes(4, "big")
        return out

    def flush(self, mode=Z_FINISH, /):
        if mode == Z_NO_FLUSH:
            return b""
        if self._data is None:
            raise error("Error -2 while flushing: inconsistent stream state")
        if mode != Z_FINISH:
            return self._part(False)
        out = self._part(True) if self._begun else _deflate(self._data, self._level, self._wbits)
        self._data = None
        return out

    def copy(self):
        other = Compress(self._level, self._wbits)
        other.__dict__.update(self.__dict__)
        other._data = None if self._data is None else self._data[:]
        return other

    __copy__ = copy

    def __deepcopy__(self, memo):
        return self.copy()


class Decompress:
    def __init__(self, wbits):
        self._wbits, self._data, self._given = wbits, bytearray(), 0
        self.unconsumed_tail = b""
        self._ended, self._unused, self._pending = False, b"", b""

    @property
    def eof(self):
        return self._ended and not self._pending

    @property
    def unused_data(self):
        return self._unused if self.eof else b""

    def _take(self, max_length, data):
        out = self._pending
        if max_length and len(out) > max_length:
            out, self._pending = out[:max_length], out[max_length:]
            # The input is kept here, but a caller that looks sees that more is to come.
            self.unconsumed_tail = self.unconsumed_tail or bytes(data[-8:]) or b"\0"
        else:
            self._pending = self.unconsumed_tail = b""
        return out

    def decompress(self, data, /, max_length=0):
        if max_length < 0:
            raise ValueError("max_length must be non-negative")
        if self.unconsumed_tail:
            # A caller hands back the tail that it was shown.
            data = bytes(data)[len(self.unconsumed_tail):]
        if self._ended:
            self._unused += bytes(data)
            return self._take(max_length, data)
        self._data += data
        if not self._data:
            return b""
        if data:
            out, consumed, ended = _inflated(self._data, self._wbits, "decompressing data")
            self._pending += out[self._given:]
            self._given = len(out)
            if ended:
                self._ended = True
                self._unused = bytes(self._data[consumed:])
                self._data.clear()
        return self._take(max_length, data)

    def flush(self, length=DEF_BUF_SIZE, /):
        if length <= 0:
            raise ValueError("length must be greater than zero")
        return self._take(0, b"")

    def copy(self):
        other = Decompress(self._wbits)
        other.__dict__.update(self.__dict__)
        other._data = self._data[:]
        return other

    __copy__ = copy

    def __deepcopy__(self, memo):
        return self.copy()


class _ZlibDecompressor:
    def __init__(self, wbits=MAX_WBITS, zdict=b""):
        self._inner = Decompress(wbits)
        self.needs_input = True

    def decompress(self, data, max_length=-1):
        inner = self._inner
        if inner.eof:
            raise EOFError("End of stream already reached")
        inner.unconsumed_tail = b""
        out = inner.decompress(data, max(max_length, 0))
        self.needs_input = not inner._pending and not inner._ended
        return out

    @property
    def eof(self):
        return self._inner.eof

    @property
    def unused_data(self):
        return self._inner.unused_data


def compressobj(level=-1, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL, strategy=Z_DEFAULT_STRATEGY, zdict=None):
    if zdict is not None:
        raise NotImplementedError("zlib.compressobj: Ouroboros does not have zdict")
    if not _check(level, wbits, method, memLevel, strategy):
        raise ValueError("Invalid initialization option")
    return Compress(level, wbits)


def decompressobj(wbits=MAX_WBITS, zdict=b""):
    if zdict:
        raise NotImplementedError("zlib.decompressobj: Ouroboros does not have zdict")
    _window(wbits, "Invalid initialization option", ValueError)
    return Decompress(wbits)
