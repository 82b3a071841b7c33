import { batch, type Signal, signal } from '@preact/signals';
import type {
  SnapshotAnswer,
  SnapshotCycle,
  SnapshotDifference,
  SnapshotNode,
  SnapshotObject,
  SnapshotRequest,
  SnapshotSummary,
} from '../../worker/snapshot-protocol.ts';

/** A level of the tree of dominators that is shown. */
export interface TreeLevel {
  node: number;
  title: string;
  retained: number;
  children: readonly SnapshotNode[];
}

/** A heap file that is open; all work on it is done in a worker of its own. */
export class Snapshots {
  readonly summary: Signal<SnapshotSummary | null> = signal(null);
  readonly reading: Signal<string | null> = signal(null);
  readonly failure: Signal<string | null> = signal(null);
  readonly levels: Signal<readonly TreeLevel[]> = signal([]);
  readonly object: Signal<SnapshotObject | null> = signal(null);
  readonly cycles: Signal<{ cycles: readonly SnapshotCycle[]; total: number } | null> = signal(null);
  readonly difference: Signal<SnapshotDifference | null> = signal(null);
  private worker: Worker | null = null;
  private nextId = 1;
  private readonly waiting = new Map<number, (answer: SnapshotAnswer) => void>();
  private readonly base: URL;

  constructor(base: URL) {
    this.base = base;
  }

  async open(name: string, bytes: ArrayBuffer): Promise<void> {
    this.close();
    this.reading.value = name;
    const answer = await this.ask({ kind: 'open', name, bytes }, [bytes]);
    const summary = answer.kind === 'opened' ? answer.summary : null;
    if (summary === null) {
      batch(() => {
        this.reading.value = null;
        this.failure.value = answer.kind === 'failed' ? answer.message : '';
      });
      return;
    }
    const tree = await this.branching(-1);
    batch(() => {
      this.reading.value = null;
      this.summary.value = summary;
      if (tree.kind === 'children') this.levels.value = [{ node: -1, title: summary.name, retained: tree.retained, children: tree.children }];
    });
  }

  /** The first level below a node with more than one node in it: a module keeps one dict alive, a foreign file has a single root above all. */
  private async branching(from: number): Promise<SnapshotAnswer> {
    let tree = await this.ask({ kind: 'children', node: from });
    while (tree.kind === 'children' && tree.children.length === 1 && tree.children[0]!.node >= 0)
      tree = await this.ask({ kind: 'children', node: tree.children[0]!.node });
    return tree;
  }

  close(): void {
    this.worker?.terminate();
    this.worker = null;
    this.waiting.clear();
    batch(() => {
      for (const s of [this.summary, this.reading, this.failure, this.object, this.cycles, this.difference]) s.value = null;
      this.levels.value = [];
    });
  }

  /** Goes into a node of the tree. */
  async enter(node: SnapshotNode): Promise<void> {
    if (node.node < 0) return;
    const answer = await this.branching(node.node);
    if (answer.kind === 'children' && answer.children.length > 0)
      this.levels.value = [
        ...this.levels.value,
        { node: node.node, title: `${node.type} ${node.value}`, retained: answer.retained, children: answer.children },
      ];
    await this.show(node.node);
  }

  up(to: number): void {
    this.levels.value = this.levels.value.slice(0, to + 1);
  }

  async show(node: number): Promise<void> {
    if (node < 0) return;
    const answer = await this.ask({ kind: 'object', node });
    if (answer.kind === 'object') this.object.value = answer.object;
  }

  async findCycles(): Promise<void> {
    const answer = await this.ask({ kind: 'cycles' });
    if (answer.kind === 'cycles') this.cycles.value = answer;
  }

  async compare(name: string, bytes: ArrayBuffer): Promise<void> {
    const answer = await this.ask({ kind: 'difference', name, bytes }, [bytes]);
    if (answer.kind === 'difference') this.difference.value = answer.difference;
    else if (answer.kind === 'failed') this.failure.value = answer.message;
  }

  private ask(request: SnapshotRequest, transfer: Transferable[] = []): Promise<SnapshotAnswer> {
    this.worker ??= this.start();
    const id = this.nextId++;
    const { worker } = this;
    return new Promise((done) => {
      this.waiting.set(id, done);
      worker.postMessage({ id, request }, transfer);
    });
  }

  private start(): Worker {
    const worker = new Worker(new URL('snapshot-worker.js', this.base));
    worker.onmessage = ({ data }: MessageEvent<{ id: number; answer: SnapshotAnswer }>) => {
      this.waiting.get(data.id)?.(data.answer);
      this.waiting.delete(data.id);
    };
    worker.onerror = (event) => {
      for (const done of this.waiting.values()) done({ kind: 'failed', message: event.message || 'the page has too little memory for it' });
      this.waiting.clear();
    };
    return worker;
  }
}
