import { type Behaviour, FIELDS, finalize, type Kind, type State, VARIABLES, type World } from './world.ts';

interface Thing {
  id: number;
  kind: Kind;
  behaviour: Behaviour;
  /** Fields, or items. */
  refs: (Thing | null)[];
  count: number;
  /** 0 to 2, 3 = frozen, -1 = untracked. */
  generation: number;
  finalized: boolean;
  watchers: number;
}

/**
 * The collector as CPython 3.10 describes it, in arrays and sets. No speed, no tables, no short cuts.
 * CPython: Modules/gcmodule.c
 */
export class ModelWorld implements World {
  readonly log: string[] = [];
  private readonly variables: (Thing | null)[] = Array(VARIABLES).fill(null);
  /** Generations in order; [3] is frozen. */
  private readonly lists: Thing[][] = [[], [], [], []];
  private readonly things = new Map<number, Thing>();
  private readonly counts = [0, 0, 0];
  private longLivedPending = 0;
  private longLivedTotal = 0;
  private collecting = false;
  private made = 0;

  constructor(
    private readonly thresholds: readonly number[],
    private readonly stress: boolean,
    private readonly wholeSet: boolean,
    private readonly quiet: boolean,
  ) {}

  get state(): State {
    return {
      variables: this.variables.map((v) => v?.id ?? 0),
      generations: this.lists.map((list) => list.map((o) => o.id)),
      counts: [...this.things.values()].map((o): [number, number] => [o.id, o.count]).sort((x, y) => x[0] - y[0]),
      pending: [...this.counts, this.longLivedPending, this.longLivedTotal],
    };
  }

  make(variable: number, kind: Kind, behaviour: Behaviour, items: readonly number[]): void {
    const id = ++this.made;
    if (kind !== 'leaf') this.noteAllocation();
    const refs = kind === 'node' ? Array(FIELDS).fill(null) : items.map((i) => this.variables[i]).filter((x) => x !== null);
    const thing: Thing = { id, kind, behaviour, refs, count: 1, generation: -1, finalized: false, watchers: 0 };
    for (const ref of refs) if (ref !== null) ref.count++;
    this.things.set(id, thing);
    if (kind !== 'leaf') this.track(thing, 0);
    this.store(variable, thing);
  }

  get(variable: number): number {
    return this.variables[variable]?.id ?? 0;
  }

  set(variable: number, object: number): void {
    const thing = this.find(object);
    if (thing !== null) thing.count++;
    this.store(variable, thing);
  }

  kindOf(object: number): Kind {
    return this.must(object).kind;
  }

  behaviourOf(object: number): Behaviour {
    return this.must(object).behaviour;
  }

  field(object: number, i: number): number {
    return this.must(object).refs[i]?.id ?? 0;
  }

  setField(object: number, i: number, target: number): void {
    const thing = this.must(object);
    const value = this.find(target);
    if (value !== null) value.count++;
    const old = thing.refs[i];
    thing.refs[i] = value;
    if (old !== null) this.decref(old);
  }

  append(object: number, target: number): void {
    const value = this.must(target);
    value.count++;
    this.must(object).refs.push(value);
  }

  pop(object: number): void {
    const last = this.must(object).refs.pop();
    if (last !== undefined && last !== null) this.decref(last);
  }

  watch(object: number): void {
    this.must(object).watchers++;
  }

  freeze(): void {
    for (let g = 0; g < 3; g++) {
      this.append3(this.lists[g]);
      this.lists[g] = [];
      this.counts[g] = 0;
    }
  }

  unfreeze(): void {
    for (const thing of this.lists[3]) thing.generation = 2;
    this.lists[2].push(...this.lists[3]);
    this.lists[3] = [];
  }

  collect(generation: number): number {
    if (this.collecting) return 0;
    this.collecting = true;
    const found = this.collectGeneration(generation);
    this.collecting = false;
    return found;
  }

  private append3(list: Thing[]): void {
    for (const thing of list) thing.generation = 3;
    this.lists[3].push(...list);
  }

  private collectGeneration(generation: number): number {
    if (generation < 2) this.counts[generation + 1]++;
    for (let g = 0; g <= generation; g++) this.counts[g] = 0;
    const examined = [...this.lists[generation]];
    for (let g = 0; g < generation; g++) {
      examined.push(...this.lists[g]);
      this.lists[g] = [];
    }
    this.lists[generation] = [];
    const { reached, unreached } = this.split(examined);
    const older = Math.min(generation + 1, 2);
    for (const thing of reached) thing.generation = older;
    this.lists[older].push(...reached);
    // exact tuples leave the collector when nothing in them can be part of a cycle
    let stayed = reached.length;
    for (const thing of reached) {
      if (thing.kind !== 'tuple' || thing.refs.some((ref) => ref !== null && ref.generation >= 0)) continue;
      this.untrack(thing);
      stayed--;
    }
    if (generation === 1) this.longLivedPending += stayed;
    if (generation === 2) {
      this.longLivedPending = 0;
      this.longLivedTotal = stayed;
    }
    this.collectable = unreached;
    const watched = unreached.filter((thing) => thing.watchers > 0);
    const called = watched.map((thing) => [thing.id, thing.watchers]);
    for (const thing of watched) thing.watchers = 0;
    for (const [id, n] of called) for (let i = 0; i < n; i++) this.log.push(`callback of ${id}`);
    this.finalizeAll();
    const { reached: again, unreached: still } = this.split(this.collectable);
    const garbage = this.wholeSet && again.length > 0 ? [] : still;
    const back = garbage === still ? again : [...again, ...still];
    for (const thing of back) thing.generation = older;
    this.lists[older].push(...back);
    this.collectable = garbage;
    const collected = garbage.length;
    this.clearAll(older);
    return collected;
  }

  /** Objects of the unreachable set that are still in its list. */
  private collectable: Thing[] = [];

  private finalizeAll(): void {
    for (const thing of [...this.collectable]) {
      if (this.quiet || !this.collectable.includes(thing) || thing.kind !== 'node' || thing.finalized) continue;
      thing.finalized = true;
      thing.count++;
      this.log.push(`finalize ${thing.id}`);
      finalize(this, thing.id);
      this.decref(thing);
    }
  }

  private clearAll(older: number): void {
    while (this.collectable.length > 0) {
      const thing = this.collectable[0];
      thing.count++;
      this.clear(thing);
      this.decref(thing);
      if (this.collectable[0] !== thing) continue;
      this.collectable.shift();
      thing.generation = older;
      this.lists[older].push(thing);
    }
  }

  /** What is held from outside the list and all it reaches, in the order in which it is reached; and the rest. */
  private split(list: readonly Thing[]): { reached: Thing[]; unreached: Thing[] } {
    const left = new Map<Thing, number>(list.map((thing) => [thing, thing.count]));
    for (const thing of list) for (const ref of thing.refs) if (ref !== null && left.has(ref)) left.set(ref, (left.get(ref) as number) - 1);
    const waiting = [...list];
    const reached: Thing[] = [];
    const unreached: Thing[] = [];
    while (waiting.length > 0) {
      const thing = waiting.shift() as Thing;
      if (left.get(thing) === 0) {
        unreached.push(thing);
        continue;
      }
      left.delete(thing);
      reached.push(thing);
      for (const ref of inOrder(thing)) {
        if (!left.has(ref)) continue;
        left.set(ref, Math.max(left.get(ref) as number, 1));
        if (!unreached.includes(ref)) continue;
        unreached.splice(unreached.indexOf(ref), 1);
        waiting.push(ref);
      }
    }
    return { reached, unreached };
  }

  /** tp_clear. */
  private clear(thing: Thing): void {
    if (thing.kind === 'tuple' && !this.quiet) return;
    if (thing.kind !== 'node') {
      while (thing.refs.length > 0) {
        const last = thing.refs.pop();
        if (last !== undefined && last !== null) this.decref(last);
      }
      return;
    }
    for (let i = 0; i < thing.refs.length; i++) {
      const ref = thing.refs[i];
      thing.refs[i] = null;
      if (ref !== null) this.decref(ref);
    }
  }

  private decref(thing: Thing): void {
    if (--thing.count > 0) return;
    if (thing.watchers > 0) {
      const n = thing.watchers;
      thing.watchers = 0;
      for (let i = 0; i < n; i++) this.log.push(`callback of ${thing.id}`);
    }
    if (!this.quiet && thing.kind === 'node' && !thing.finalized) {
      thing.finalized = true;
      thing.count = 1;
      this.log.push(`finalize ${thing.id}`);
      finalize(this, thing.id);
      if (--thing.count > 0) return;
    }
    this.untrack(thing);
    if (thing.kind === 'node') this.clear(thing);
    else {
      while (thing.refs.length > 0) {
        const last = thing.refs.pop();
        if (last !== undefined && last !== null) this.decref(last);
      }
    }
    if (thing.kind !== 'leaf' && this.counts[0] > 0) this.counts[0]--;
    this.things.delete(thing.id);
    this.log.push(`free ${thing.id}`);
  }

  private noteAllocation(): void {
    if (++this.counts[0] > this.thresholds[0]) {
      if (this.collecting) return;
      for (let g = 2; g >= 0; g--) {
        if (this.counts[g] <= this.thresholds[g]) continue;
        if (g === 2 && this.longLivedPending < Math.floor(this.longLivedTotal / 4)) continue;
        this.collect(g);
        return;
      }
    } else if (this.stress) this.collect(2);
  }

  private track(thing: Thing, generation: number): void {
    thing.generation = generation;
    this.lists[generation].push(thing);
  }

  private untrack(thing: Thing): void {
    if (thing.generation < 0) return;
    thing.generation = -1;
    for (const list of [...this.lists, this.collectable]) {
      const at = list.indexOf(thing);
      if (at >= 0) list.splice(at, 1);
    }
  }

  private store(variable: number, thing: Thing | null): void {
    const old = this.variables[variable];
    this.variables[variable] = thing;
    if (old !== null) this.decref(old);
  }

  private find(object: number): Thing | null {
    return object === 0 ? null : this.must(object);
  }

  private must(object: number): Thing {
    const thing = this.things.get(object);
    if (thing === undefined) throw new Error(`object ${object} is gone`);
    return thing;
  }
}

/** Fields from the first to the last, items from the last to the first: the order of the traversals. */
function inOrder(thing: Thing): Thing[] {
  const refs = thing.refs.filter((ref) => ref !== null);
  return thing.kind === 'node' ? refs : refs.reverse();
}
