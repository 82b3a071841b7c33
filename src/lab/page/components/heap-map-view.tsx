import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { HeapMap, HeapPool } from '../../worker/protocol.ts';
import { typeHue } from '../graph/graph-view.tsx';
import { useLab } from '../state/lab.ts';
import { bytesText } from '../text/bytes-text.ts';

type Colouring = 'size' | 'type';

const POOL = 30;
const GAP = 4;
const HEAD = 22;
const HUES = ['#d9534f', '#e08a3c', '#cdae2f', '#7fb13c', '#35a56b', '#2aa7a0', '#3a9ad9', '#5b7fe0', '#8367d8', '#b25fc9', '#d4589b', '#8a8f98'];

interface Place {
  x: number;
  y: number;
  pool: HeapPool | null;
  arena: number;
}

/** Where each pool is drawn for a width. */
function placePools(map: HeapMap, width: number): { places: Place[]; heads: { y: number; arena: number }[]; height: number } {
  const perRow = Math.max(4, Math.floor((width + GAP) / (POOL + GAP)));
  const places: Place[] = [];
  const heads: { y: number; arena: number }[] = [];
  let y = 0;
  map.arenas.forEach((arena, n) => {
    heads.push({ y, arena: n });
    y += HEAD;
    for (let i = 0; i < arena.poolCount; i++) {
      const column = i % perRow;
      places.push({ x: column * (POOL + GAP), y: y + Math.floor(i / perRow) * (POOL + GAP), pool: arena.pools[i] ?? null, arena: n });
    }
    y += Math.ceil(arena.poolCount / perRow) * (POOL + GAP) + 8;
  });
  return { places, heads, height: y };
}

/** Blocks stand in rows of a pool's square. */
function grid(pool: HeapPool): { columns: number; rows: number } {
  const columns = Math.ceil(Math.sqrt(pool.blocks.length));
  return { columns, rows: Math.ceil(pool.blocks.length / columns) };
}

function sizeColour(bytes: number): string {
  return `hsl(${170 + (bytes / 512) * 190} 55% 48%)`;
}

/** Arenas, their pools, and the blocks in those, on a canvas; what the pointer is over is said below it. */
export function HeapMapView({ map, onSelect }: { map: HeapMap; onSelect(address: number): void }) {
  const { lab, t } = useLab();
  const canvas = useRef<HTMLCanvasElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  const [colouring, setColouring] = useState<Colouring>('size');
  const [over, setOver] = useState('');
  const placed = useMemo(() => placePools(map, width), [map, width]);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.max(200, Math.floor(entry!.contentRect.width))));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  const theme = lab.settings.theme.value;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the colours that are read from the page
  useEffect(() => {
    const element = canvas.current!;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    // Canvases beyond this height are refused by browsers; the rest of a very large heap is in the table.
    const height = Math.min(placed.height, 16_000 / ratio);
    element.width = width * ratio;
    element.height = height * ratio;
    element.style.height = `${height}px`;
    const g = element.getContext('2d')!;
    g.scale(ratio, ratio);
    const style = getComputedStyle(element);
    const [text, empty, free] = [
      style.getPropertyValue('color'),
      style.getPropertyValue('outline-color'),
      style.getPropertyValue('border-top-color'),
    ];
    g.font = '12px system-ui, sans-serif';
    g.fillStyle = text;
    for (const { y, arena } of placed.heads) {
      const a = map.arenas[arena]!;
      g.fillText(t.memory.arena(arena + 1, bytesText(a.used), bytesText(a.bytes)), 0, y + 15);
    }
    for (const { x, y, pool } of placed.places) {
      g.fillStyle = empty;
      g.fillRect(x, y, POOL, POOL);
      if (pool === null || pool.blocks.length === 0) continue;
      const { columns, rows } = grid(pool);
      const [w, h] = [POOL / columns, POOL / rows];
      pool.blocks.forEach((b, i) => {
        g.fillStyle = b === 0 ? free : colouring === 'size' ? sizeColour(pool.blockBytes) : b === 1 ? '#8a8f98' : HUES[typeHue(map.types[b - 2]!)]!;
        if (b !== 0) g.fillRect(x + (i % columns) * w, y + Math.floor(i / columns) * h, Math.max(0.6, w - 0.35), Math.max(0.6, h - 0.35));
      });
    }
  }, [map, placed, width, colouring, t, theme]);
  const at = (e: MouseEvent): { place: Place; block: number } | null => {
    const rect = canvas.current!.getBoundingClientRect();
    const [px, py] = [e.clientX - rect.left, e.clientY - rect.top];
    const place = placed.places.find((p) => px >= p.x && px < p.x + POOL && py >= p.y && py < p.y + POOL);
    if (place === undefined) return null;
    if (place.pool === null || place.pool.blocks.length === 0) return { place, block: -1 };
    const { columns, rows } = grid(place.pool);
    const block = Math.floor(((py - place.y) / POOL) * rows) * columns + Math.floor(((px - place.x) / POOL) * columns);
    return { place, block: block < place.pool.blocks.length ? block : -1 };
  };
  const describe = (found: { place: Place; block: number } | null): string => {
    if (found === null) return '';
    const { pool } = found.place;
    if (pool === null || pool.blocks.length === 0) return t.memory.emptyPool;
    const used = pool.blocks.reduce((n, b) => n + (b === 0 ? 0 : 1), 0);
    const b = found.block < 0 ? 0 : pool.blocks[found.block]!;
    const words = t.memory.pool(pool.blockBytes, used, pool.blocks.length);
    return b >= 2 ? `${words} — ${map.types[b - 2]}` : words;
  };
  return (
    <div class="heap-map" ref={box}>
      <div class="heap-map-bar">
        <label class="field">
          <span>{t.memory.colour}</span>
          <select value={colouring} onChange={(e) => setColouring(e.currentTarget.value === 'type' ? 'type' : 'size')}>
            <option value="size">{t.memory.bySize}</option>
            <option value="type">{t.memory.byType}</option>
          </select>
        </label>
        <span class="muted small">
          {t.memory.large}: {map.otherBlocks} ({bytesText(map.otherBytes)})
        </span>
        <output class="small">{over}</output>
      </div>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${t.memory.heapMap}: ${map.arenas.map((a, n) => t.memory.arena(n + 1, bytesText(a.used), bytesText(a.bytes))).join('; ')}`}
        onMouseMove={(e) => setOver(describe(at(e)))}
        onMouseLeave={() => setOver('')}
        onClick={(e) => {
          const found = at(e);
          if (found === null || found.place.pool === null || found.block < 0) return;
          const block = found.place.pool.first + (found.block * found.place.pool.blockBytes) / 4;
          // an object stands at the start of its block, or behind the collector's header of 16 bytes
          onSelect(block);
          onSelect(block + 4);
        }}
      />
    </div>
  );
}
