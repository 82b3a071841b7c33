import type { FrameTracer, Runtime } from '../core/runtime.ts';
import { instrumentForTracing } from '../frames/evaluation-hooks.ts';

/** Several tracers as one: each is told of everything, in the order in which they began. */
class SeveralTracers implements FrameTracer {
  private readonly parts: readonly FrameTracer[];

  constructor(parts: readonly FrameTracer[]) {
    this.parts = parts;
  }

  instruction(frame: number): void {
    for (const part of this.parts) part.instruction(frame);
  }

  handedOn(frame: number): void {
    for (const part of this.parts) part.handedOn(frame);
  }

  raised(frame: number): void {
    for (const part of this.parts) part.raised(frame);
  }

  left(frame: number): void {
    for (const part of this.parts) part.left(frame);
  }
}

/** Starts or stops telling a tracer what frames do. Code reports its instructions while there is any. */
export function setTracing(rt: Runtime, tracer: FrameTracer, on: boolean): void {
  const active = rt.stateOf('tracers', () => new Set<FrameTracer>());
  if (on) active.add(tracer);
  else active.delete(tracer);
  const [first] = active;
  rt.tracer = first === undefined ? null : active.size === 1 ? first : new SeveralTracers([...active]);
  instrumentForTracing(rt, active.size > 0);
}
