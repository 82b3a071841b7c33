import { deflateRawSync, deflateSync, gzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { browserZlib } from './browser-zlib.ts';
import { HostError } from './host.ts';
import { nodeZlib } from './node-zlib.ts';

const text = new TextEncoder().encode('the quick brown fox jumps over the lazy dog. '.repeat(300));

/** Bytes with repetitions, so that every kind of block occurs. */
const data = fc
  .array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 50 })), { maxLength: 20 })
  .map((parts) => Uint8Array.from(parts.flatMap(([bytes, times]) => Array.from({ length: times }, () => [...bytes]).flat())));

describe('browserZlib', () => {
  it('reads what zlib writes, at every level', () => {
    fc.assert(
      fc.property(data, fc.integer({ min: 0, max: 9 }), (bytes, level) => {
        expect([...browserZlib.inflate(deflateRawSync(bytes, { level }), -15).data]).toEqual([...bytes]);
        const zlib = deflateSync(bytes, { level });
        expect(browserZlib.inflate(Buffer.concat([zlib, Buffer.from('rest')]), 15)).toMatchObject({ consumed: zlib.length, ended: true });
        expect([...browserZlib.inflate(gzipSync(bytes, { level }), 31).data]).toEqual([...bytes]);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('writes what zlib reads, in parts too', () => {
    expect(inflateSync(browserZlib.deflate(text, 6, 15)).equals(text)).toBe(true);
    const parts = [browserZlib.deflatePart(text, 6, new Uint8Array(0), false), browserZlib.deflatePart(text, 6, text.slice(-32768), true)];
    expect(inflateRawSync(Buffer.concat(parts)).equals(Buffer.concat([text, text]))).toBe(true);
  });

  it('gives what it has of data that is cut off, and refuses wrong data in the words of zlib', () => {
    const whole = deflateSync(text);
    for (let n = 0; n < whole.length; n += 7) expect(browserZlib.inflate(whole.subarray(0, n), 15).ended).toBe(false);
    const wrong = [
      Buffer.from('no zlib at all'),
      Buffer.concat([whole.subarray(0, whole.length - 1), Buffer.from([1])]),
      Buffer.from([0x78, 0x9c, 0xff]),
    ];
    for (const bytes of wrong) {
      const messages = [browserZlib, nodeZlib].map((zlib) => {
        try {
          zlib.inflate(bytes, 15);
          return '';
        } catch (thrown) {
          return thrown instanceof HostError ? thrown.message : String(thrown);
        }
      });
      expect(messages[0]).toBe(messages[1]);
      expect(messages[0]).not.toBe('');
    }
  });
});
