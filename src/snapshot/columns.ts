/** Columns that grow: what builds a graph before its size is known. */
type Column = Float64Array | Uint32Array | Uint8Array;

function wider<C extends Column>(column: C, length: number): C {
  const made = new (column.constructor as new (n: number) => C)(Math.max(length, column.length + (column.length >> 1)));
  made.set(column);
  return made;
}

export class Uint32Column {
  length = 0;
  private data: Uint32Array;

  constructor(capacity = 1024) {
    this.data = new Uint32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) this.data = wider(this.data, this.length + 1024);
    this.data[this.length++] = value;
  }

  set(index: number, value: number): void {
    this.data[index] = value;
  }

  get(index: number): number {
    return this.data[index];
  }

  /** The column, cut to its length; the collector must not be used afterwards. */
  finish(): Uint32Array {
    return this.length === this.data.length ? this.data : this.data.slice(0, this.length);
  }
}

export class Uint8Column {
  length = 0;
  private data: Uint8Array;

  constructor(capacity = 1024) {
    this.data = new Uint8Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) this.data = wider(this.data, this.length + 1024);
    this.data[this.length++] = value;
  }

  set(index: number, value: number): void {
    this.data[index] = value;
  }

  get(index: number): number {
    return this.data[index];
  }

  finish(): Uint8Array {
    return this.length === this.data.length ? this.data : this.data.slice(0, this.length);
  }
}

export class Float64Column {
  length = 0;
  private data: Float64Array;

  constructor(capacity = 1024) {
    this.data = new Float64Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.data.length) this.data = wider(this.data, this.length + 1024);
    this.data[this.length++] = value;
  }

  set(index: number, value: number): void {
    this.data[index] = value;
  }

  finish(): Float64Array {
    return this.length === this.data.length ? this.data : this.data.slice(0, this.length);
  }
}
