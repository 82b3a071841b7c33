import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Recording } from '../../../instruments/recording.ts';
import { savePicture } from '../graph/export-picture.ts';
import { useLab } from '../state/lab.ts';
import { bytesText } from '../text/bytes-text.ts';

const LEFT = 64;
const RIGHT = 12;
const BYTES_HEIGHT = 190;
const GENERATIONS_TOP = 250;
const GENERATIONS_HEIGHT = 90;
const HEIGHT = GENERATIONS_TOP + GENERATIONS_HEIGHT + 26;
/** Points of a line at most: more than one for each pixel is not seen. */
const POINTS = 800;

interface Scale {
  /** Of the whole drawing, in pixels of the page. */
  width: number;
  x(step: number): number;
  step(x: number): number;
}

/** Steps that are drawn: all, or the first, lowest and highest of each stretch, so that no peak is lost. */
function chosenSteps(values: ArrayLike<number>): number[] {
  const n = values.length;
  if (n <= POINTS) return Array.from({ length: n }, (_, i) => i);
  const chosen: number[] = [];
  const stretch = n / (POINTS / 2);
  for (let from = 0; from < n; from += stretch) {
    let [low, high] = [Math.floor(from), Math.floor(from)];
    for (let i = Math.floor(from); i < Math.min(n, from + stretch); i++) {
      if (values[i]! < values[low]!) low = i;
      if (values[i]! > values[high]!) high = i;
    }
    chosen.push(...(low < high ? [low, high] : low > high ? [high, low] : [low]));
  }
  return chosen;
}

function line(values: ArrayLike<number>, scale: Scale, y: (v: number) => number): string {
  return chosenSteps(values)
    .map((i, k) => `${k === 0 ? 'M' : 'L'}${scale.x(i).toFixed(1)} ${y(values[i]!).toFixed(1)}`)
    .join('');
}

/** A round number at or above n, for the top of an axis. */
function roundUp(n: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1, n)));
  return [1, 1.5, 2, 3, 4, 5, 7.5, 10].map((f) => f * unit).find((top) => top >= n) ?? n;
}

function Lines({ recording, scale }: { recording: Recording; scale: Scale }) {
  const { lab, t } = useLab();
  const { columns } = recording;
  const shapes = useMemo(() => {
    const { live, committed, generations } = columns;
    const low = Math.min(...minOf(live), ...minOf(committed)) * 0.98;
    const high = Math.max(...maxOf(live), ...maxOf(committed)) * 1.01;
    const y = (v: number): number => 16 + BYTES_HEIGHT - ((v - low) / Math.max(1, high - low)) * BYTES_HEIGHT;
    const sizes = [0, 1, 2].map((g) => Float64Array.from(live, (_, i) => generations[3 * i + g]!));
    const tracked = Float64Array.from(live, (_, i) => sizes[0]![i]! + sizes[1]![i]!);
    const top = roundUp(Math.max(1, ...maxOf(tracked)));
    const gy = (v: number): number => GENERATIONS_TOP + GENERATIONS_HEIGHT - (v / top) * GENERATIONS_HEIGHT;
    return {
      live: line(live, scale, y),
      committed: line(committed, scale, y),
      ticks: [0, 0.25, 0.5, 0.75, 1].map((f) => ({ y: y(low + f * (high - low)), text: bytesText(Math.round(low + f * (high - low))) })),
      generations: [0, 1].map((g) => line(sizes[g]!, scale, gy)),
      top,
    };
  }, [columns, scale]);
  return (
    <>
      {shapes.ticks.map((tick) => (
        <g key={tick.text} class="tick">
          <line x1={LEFT} x2={scale.width - RIGHT} y1={tick.y} y2={tick.y} />
          <text x={LEFT - 6} y={tick.y + 4} text-anchor="end">
            {tick.text}
          </text>
        </g>
      ))}
      <path class="committed" d={shapes.committed} />
      <path class="live" d={shapes.live} />
      <text class="chart-title" x={LEFT} y={GENERATIONS_TOP - 8}>
        {t.memory.generations}
      </text>
      <g class="tick">
        <line x1={LEFT} x2={scale.width - RIGHT} y1={GENERATIONS_TOP + GENERATIONS_HEIGHT} y2={GENERATIONS_TOP + GENERATIONS_HEIGHT} />
        <text x={LEFT - 6} y={GENERATIONS_TOP + 8} text-anchor="end">
          {shapes.top}
        </text>
        <text x={LEFT - 6} y={GENERATIONS_TOP + GENERATIONS_HEIGHT + 4} text-anchor="end">
          0
        </text>
      </g>
      {shapes.generations.map((d, g) => (
        <path key={d} class={`generation${g}`} d={d} />
      ))}
      {recording.collections.map((c, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: collections stand in order
        // biome-ignore lint/a11y/noStaticElementInteractions: the slider below reaches every step
        <g key={i} class="collection" onClick={() => lab.player.go(c.step + 1)}>
          <line x1={scale.x(c.step)} x2={scale.x(c.step)} y1="16" y2={GENERATIONS_TOP + GENERATIONS_HEIGHT} />
          <path d={`M${scale.x(c.step) - 5} 6h10l-5 9z`} />
          <title>{t.memory.collection(c.generation, c.collected, c.step + 1)}</title>
        </g>
      ))}
    </>
  );
}

function* minOf(values: Float64Array): Generator<number> {
  yield values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function* maxOf(values: Float64Array): Generator<number> {
  yield values.reduce((a, b) => Math.max(a, b), 0);
}

/** Bytes in use and committed, the young generations, and the collections, over the steps of a recording. */
export function Timeline({ recording }: { recording: Recording }) {
  const { lab, t } = useLab();
  const { player } = lab;
  const svg = useRef<SVGSVGElement>(null);
  const steps = recording.columns.live.length;
  const box = useRef<HTMLDivElement>(null);
  const [whole, setWhole] = useState(800);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWhole(Math.max(260, Math.round(entry!.contentRect.width))));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  const scale = useMemo<Scale>(() => {
    const width = whole - LEFT - RIGHT;
    return {
      width: whole,
      x: (step) => LEFT + (steps < 2 ? 0 : (step / (steps - 1)) * width),
      step: (x) => Math.max(0, Math.min(steps - 1, Math.round(((x - LEFT) / width) * (steps - 1)))),
    };
  }, [steps, whole]);
  const at = (e: PointerEvent): void => {
    player.go(scale.step(e.clientX - svg.current!.getBoundingClientRect().left));
  };
  const { index } = player;
  return (
    <figure class="timeline">
      <figcaption>
        <h3>{t.memory.timeline}</h3>
        <ul class="keys-of-chart">
          <li class="live">{t.memory.live}</li>
          <li class="committed">{t.memory.committed}</li>
          <li class="generation0">{t.memory.generation(0)}</li>
          <li class="generation1">{t.memory.generation(1)}</li>
          <li class="collection">{t.memory.collections}</li>
        </ul>
        <span class="spring" />
        <button type="button" class="quiet" onClick={() => void savePicture(svg.current!, { width: whole, height: HEIGHT }, 'svg', 'timeline')}>
          {t.graph.svg}
        </button>
        <button type="button" class="quiet" onClick={() => void savePicture(svg.current!, { width: whole, height: HEIGHT }, 'png', 'timeline')}>
          {t.graph.png}
        </button>
      </figcaption>
      <div
        ref={box}
        class="chart-box"
        role="slider"
        tabIndex={0}
        aria-label={`${t.memory.timeline}. ${t.memory.jump}`}
        aria-valuemin={1}
        aria-valuemax={steps}
        aria-valuenow={index.value + 1}
        aria-valuetext={`${t.step.position(index.value + 1, steps)}: ${bytesText(recording.columns.live[index.value] ?? 0)}`}
        onKeyDown={(e) => {
          // the page's own keys step back and on; up and down do the same here, as sliders have it
          if (e.key === 'ArrowUp') player.by(1);
          else if (e.key === 'ArrowDown') player.by(-1);
          else return;
          e.preventDefault();
        }}
        onPointerDown={(e) => {
          (e.currentTarget as Element).setPointerCapture(e.pointerId);
          at(e);
        }}
        onPointerMove={(e) => {
          if ((e.buttons & 1) !== 0) at(e);
        }}
      >
        <svg ref={svg} viewBox={`0 0 ${whole} ${HEIGHT}`} class="chart" aria-hidden="true">
          <Lines recording={recording} scale={scale} />
          <line class="now" x1={scale.x(index.value)} x2={scale.x(index.value)} y1="10" y2={GENERATIONS_TOP + GENERATIONS_HEIGHT} />
          <text class="axis" x={whole - RIGHT} y={HEIGHT - 6} text-anchor="end">
            {steps} {t.memory.steps}
          </text>
        </svg>
      </div>
    </figure>
  );
}
