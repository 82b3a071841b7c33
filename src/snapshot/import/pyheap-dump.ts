/** Writes a PyHeap dump. */
class Dump {
  private readonly parts: number[] = [];

  u8(n: number): this {
    this.parts.push(n);
    return this;
  }
  u16(n: number): this {
    return this.u8((n >> 8) & 255).u8(n & 255);
  }
  u32(n: number): this {
    return this.u16(n >>> 16).u16(n & 0xffff);
  }
  u64(n: number): this {
    return this.u32(Math.floor(n / 2 ** 32)).u32(n >>> 0);
  }
  text(s: string): this {
    const bytes = new TextEncoder().encode(s);
    this.u16(bytes.length);
    this.parts.push(...bytes);
    return this;
  }
  list(addresses: number[]): this {
    this.u32(addresses.length);
    for (const a of addresses) this.u64(a);
    return this;
  }
  get bytes(): Uint8Array {
    return Uint8Array.from(this.parts);
  }
}

/** A dump for tests: a module holds a dict, which holds a list of one object under a key; a local holds the object too. `later`: the newer of the two layouts. */
export function pyheapDump(later: boolean): Uint8Array {
  const [MODULE, DICT, LIST, STR, A, TYPE] = [0x7f0000000010, 0x20, 0x30, 0x40, 0x50, 0x60];
  const [module, dict, list, str, a] = [0x7f0000001000, 0x2000, 0x3000, 0x4000, 0x5000];
  const d = new Dump().u64(123_000_321).u32(1).text('2026-01-01T00:00:00').u64(1);
  if (later) d.u32(2).text('dict').u64(DICT).text('list').u64(LIST);
  d.u32(1).text('MainThread').u8(1).u8(0).u32(1).text('a.py').u32(12).text('func').u32(1).text('x').u64(a);
  d.u32(1).text('__class__');
  d.u32(3);
  for (const common of [STR, DICT, LIST]) d.u64(common).u32(1).u16(0xffff).u64(TYPE);
  d.u32(5);
  d.u64(module).u64(MODULE).u32(72).list([dict]).u32(1).u16(0xffff).u64(MODULE).text("<module 'm'>");
  d.u64(dict).u64(DICT).u32(232);
  if (later) d.u32(1).u64(str).u64(list);
  d.list([str, list]);
  if (!later) d.text("{'key': …}");
  d.u64(list).u64(LIST).u32(64);
  if (later) d.list([a]);
  d.list([a]);
  if (!later) d.text('[…]');
  d.u64(str).u64(STR).u32(52).list([]).text("'key'");
  d.u64(a).u64(A).u32(48).list([A, 0x9999]).u32(2).u16(0xffff).u64(A).text('lost').u64(0x9999).text('<A object>');
  d.u32(5).u64(MODULE).text('module').u64(DICT).text('dict').u64(LIST).text('list').u64(STR).text('str').u64(A).text('A');
  return d.u64(123_000_321).bytes;
}
