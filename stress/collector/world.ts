/**
 * What a random program does, written against two worlds: the memory layer, and a model that is too simple to be wrong. Objects have
 * numbers; 0 is none. Whatever can be seen of either must be the same.
 */

/** A record with three fields; a sequence that grows; a fixed sequence that may leave the collector; an object without references. */
export type Kind = 'node' | 'list' | 'tuple' | 'leaf';

/** What a node's finalizer does, beside writing itself down. */
export const BEHAVIOURS = ['nothing', 'resurrect', 'cut', 'save', 'make'] as const;
export type Behaviour = (typeof BEHAVIOURS)[number];

export const VARIABLES = 8;
export const FIELDS = 3;

/** What a program uses of a world. */
export interface World {
  /** What happened, in order: finalizers, callbacks of weak references, deaths. */
  readonly log: string[];
  /** A new object in a variable. A tuple takes its items from variables. */
  make(variable: number, kind: Kind, behaviour: Behaviour, items: readonly number[]): void;
  get(variable: number): number;
  set(variable: number, object: number): void;
  kindOf(object: number): Kind;
  behaviourOf(object: number): Behaviour;
  field(object: number, i: number): number;
  setField(object: number, i: number, target: number): void;
  append(object: number, target: number): void;
  pop(object: number): void;
  /** A weak reference whose callback writes itself down. */
  watch(object: number): void;
  collect(generation: number): number;
  freeze(): void;
  unfreeze(): void;
}

/** What is compared after each step. */
export interface State {
  variables: number[];
  /** Members of each generation in order, the frozen ones last. */
  generations: number[][];
  /** Counts of the living objects, by number. */
  counts: [number, number][];
  /** Allocations and collections since, as gc.get_count; then survivors of middle collections since the last full one, and of that one. */
  pending: number[];
}

/** One step of a program. */
export interface Step {
  kind: string;
  a: number;
  b: number;
  c: number;
}

export const STEPS = [
  'node',
  'node',
  'list',
  'leaf',
  'tuple',
  'link',
  'link',
  'link',
  'drop',
  'load',
  'pop',
  'watch',
  'collect',
  'collect',
  'freeze',
  'unfreeze',
];

/** A finalizer's deeds. */
export function finalize(world: World, object: number): void {
  const at = object % VARIABLES;
  switch (world.behaviourOf(object)) {
    case 'resurrect':
      world.set(at, object);
      break;
    case 'cut':
      world.setField(object, 0, 0);
      break;
    case 'save':
      world.set(at, world.field(object, 1));
      break;
    case 'make':
      world.make(at, 'node', 'nothing', []);
      break;
  }
}

/** Runs one step; what it finds in the wrong state it leaves. */
export function run(world: World, { kind, a, b, c }: Step): string {
  const object = world.get(a);
  const target = world.get(b);
  const is = (...kinds: Kind[]): boolean => object !== 0 && kinds.includes(world.kindOf(object));
  switch (kind) {
    case 'node':
      world.make(a, 'node', BEHAVIOURS[c % BEHAVIOURS.length], []);
      break;
    case 'list':
    case 'leaf':
      world.make(a, kind, 'nothing', []);
      break;
    case 'tuple':
      world.make(a, 'tuple', 'nothing', [a, b, (a + c) % VARIABLES].slice(0, c % 4));
      break;
    case 'link':
      if (is('node')) world.setField(object, c % FIELDS, target);
      else if (is('list') && target !== 0) world.append(object, target);
      break;
    case 'drop':
      world.set(a, 0);
      break;
    case 'load':
      if (is('node')) world.set(b, world.field(object, c % FIELDS));
      break;
    case 'pop':
      if (is('list')) world.pop(object);
      break;
    case 'watch':
      if (object !== 0) world.watch(object);
      break;
    case 'collect':
      return String(world.collect(c % 3));
    case 'freeze':
      if (c === 0) world.freeze();
      break;
    case 'unfreeze':
      world.unfreeze();
      break;
  }
  return '';
}
