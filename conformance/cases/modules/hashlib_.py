# from 3.11
"""Keys from passwords, hmac.digest, file_digest."""
import hashlib, hmac, io
print(hashlib.pbkdf2_hmac('sha256', b'pw', b'salt', 1000).hex(), hashlib.pbkdf2_hmac('SHA1', b'pw', bytearray(b's'), 3, 7))
print(hashlib.scrypt(b'p', salt=b's', n=16, r=8, p=1).hex(), hashlib.scrypt(b'p', salt=b's', n=16384, r=8, p=1, dklen=5))
for f in (lambda: hashlib.pbkdf2_hmac('sha1', b'', b'', 0), lambda: hashlib.pbkdf2_hmac('sha1', b'', b'', 1, 0), lambda: hashlib.new('nope'), lambda: hashlib.pbkdf2_hmac('sha1', 'x', b'', 1)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for k in (b'k', b'k' * 200):
    for d in ('md5', 'sha1', 'sha256', 'sha512', 'sha3_256', hashlib.sha256, 'blake2b'):
        print(hmac.digest(k, b'm', d).hex(), hmac.new(k, b'm', d).hexdigest(), hmac.new(k, b'm', d).name)
print(hmac.compare_digest(b'a', b'a'), hmac.compare_digest('a', 'b'), hashlib.new('sha256', b'x').hexdigest(), hashlib.file_digest(io.BytesIO(b'abc'), 'sha256').hexdigest())
print(hashlib.algorithms_guaranteed <= hashlib.algorithms_available)
