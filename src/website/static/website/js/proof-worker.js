// Solves one challenge of ours (altcha's protocol 2, SHA-256, one round): the counter whose hash begins as asked.
// By hand, not with crypto.subtle: that answers one hash a turn, and is missing outside https.

const K = new Uint32Array(64);
const START = new Uint32Array(8);

// The first 32 bits of the fractional parts of the cube and square roots of the first primes (FIPS 180-4, 4.2.2, 5.3.3).
(() => {
    const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) >>> 0;
    for (let found = 0, number = 2; found < 64; number += 1) {
        let prime = true;
        for (let divisor = 2; divisor * divisor <= number; divisor += 1) if (number % divisor === 0) prime = false;
        if (!prime) continue;
        if (found < 8) START[found] = fraction(Math.sqrt(number));
        K[found] = fraction(Math.cbrt(number));
        found += 1;
    }
})();

const rotate = (word, by) => (word >>> by) | (word << (32 - by));
const schedule = new Uint32Array(64);

/** The hash of one padded block of sixteen words, into `digest`. */
function hash(block, digest) {
    schedule.set(block);
    for (let t = 16; t < 64; t += 1) {
        const a = schedule[t - 15];
        const b = schedule[t - 2];
        const low = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3);
        const high = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10);
        schedule[t] = schedule[t - 16] + low + schedule[t - 7] + high;
    }
    let [a, b, c, d, e, f, g, h] = START;
    for (let t = 0; t < 64; t += 1) {
        const one = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + K[t] + schedule[t]) | 0;
        const two = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + one) | 0;
        d = c; c = b; b = a; a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => { digest[at] = START[at] + word; });
}

const hex = (words) => Array.from(words, (word) => word.toString(16).padStart(8, "0")).join("");

/** Salt (16 bytes), nonce (16), counter (4), then FIPS 180-4's padding: 36 bytes fit one block. */
function solve({ salt, nonce, keyPrefix }) {
    const block = new Uint32Array(16);
    const text = salt + nonce;
    for (let at = 0; at < 8; at += 1) block[at] = parseInt(text.slice(at * 8, at * 8 + 8), 16);
    block[9] = 0x80000000;
    block[15] = 36 * 8;
    const digest = new Uint32Array(8);
    for (let counter = 0; counter <= 0xffffffff; counter += 1) {
        block[8] = counter;
        hash(block, digest);
        if (hex(digest.subarray(0, 1)).startsWith(keyPrefix)) return { counter, derivedKey: hex(digest) };
    }
    throw new Error("no solution");
}

self.onmessage = ({ data }) => self.postMessage(solve(data));
