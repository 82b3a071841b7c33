/** Messages a second that are sent at once; a program that writes more has its output gathered. */
const BURST = 400;
const GATHER_BYTES = 32 * 1024;
const GATHER_MS = 40;

/** Takes the bytes a program writes and hands them on as text, at once for people and gathered for floods. */
export class OutputSender {
  private readonly decoders = new Map<number, TextDecoder>();
  private gathered = '';
  private gatheredFd = 1;
  private windowStart = 0;
  private sentInWindow = 0;
  private lastSent = 0;
  /** Bytes written so far. */
  bytes = 0;
  private readonly send: (fd: number, text: string) => void;
  /** Bytes at the beginning that were shown in an earlier run. */
  private readonly skip: number;

  constructor(send: (fd: number, text: string) => void, skip: number) {
    this.send = send;
    this.skip = skip;
  }

  write(fd: number, bytes: Uint8Array): void {
    const hidden = Math.min(bytes.length, Math.max(0, this.skip - this.bytes));
    this.bytes += bytes.length;
    let decoder = this.decoders.get(fd);
    if (decoder === undefined) this.decoders.set(fd, (decoder = new TextDecoder()));
    const text = decoder.decode(bytes.subarray(hidden), { stream: true });
    if (text === '') return;
    if (fd !== this.gatheredFd) this.flush();
    this.gatheredFd = fd;
    this.gathered += text;
    const now = performance.now();
    if (now - this.windowStart > 1000) {
      this.windowStart = now;
      this.sentInWindow = 0;
    }
    if (this.sentInWindow < BURST || this.gathered.length > GATHER_BYTES || now - this.lastSent > GATHER_MS) {
      this.sentInWindow++;
      this.lastSent = now;
      this.flush();
    }
  }

  flush(): void {
    if (this.gathered === '') return;
    this.send(this.gatheredFd, this.gathered);
    this.gathered = '';
  }
}
