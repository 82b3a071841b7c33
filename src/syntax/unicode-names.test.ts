import { expect, test } from 'vitest';
import { characterNamed, nameOfCharacter } from './unicode-names.ts';

test('names and aliases find their characters, whatever the case', () => {
  expect(characterNamed('greek small letter alpha')).toBe('α');
  expect(characterNamed('SNOWMAN')).toBe('☃');
  expect(characterNamed('LINE FEED')).toBe('\n');
  expect(characterNamed('BEL')).toBe('\x07');
  expect(characterNamed('GRINNING FACE')).toBe('😀');
  expect(characterNamed('CJK UNIFIED IDEOGRAPH-4E00')).toBe('一');
  expect(characterNamed('HANGUL SYLLABLE HANG')).toBe('항');
  expect(characterNamed('HANGUL SYLLABLE A')).toBe('아');
  expect(characterNamed('NO SUCH NAME')).toBeUndefined();
});

test('characters have the names of the database', () => {
  expect(nameOfCharacter(0x41)).toBe('LATIN CAPITAL LETTER A');
  expect(nameOfCharacter(0x2603)).toBe('SNOWMAN');
  expect(nameOfCharacter(0xd56d)).toBe('HANGUL SYLLABLE HANG');
  expect(nameOfCharacter(0x20000)).toBe('CJK UNIFIED IDEOGRAPH-20000');
  expect(nameOfCharacter(0x0a)).toBeNull();
  expect(nameOfCharacter(0xe0001)).toBe('LANGUAGE TAG');
});
