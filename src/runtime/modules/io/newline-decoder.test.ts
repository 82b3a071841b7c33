import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Seen, translateNewlines } from './newline-decoder.ts';

describe('line ends', () => {
  it('are translated alike however the text is cut into pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', '\r', '\n', '\r\n', 'b'), { maxLength: 20 }),
        fc.array(fc.nat(20), { maxLength: 4 }),
        (parts, cuts) => {
          const text = parts.join('');
          const whole = translateNewlines(text, false, 0, true, true);
          let pending = false;
          let seen = 0;
          let joined = '';
          const bounds = [0, ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b), text.length];
          for (let i = 1; i < bounds.length; i++) {
            const piece = translateNewlines(text.slice(bounds[i - 1], bounds[i]), pending, seen, true, i === bounds.length - 1);
            ({ pending, seen } = piece);
            joined += piece.text;
          }
          expect(joined).toBe(text.replace(/\r\n?/g, '\n'));
          expect(joined).toBe(whole.text);
          expect(seen).toBe(whole.seen);
        },
      ),
    );
  });

  it('are told apart', () => {
    expect(translateNewlines('a\rb\nc\r\n', false, 0, false, true)).toEqual({
      text: 'a\rb\nc\r\n',
      pending: false,
      seen: Seen.cr | Seen.lf | Seen.crlf,
    });
  });
});
