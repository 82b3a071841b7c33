"""Compression in zlib format, through the host's zlib. Objects keep their input until they are flushed."""

from _ouroboros_zlib import adler32 as _adler32, deflate as _deflate, inflate as _inflate
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

    def compress(self, data, /):
        if self._data is None:
            raise error("Error -2 while compressing data: inconsistent stream state")
        self._data += data
        return b""

    def flush(self, mode=Z_FINISH, /):
        if mode != Z_FINISH:
            # All comes out at the end: what is written now cannot be read before.
            return b""
        data, self._data = self._data, None
        return _deflate(data, self._level, self._wbits)

    def copy(self):
        other = Compress(self._level, self._wbits)
        other._data = None if self._data is None else self._data[:]
        return other

    __copy__ = copy

    def __deepcopy__(self, memo):
        return self.copy()


class Decompress:
    def __init__(self, wbits):
        self._wbits, self._data, self._given = wbits, bytearray(), 0
        self.unused_data = self.unconsumed_tail = b""
        self.eof = False
        self._pending = b""

    def _take(self, max_length):
        out = self._pending
        if max_length and len(out) > max_length:
            out, self._pending = out[:max_length], out[max_length:]
            # The input is kept here, but a caller that looks sees that more is to come.
            self.unconsumed_tail = b"" if self.eof and not self._pending else b"\0"
        else:
            self._pending = self.unconsumed_tail = b""
        return out

    def decompress(self, data, /, max_length=0):
        if max_length < 0:
            raise ValueError("max_length must be non-negative")
        if self.unconsumed_tail:
            # A caller hands back the tail that it was shown.
            data = bytes(data)[len(self.unconsumed_tail):]
        if self.eof:
            self.unused_data += bytes(data)
            return self._take(max_length)
        self._data += data
        if not self._data:
            return b""
        out, consumed, ended = _inflated(self._data, self._wbits, "decompressing data")
        self._pending += out[self._given:]
        self._given = len(out)
        if ended:
            self.eof = True
            self.unused_data = bytes(self._data[consumed:])
            self._data.clear()
        return self._take(max_length)

    def flush(self, length=DEF_BUF_SIZE, /):
        if length <= 0:
            raise ValueError("length must be greater than zero")
        return self._take(0)

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
        if inner.eof and not inner._pending:
            raise EOFError("End of stream already reached")
        inner.unconsumed_tail = b""
        out = inner.decompress(data, max(max_length, 0))
        self.needs_input = not inner._pending and not inner.eof
        return out

    @property
    def eof(self):
        return self._inner.eof and not self._inner._pending

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
