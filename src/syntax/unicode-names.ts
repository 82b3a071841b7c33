/** Characters by their Unicode names, for `\N{…}` and unicodedata. CPython: Modules/unicodedata.c _getcode, _getucname. */
import { unzlibSync } from 'fflate';
import { PACKED_NAMES } from './unicode-names-data.ts';

/** Blocks whose names are a prefix and the code in hexadecimal. */
const NUMBERED: readonly [prefix: string, first: number, last: number][] = [
  ['CJK UNIFIED IDEOGRAPH-', 0x3400, 0x4dbf],
  ['CJK UNIFIED IDEOGRAPH-', 0x4e00, 0x9fff],
  ['CJK UNIFIED IDEOGRAPH-', 0x20000, 0x2a6df],
  ['CJK UNIFIED IDEOGRAPH-', 0x2a700, 0x2b739],
  ['CJK UNIFIED IDEOGRAPH-', 0x2b740, 0x2b81d],
  ['CJK UNIFIED IDEOGRAPH-', 0x2b820, 0x2cea1],
  ['CJK UNIFIED IDEOGRAPH-', 0x2ceb0, 0x2ebe0],
  ['CJK UNIFIED IDEOGRAPH-', 0x2ebf0, 0x2ee5d],
  ['CJK UNIFIED IDEOGRAPH-', 0x30000, 0x3134a],
  ['CJK UNIFIED IDEOGRAPH-', 0x31350, 0x323af],
  ['CJK COMPATIBILITY IDEOGRAPH-', 0xf900, 0xfa6d],
  ['CJK COMPATIBILITY IDEOGRAPH-', 0xfa70, 0xfad9],
  ['CJK COMPATIBILITY IDEOGRAPH-', 0x2f800, 0x2fa1d],
  ['NUSHU CHARACTER-', 0x1b170, 0x1b2fb],
  ['KHITAN SMALL SCRIPT CHARACTER-', 0x18b00, 0x18cd5],
];

/** Aliases of control and format characters, which have no name of their own: `name=code`. */
const ALIASES =
  'NULL=0,START OF HEADING=1,START OF TEXT=2,END OF TEXT=3,END OF TRANSMISSION=4,ENQUIRY=5,ACKNOWLEDGE=6,ALERT=7,BACKSPACE=8,' +
  'CHARACTER TABULATION=9,LINE FEED=a,LINE TABULATION=b,FORM FEED=c,CARRIAGE RETURN=d,SHIFT OUT=e,SHIFT IN=f,DATA LINK ESCAPE=10,' +
  'DEVICE CONTROL ONE=11,DEVICE CONTROL TWO=12,DEVICE CONTROL THREE=13,DEVICE CONTROL FOUR=14,NEGATIVE ACKNOWLEDGE=15,' +
  'SYNCHRONOUS IDLE=16,END OF TRANSMISSION BLOCK=17,CANCEL=18,END OF MEDIUM=19,SUBSTITUTE=1a,ESCAPE=1b,' +
  'INFORMATION SEPARATOR FOUR=1c,INFORMATION SEPARATOR THREE=1d,INFORMATION SEPARATOR TWO=1e,INFORMATION SEPARATOR ONE=1f,' +
  'FILE SEPARATOR=1c,GROUP SEPARATOR=1d,RECORD SEPARATOR=1e,UNIT SEPARATOR=1f,DELETE=7f,NEXT LINE=85,NEW LINE=a,END OF LINE=a,' +
  'HORIZONTAL TABULATION=9,VERTICAL TABULATION=b,NUL=0,BEL=7,BS=8,TAB=9,HT=9,LF=a,NL=a,EOL=a,VT=b,FF=c,CR=d,SO=e,SI=f,ESC=1b,' +
  'DEL=7f,SP=20,NBSP=a0,ZWJ=200d,ZWNJ=200c,ZWSP=200b,BOM=feff,BYTE ORDER MARK=feff,ZWNBSP=feff,SHY=ad,LRM=200e,RLM=200f,NEL=85,' +
  'BREAK PERMITTED HERE=82,NO BREAK HERE=83,PADDING CHARACTER=80,HIGH OCTET PRESET=81,INDEX=84,START OF SELECTED AREA=86,' +
  'END OF SELECTED AREA=87,CONTROL SEQUENCE INTRODUCER=9b,STRING TERMINATOR=9c,OPERATING SYSTEM COMMAND=9d,' +
  'APPLICATION PROGRAM COMMAND=9f,CGJ=34f,WJ=2060,LRE=202a,RLE=202b,PDF=202c,LRO=202d,RLO=202e,LRI=2066,RLI=2067,FSI=2068,' +
  'PDI=2069,NNBSP=202f,SOH=1,STX=2,ETX=3,EOT=4,ENQ=5,ACK=6,DLE=10,DC1=11,DC2=12,DC3=13,DC4=14,NAK=15,SYN=16,ETB=17,CAN=18,' +
  'EOM=19,EM=19,SUB=1a,FS=1c,GS=1d,RS=1e,US=1f,VS1=fe00,VS2=fe01,VS15=fe0e,VS16=fe0f';

const LEADS = 'G GG N D DD R M B BB S SS  J JJ C K T P H'.split(' ');
const VOWELS = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ');
const TAILS = ' G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ');
const HANGUL = 'HANGUL SYLLABLE ';
const FIRST_SYLLABLE = 0xac00;

interface Names {
  codes: Map<string, number>;
  names: Map<number, string>;
}

/** Unpacked when first asked for: a constant. */
const UNPACKED: { table: Names | null } = { table: null };

function names(): Names {
  UNPACKED.table ??= unpack();
  return UNPACKED.table;
}

function unpack(): Names {
  const packed = Uint8Array.from(atob(PACKED_NAMES), (c) => c.charCodeAt(0));
  const lines = new TextDecoder().decode(unzlibSync(packed)).split('\n');
  const table: Names = { codes: new Map(), names: new Map() };
  let code = -1;
  let words: string[] = [];
  for (const line of lines) {
    const semicolon = line.indexOf(';');
    code += semicolon < 0 ? 1 : Number.parseInt(line.slice(0, semicolon), 16);
    const shared = line.charCodeAt(semicolon + 1) - 48;
    words = [...words.slice(0, shared), ...line.slice(semicolon + 2).split(' ')];
    const name = words.join(' ').trimEnd();
    table.codes.set(name, code);
    table.names.set(code, name);
  }
  for (const alias of ALIASES.split(',')) {
    const equals = alias.indexOf('=');
    table.codes.set(alias.slice(0, equals), Number.parseInt(alias.slice(equals + 1), 16));
  }
  return table;
}

/** The character of a name or alias, whatever its case; undefined when there is none. */
export function characterNamed(name: string): string | undefined {
  const upper = name.toUpperCase();
  if (upper.startsWith(HANGUL)) return syllable(upper.slice(HANGUL.length));
  const numbered = /^(.*-)([0-9A-F]{4,5})$/.exec(upper);
  if (numbered !== null) {
    const code = Number.parseInt(numbered[2], 16);
    for (const [prefix, first, last] of NUMBERED) {
      if (numbered[1] === prefix && code >= first && code <= last) return String.fromCodePoint(code);
    }
  }
  const code = names().codes.get(upper);
  return code === undefined ? undefined : String.fromCodePoint(code);
}

/** The name of a code point, or null when it has none. */
export function nameOfCharacter(code: number): string | null {
  if (code >= FIRST_SYLLABLE && code <= 0xd7a3) {
    const index = code - FIRST_SYLLABLE;
    return `${HANGUL}${LEADS[Math.floor(index / 588)]}${VOWELS[Math.floor((index % 588) / 28)]}${TAILS[index % 28]}`;
  }
  for (const [prefix, first, last] of NUMBERED) {
    if (code >= first && code <= last) return `${prefix}${code.toString(16).toUpperCase()}`;
  }
  return names().names.get(code) ?? null;
}

function longest(parts: string[], text: string): number {
  let best = -1;
  parts.forEach((part, i) => {
    if (text.startsWith(part) && (best < 0 || part.length > parts[best].length)) best = i;
  });
  return best;
}

function syllable(text: string): string | undefined {
  const lead = longest(LEADS, text);
  const afterLead = text.slice(LEADS[lead].length);
  const vowel = longest(VOWELS, afterLead);
  if (vowel < 0) return undefined;
  const tail = TAILS.indexOf(afterLead.slice(VOWELS[vowel].length));
  return tail < 0 ? undefined : String.fromCharCode(FIRST_SYLLABLE + (lead * 21 + vowel) * 28 + tail);
}
