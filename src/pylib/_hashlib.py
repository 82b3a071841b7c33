"""What hashlib and hmac take from OpenSSL: the hashes are our own, keys from passwords come from the host."""

from _md5 import md5 as openssl_md5
from _operator import _compare_digest as compare_digest
from _ouroboros_keys import pbkdf2 as _pbkdf2, scrypt as _scrypt
from _sha1 import sha1 as openssl_sha1
from _sha2 import sha224 as openssl_sha224, sha256 as openssl_sha256
from _sha2 import sha384 as openssl_sha384, sha512 as openssl_sha512

openssl_md_meth_names = frozenset(("md5", "sha1", "sha224", "sha256", "sha384", "sha512"))
_MAKERS = (openssl_md5, openssl_sha1, openssl_sha224, openssl_sha256, openssl_sha384, openssl_sha512)


class UnsupportedDigestmodError(ValueError):
    pass


UnsupportedDigestmodError.__module__ = "_hashlib"


def new(name, string=b"", *, usedforsecurity=True):
    # hashlib takes its own constructor then
    raise ValueError("unsupported hash type " + str(name))


def hmac_new(key, msg=b"", digestmod=None):
    raise UnsupportedDigestmodError("Unsupported digestmod %s" % (digestmod,))


def hmac_digest(key, msg, digest):
    make = globals().get("openssl_" + digest) if isinstance(digest, str) else digest
    if digest not in openssl_md_meth_names and make not in _MAKERS:
        raise UnsupportedDigestmodError("Unsupported digestmod %s" % (digest,))
    inner, outer = make(), make()
    size = inner.block_size
    key = bytes(key)
    key = (make(key).digest() if len(key) > size else key).ljust(size, b"\0")
    inner.update(bytes(x ^ 0x36 for x in key))
    inner.update(msg)
    outer.update(bytes(x ^ 0x5C for x in key))
    outer.update(inner.digest())
    return outer.digest()


def get_fips_mode():
    return 0


def _bytes(data):
    try:
        return memoryview(data).tobytes()
    except TypeError:
        raise TypeError("a bytes-like object is required, not '%s'" % type(data).__name__) from None


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    """Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function."""
    if not isinstance(hash_name, str):
        raise TypeError("pbkdf2_hmac() argument 'hash_name' must be str, not %s" % type(hash_name).__name__)
    name = hash_name.lower()
    if name not in openssl_md_meth_names:
        raise UnsupportedDigestmodError("unsupported hash type " + hash_name)
    password = _bytes(password)
    salt = _bytes(salt)
    if iterations < 1:
        raise ValueError("iteration value must be greater than 0.")
    if iterations > 2147483647:
        raise OverflowError("iteration value is too great.")
    if dklen is None:
        dklen = {"md5": 16, "sha1": 20, "sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64}[name]
    if dklen < 1:
        raise ValueError("key length must be greater than 0.")
    if dklen > 2147483647:
        raise OverflowError("key length is too great.")
    return _pbkdf2(name, password, salt, iterations, dklen)


def scrypt(password, *, salt=None, n=None, r=None, p=None, maxmem=0, dklen=64):
    """scrypt password-based key derivation function."""
    if salt is None:
        raise TypeError("salt is required")
    if n is None or n < 2 or n & (n - 1):
        raise ValueError("n is required and must be a power of 2")
    if r is None:
        raise TypeError("r is required and must be an unsigned int")
    if p is None:
        raise TypeError("p is required and must be an unsigned int")
    if not 0 <= maxmem <= 2147483647:
        raise ValueError("maxmem must be positive and smaller than 2147483647")
    if not 1 <= dklen <= 2147483647:
        raise ValueError("dklen must be greater than 0 and smaller than 2147483647")
    if 128 * r * (n + p + 2) > (maxmem or 32 * 1024 * 1024):
        raise ValueError("Invalid parameter combination for n, r, p, maxmem.")
    return _scrypt(_bytes(password), _bytes(salt), n, r, p, dklen)
