import type { ObjectId, RecordedObject, RecordedStep } from '../../../instruments/recording.ts';

/** One reference to an object, as the recorded step shows it. */
export interface Holder {
  /** Object that holds it, or null for a frame. */
  object: RecordedObject | null;
  /** Name of the function for a frame. */
  frame: string | null;
  label: string;
  owned: boolean;
  /** Counted, but left out by the model's sys.getrefcount. */
  lent: boolean;
  /** A name of a module: its namespace holds the object. */
  global: boolean;
}

/** Every recorded reference to an object. What the count has beyond the owned ones is held outside the recording. */
export function holdersOf(step: RecordedStep, id: ObjectId): Holder[] {
  const found: Holder[] = [];
  const counted = new Set<string>();
  for (const frame of step.frames) {
    for (const v of frame.variables) {
      if (v.to !== id) continue;
      // a cell is shared by the functions that use the variable, a namespace by all frames of its module
      const shared = v.kind === 'global' ? `${frame.file} ${v.name}` : v.kind === 'local' ? '' : v.name;
      if (shared !== '' && counted.has(shared)) continue;
      counted.add(shared);
      found.push({ object: null, frame: frame.function, label: v.name, owned: true, lent: v.lent, global: v.kind === 'global' });
    }
    for (const s of frame.stack)
      if (s.to === id) found.push({ object: null, frame: frame.function, label: s.role, owned: s.owned, lent: s.lent, global: false });
  }
  for (const object of step.objects.values())
    for (const r of object.references)
      if (r.to === id) found.push({ object, frame: null, label: r.label, owned: r.owned, lent: false, global: false });
  return found;
}
