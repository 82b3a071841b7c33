import type { ObjectId, RecordedStep } from '../../../instruments/recording.ts';

export interface RootPath {
  /** Name of the function whose frame it starts from. */
  frame: string;
  hops: { label: string; to: ObjectId }[];
}

/** A shortest path of owned references from a frame to an object, through what was recorded; null when there is none. */
export function pathTo(step: RecordedStep, target: ObjectId): RootPath | null {
  const cameFrom = new Map<ObjectId, { from: ObjectId | null; frame: string; label: string }>();
  const queue: ObjectId[] = [];
  const reach = (to: ObjectId, from: ObjectId | null, frame: string, label: string): void => {
    if (to === 0 || cameFrom.has(to)) return;
    cameFrom.set(to, { from, frame, label });
    queue.push(to);
  };
  for (let i = step.frames.length - 1; i >= 0; i--) {
    const frame = step.frames[i]!;
    for (const v of frame.variables) reach(v.to, null, frame.function, v.name);
    for (const s of frame.stack) if (s.owned) reach(s.to, null, frame.function, s.role);
  }
  for (let at = 0; at < queue.length && !cameFrom.has(target); at++) {
    const id = queue[at]!;
    const { frame } = cameFrom.get(id)!;
    for (const r of step.objects.get(id)?.references ?? []) if (r.owned) reach(r.to, id, frame, r.label);
  }
  const hops: RootPath['hops'] = [];
  let at: ObjectId | null = target;
  let frame = '';
  while (at !== null) {
    const hop = cameFrom.get(at);
    if (hop === undefined) return null;
    hops.unshift({ label: hop.label, to: at });
    frame = hop.frame;
    at = hop.from;
  }
  return { frame, hops };
}
