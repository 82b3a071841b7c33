import { type InputChannel, SHARED_INPUT_BYTES, SharedInputState, SharedInputWord } from './protocol.ts';

/** Thrown through a program that is to be run again once the person has answered. */
export class AnswerWanted extends Error {
  override readonly name = 'AnswerWanted';
}

/** Standard input of a program in a worker: line by line, empty at its end. */
export class InputReader {
  private pending: Uint8Array = new Uint8Array(0);
  private next = 0;
  private readonly channel: InputChannel;
  private readonly ask: () => void;

  /** `ask` tells the page that a line is wanted. */
  constructor(channel: InputChannel, ask: () => void) {
    this.channel = channel;
    this.ask = ask;
  }

  /** Up to `size` bytes of the current line. Throws AnswerWanted where the program must be run again to go on. */
  read(size: number): Uint8Array {
    if (this.pending.length === 0)
      this.pending = this.channel.kind === 'shared' ? this.wait(this.channel.buffer) : this.replayed(this.channel.answers);
    const part = this.pending.subarray(0, size);
    this.pending = this.pending.subarray(part.length);
    return part;
  }

  private replayed(answers: readonly string[]): Uint8Array {
    const answer = answers[this.next++];
    if (answer === undefined) {
      this.ask();
      throw new AnswerWanted('the program waits for input');
    }
    return new TextEncoder().encode(answer);
  }

  private wait(buffer: SharedArrayBuffer): Uint8Array {
    const words = new Int32Array(buffer, 0, SharedInputWord.words);
    Atomics.store(words, SharedInputWord.state, SharedInputState.waiting);
    this.ask();
    Atomics.wait(words, SharedInputWord.state, SharedInputState.waiting);
    if (Atomics.load(words, SharedInputWord.state) === SharedInputState.ended) return new Uint8Array(0);
    const length = Math.min(words[SharedInputWord.length]!, SHARED_INPUT_BYTES);
    return new Uint8Array(buffer, SharedInputWord.words * 4, length).slice();
  }
}
