#!/usr/bin/env python3
"""docs/sealing.md a second time, slowly, from its standards alone: RFC 7748, 8439, 5869, 9180, FIPS 197, Shamir 1979.

    slow_sealing.py            compare the vectors in the folder "vectors" with what this program makes
    slow_sealing.py --write    make them anew

Shares nothing with core/crypto but the description. Nothing here runs in constant time: for tests only.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import sys

VECTORS = pathlib.Path(__file__).resolve().parent / "vectors"


# --- X25519 (RFC 7748 §5)

P = 2**255 - 19


def x25519(private, public):
    k = int.from_bytes(private, "little") & ~7 & (2**255 - 1) | 2**254
    u = int.from_bytes(public, "little") & (2**255 - 1)
    x2, z2, x3, z3, swap = 1, 0, u, 1, 0
    for t in reversed(range(255)):
        bit = k >> t & 1
        if swap ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a % P, b * b % P, d * a % P, c * b % P
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % P, u * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")


def public_of(private):
    return x25519(private, (9).to_bytes(32, "little"))


# --- ChaCha20-Poly1305 (RFC 8439)


def chacha_block(key, counter, nonce):
    words = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574]
    words += [int.from_bytes(key[i:i + 4], "little") for i in range(0, 32, 4)]
    words += [counter] + [int.from_bytes(nonce[i:i + 4], "little") for i in range(0, 12, 4)]
    w = list(words)

    def rotated(x, by):
        return (x << by | x >> (32 - by)) & 0xFFFFFFFF

    def quarter(a, b, c, d):
        for x, y, z, by in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            w[x] = (w[x] + w[y]) & 0xFFFFFFFF
            w[z] = rotated(w[z] ^ w[x], by)

    for _ in range(10):
        for row in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)):
            quarter(*row)
        for row in ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            quarter(*row)
    return b"".join(((x + y) & 0xFFFFFFFF).to_bytes(4, "little") for x, y in zip(w, words))


def poly1305(key, message):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for i in range(0, len(message), 16):
        total = (total + int.from_bytes(message[i:i + 16] + b"\1", "little")) * r % (2**130 - 5)
    return ((total + int.from_bytes(key[16:], "little")) % 2**128).to_bytes(16, "little")


def aead_seal(key, nonce, plain, bound_to):
    blocks = range((len(plain) + 63) // 64)
    stream = b"".join(chacha_block(key, 1 + i, nonce) for i in blocks)
    sealed = bytes(a ^ b for a, b in zip(plain, stream))
    message = bound_to + bytes(-len(bound_to) % 16) + sealed + bytes(-len(sealed) % 16)
    message += len(bound_to).to_bytes(8, "little") + len(sealed).to_bytes(8, "little")
    return sealed + poly1305(chacha_block(key, 0, nonce)[:32], message)


# --- HPKE base mode (RFC 9180), HKDF (RFC 5869)

KEM = b"KEM" + bytes.fromhex("0020")
SUITE = b"HPKE" + bytes.fromhex("002000010003")


def mac(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def extract(suite, salt, label, secret):
    return mac(salt, b"HPKE-v1" + suite + label + secret)


def expand(suite, key, label, info, length):
    info = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    made, block, count = b"", b"", 1
    while len(made) < length:
        block = mac(key, block + info + bytes([count]))
        made, count = made + block, count + 1
    return made[:length]


def derive_pair(seed):
    private = expand(KEM, extract(KEM, b"", b"dkp_prk", seed), b"sk", b"", 32)
    return private, public_of(private)


class Box:
    def __init__(self, receiver, info, seed):
        private, self.encapsulated = derive_pair(seed)
        agreed = x25519(private, receiver)
        context = self.encapsulated + receiver
        shared = expand(KEM, extract(KEM, b"", b"eae_prk", agreed), b"shared_secret", context, 32)
        schedule = b"\0" + extract(SUITE, b"", b"psk_id_hash", b"") + extract(SUITE, b"", b"info_hash", info)
        secret = extract(SUITE, shared, b"secret", b"")
        self.key = expand(SUITE, secret, b"key", schedule, 32)
        self.nonce = int.from_bytes(expand(SUITE, secret, b"base_nonce", schedule, 12), "big")
        self.pieces = 0

    def seal(self, plain, bound_to=b""):
        nonce = (self.nonce ^ self.pieces).to_bytes(12, "big")
        self.pieces += 1
        return aead_seal(self.key, nonce, plain, bound_to)


# --- Shamir over GF(2^8) (FIPS 197 §4.2)


def product(a, b):
    long = 0
    for i in range(8):
        if b >> i & 1:
            long ^= a << i
    for i in reversed(range(8, 15)):
        if long >> i & 1:
            long ^= 0x11B << (i - 8)
    return long


def power(a, n):
    made = 1
    for _ in range(n):
        made = product(made, a)
    return made


def shares_of(secret, needed, openers, coefficients):
    """coefficients: the first powers' for every byte of the secret, then the second powers', and so on."""
    shares = []
    for number in range(1, openers + 1):
        share = bytearray(secret)
        for at in range(len(secret)):
            for j in range(1, needed):
                share[at] ^= product(coefficients[(j - 1) * len(secret) + at], power(number, j))
        shares.append(bytes(share))
    return shares


def commitment(context, needed, openers, number, content):
    text = b"KORI-SHARE-COMMITMENT-1\n" + bytes([len(context)]) + context.encode()
    return hashlib.sha256(text + bytes([needed, openers, number]) + content).digest()


# --- Kori's own forms


def base64url(content):
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def key_fingerprint(competition, public):
    return hashlib.sha256(f"KORI-COMPETITION-KEY-1\n{competition}\n".encode() + public).digest()


def opener_fingerprint(public):
    return hashlib.sha256(b"KORI-OPENER-KEY-1\n" + public).digest()


def competition_key_text(competition, public):
    return (f"KORI-COMPETITION-KEY-1\ncompetition: {competition}\npublic-key: {base64url(public)}\n"
            f"fingerprint: {key_fingerprint(competition, public).hex()}\n")


def opener_key_text(public):
    return (f"KORI-OPENER-KEY-1\npublic-key: {base64url(public)}\npassphrase: none\n"
            f"fingerprint: {opener_fingerprint(public).hex()}\n")


def locked_share_text(label, competition_public, opener_public, share, seed):
    text = (f"KORI-LOCKED-SHARE-1\ncompetition: {label['competition']}\n"
            f"competition-key: {key_fingerprint(label['competition'], competition_public).hex()}\n"
            f"opener: {label['opener']}\nopener-key: {opener_fingerprint(opener_public).hex()}\n"
            f"needed: {label['needed']}\nopeners: {label['openers']}\nshare: {label['share']}\n")
    box = Box(opener_public, text.encode(), seed)
    return text + f"sealed: {base64url(box.encapsulated + box.seal(share))}\n"


def sealed_tender(public, label, plain, seed):
    header = b"KORI-TENDER-1\n"
    for name in ("competition", "bidder", "part"):
        header += bytes([len(label[name])]) + label[name].encode()
    padded = plain + b"\x80"
    padded += bytes(-len(padded) % 4096)
    header += key_fingerprint(label["competition"], public) + len(padded).to_bytes(8, "big")
    box = Box(public, header, seed)
    pieces = [padded[i:i + 65536] for i in range(0, len(padded), 65536)]
    sealed = [box.seal(piece, b"\1" if i == len(pieces) - 1 else b"\0") for i, piece in enumerate(pieces)]
    return header + box.encapsulated + b"".join(sealed)


# --- The vectors. What looks random is a hash of its name.


def filler(name, length):
    return b"".join(hashlib.sha256(f"{name} {i}".encode()).digest() for i in range(length // 32 + 1))[:length]


def share_vectors():
    rows = []
    for size, needed, openers in ((1, 2, 3), (32, 2, 3), (32, 3, 5), (32, 5, 5), (32, 2, 16), (64, 16, 16)):
        name = f"shares {size} {needed} {openers}"
        secret, coefficients = filler(f"{name} secret", size), filler(f"{name} curves", size * (needed - 1))
        shares = shares_of(secret, needed, openers, coefficients)
        row = {"needed": needed, "openers": openers, "secret": secret.hex(), "coefficients": coefficients.hex(),
               "shares": [share.hex() for share in shares]}
        if size >= 32:
            row["context"] = "cmp_example"
            row["commitments"] = [commitment("cmp_example", needed, openers, number, content).hex()
                                  for number, content in enumerate([secret, *shares])]
        rows.append(row)
    return rows


COMPETITION = "cmp_01j9z3k2m4n5p6q7r8s9t0v1w2"


def locked_share_vectors():
    competition_private, competition_public = derive_pair(filler("competition", 32))
    opener_private, opener_public = derive_pair(filler("opener", 32))
    label = {"competition": COMPETITION, "opener": "usr_example", "needed": 2, "openers": 3, "share": 2}
    share, seed = filler("share", 32), filler("lock", 32)
    return [{"competition_private_key": competition_private.hex(), "opener_private_key": opener_private.hex(),
             "competition_key_text": competition_key_text(COMPETITION, competition_public),
             "opener_key_text": opener_key_text(opener_public), "seed": seed.hex(), "bytes": share.hex(),
             "text": locked_share_text(label, competition_public, opener_public, share, seed), **label}]


def tender_vectors():
    private, public = derive_pair(filler("competition", 32))
    rows = []
    for part, length in (("price", 0), ("price", 9), ("quality", 4095), ("quality", 4096), ("quality", 65535),
                         ("quality", 65536), ("quality", 140000)):
        label = {"competition": COMPETITION, "bidder": "org_example", "part": part}
        plain, seed = filler(f"plain {length}", length), filler(f"seal {length}", 32)
        file = sealed_tender(public, label, plain, seed)
        row = {"private_key": private.hex(), "seed": seed.hex(), **label, "plain_bytes": length,
               "plain_sha256": hashlib.sha256(plain).hexdigest(), "file_bytes": len(file),
               "file_sha256": hashlib.sha256(file).hexdigest()}
        if length < 100:
            row |= {"plain": plain.hex(), "file": file.hex()}
        rows.append(row)
    return rows


def texts():
    made = {"shares.json": share_vectors(), "locked_shares.json": locked_share_vectors(),
            "tenders.json": tender_vectors()}
    return {name: json.dumps(rows, indent=1) + "\n" for name, rows in made.items()}


def check_itself():
    """Each primitive against one value of its standard."""
    example = bytes.fromhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")  # RFC 7748 §6.1
    assert public_of(example).hex().startswith("8520f0098930a754748b7ddcb43ef75a")
    poly_key = bytes.fromhex("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b")  # RFC 8439 §2.5.2
    assert poly1305(poly_key, b"Cryptographic Forum Research Group").hex() == "a8061dc1305136c6c22b8baf0c0127a9"
    assert product(0x57, 0x83) == 0xC1  # FIPS 197 §4.2
    # RFC 9180 appendix A.2.1
    box = Box(bytes.fromhex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a"),
              b"Ode on a Grecian Urn",
              bytes.fromhex("909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b"))
    assert box.seal(b"Beauty is truth, truth beauty", b"Count-0").hex() == (
        "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28")


def main():
    check_itself()
    failed = 0
    made = texts()
    for name, text in made.items():
        if "--write" in sys.argv[1:]:
            VECTORS.mkdir(exist_ok=True)
            (VECTORS / name).write_text(text, encoding="utf-8")
        elif not (VECTORS / name).exists() or (VECTORS / name).read_text(encoding="utf-8") != text:
            print(f"{name} is not what this program makes")
            failed += 1
    print(f"{len(made) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
