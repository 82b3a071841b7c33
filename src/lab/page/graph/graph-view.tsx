import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Icon } from '../components/icon.tsx';
import type { Texts } from '../text/english.ts';
import { savePicture } from './export-picture.ts';
import type { FrameBox, GraphEdge, GraphNode, ObjectGraph } from './graph-model.ts';
import { type Box, edgePath, FrameMetrics, type PlacedGraph, type StableLayout } from './stable-layout.ts';

/** What is written over a node instead of its count, and how it is coloured; the collector's view sets it. */
export interface NodeOverlay {
  badge: string;
  tone: 'plain' | 'good' | 'warn' | 'bad' | 'gone';
}

interface GraphViewProps {
  graph: ObjectGraph;
  layout: StableLayout;
  t: Texts;
  selectedKey: string | null;
  onSelect(key: string): void;
  /** Asked for a fold or a closed node. */
  onOpen(key: string): void;
  overlays?: ReadonlyMap<string, NodeOverlay>;
  /** Further controls in the bar. */
  children?: preact.ComponentChildren;
  fileName: string;
}

interface ViewPort {
  x: number;
  y: number;
  scale: number;
}

/** From here down nobody can read the letters: they and the arrowheads are left out, which cost most of the drawing. */
const FAR_SCALE = 0.4;
const MIN_SCALE = 0.15;
/** The window by itself does not make letters smaller than this; what then does not fit is a drag away. */
const READABLE_SCALE = 0.62;
const MAX_SCALE = 3;
const GAP_TO_EDGE = 16;

/** Colour number of a type, the same everywhere. */
export function typeHue(type: string): number {
  let hash = 7;
  for (let i = 0; i < type.length; i++) hash = (hash * 31 + type.charCodeAt(i)) | 0;
  return ((hash % 12) + 12) % 12;
}

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function FrameShape({
  frame,
  box,
  t,
  selected,
  onSelect,
}: {
  frame: FrameBox;
  box: Box;
  t: Texts;
  selected: number | null;
  onSelect(id: number): void;
}) {
  return (
    <g class={`frame ${frame.active ? 'active' : ''}`} transform={`translate(${box.x} ${box.y})`}>
      <rect width={box.width} height={box.height} rx="8" />
      <text class="frame-title" x="12" y="20">
        {clip(frame.title, 18)}
      </text>
      <text class="frame-line" x={box.width - 10} y="20" text-anchor="end">
        {frame.line > 0 ? t.step.line(frame.line) : ''}
      </text>
      {frame.rows.map((row, i) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the graph's keys reach the same objects
        <g
          key={row.key}
          class={`frame-row ${row.stack ? 'stack' : ''} ${row.to === selected ? 'selected' : ''}`}
          transform={`translate(0 ${FrameMetrics.head + FrameMetrics.row * i})`}
          onClick={(e) => {
            e.stopPropagation();
            onSelect(row.to);
          }}
        >
          <rect x="4" y="1" width={box.width - 8} height={FrameMetrics.row - 2} rx="4" />
          <text x="12" y="16">
            {clip(row.stack ? t.instrument(row.name) : row.name, row.inline === null ? 24 : 14)}
          </text>
          {row.inline === null ? (
            <circle cx={box.width - 12} cy={FrameMetrics.row / 2} r="3.5" />
          ) : (
            <text class="inline" x={box.width - 12} y="16" text-anchor="end">
              {clip(row.inline, 12)}
            </text>
          )}
          <title>{row.stack ? `${t.graph.stack}: ${t.instrument(row.name)}` : row.name}</title>
        </g>
      ))}
    </g>
  );
}

function EdgeShape({ edge, placed, lit }: { edge: GraphEdge; placed: PlacedGraph; lit: boolean }) {
  const to = placed.nodes.get(edge.to);
  const row = placed.rows.get(edge.from);
  const from = row === undefined ? placed.nodes.get(edge.from) : { x: row.x - 12, y: row.y, width: 0, height: 0 };
  if (to === undefined || from === undefined) return null;
  const path = edgePath(from, to, row !== undefined);
  const label = edge.count > 3 ? `${edge.label} … ×${edge.count}` : edge.label;
  return (
    <g class={`edge ${edge.owned ? '' : 'borrowed'} ${lit ? 'lit' : ''}`}>
      <path d={path.d} marker-end={lit ? 'url(#arrow-lit)' : 'url(#arrow)'} />
      {label === '' ? null : (
        <text x={path.x} y={path.y - 3} text-anchor="middle">
          {clip(label, 22)}
        </text>
      )}
    </g>
  );
}

function NodeShape({
  node,
  box,
  t,
  selected,
  overlay,
}: {
  node: GraphNode;
  box: Box;
  t: Texts;
  selected: boolean;
  overlay: NodeOverlay | undefined;
}) {
  const { object } = node;
  const mark = node.mark === null ? '' : t.graph.marks[node.mark];
  const badge = overlay?.badge ?? (object === null ? null : String(object.count));
  const delta = node.delta === 0 || overlay !== undefined ? '' : node.delta > 0 ? `+${node.delta}` : `−${-node.delta}`;
  const badgeWidth = badge === null ? 0 : 14 + badge.length * 7.5;
  return (
    <>
      <rect class="body" width={box.width} height={box.height} rx="7" />
      <rect class={`stripe hue${typeHue(object?.type ?? node.title)}`} x="0" y="7" width="4" height={box.height - 14} rx="2" />
      <text class="node-type" x="13" y="19">
        {clip(node.title, badge === null ? 21 : 15)}
      </text>
      <text class="node-value" x="13" y="37">
        {clip(node.value, delta === '' ? 20 : 16)}
      </text>
      {badge === null ? null : (
        <g class="badge" transform={`translate(${box.width - badgeWidth - 6} 6)`}>
          <rect width={badgeWidth} height="18" rx="9" />
          <text x={badgeWidth / 2} y="13.5" text-anchor="middle">
            {badge}
          </text>
        </g>
      )}
      {delta === '' ? null : (
        <text class={`delta ${node.delta > 0 ? 'up' : 'down'}`} x={box.width - 8} y="39" text-anchor="end">
          {delta}
        </text>
      )}
      {mark === '' || overlay !== undefined ? null : (
        <text class="mark" x="8" y="-4">
          {mark}
        </text>
      )}
      {node.closed && node.kind === 'object' ? (
        <text class="more" x={box.width - 10} y={box.height - 6} text-anchor="end">
          ⋯
        </text>
      ) : null}
      {selected ? <rect class="ring" x="-4" y="-4" width={box.width + 8} height={box.height + 8} rx="10" /> : null}
    </>
  );
}

/** Frames, objects and references, with a window that moves over them: drag, wheel, keys. */
export function GraphView({ graph, layout, t, selectedKey, onSelect, onOpen, overlays, children, fileName }: GraphViewProps) {
  const svg = useRef<SVGSVGElement>(null);
  const [tidied, setTidied] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `tidied` counts how often the seats were thrown away
  const placed = useMemo(() => layout.place(graph), [graph, layout, tidied]);
  const [port, setPort] = useState<ViewPort>({ x: 0, y: 0, scale: 1 });
  const [focusKey, setFocusKey] = useState<string | null>(null);
  const moved = useRef(false);
  const drag = useRef<{ x: number; y: number; port: ViewPort; node: string | null } | null>(null);
  const fitted = useRef<{ width: number; height: number } | null>(null);

  const zoomAt = (factor: number, cx: number, cy: number): void => {
    moved.current = true;
    setPort((p) => {
      const scale = Math.max(MIN_SCALE, Math.min(MAX_SCALE, p.scale * factor));
      return { scale, x: cx - ((cx - p.x) / p.scale) * scale, y: cy - ((cy - p.y) / p.scale) * scale };
    });
  };
  /** Shows the whole graph, or as much of it as can be read, with the selected object in sight. */
  const fit = (smallest: number): void => {
    const box = svg.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    const scale = Math.max(smallest, Math.min(1.1, box.width / placed.width, box.height / placed.height));
    const seat = selectedKey === null ? undefined : placed.nodes.get(selectedKey);
    const intoSight = (end: number | undefined, room: number): number => Math.min(0, room - ((end ?? 0) + GAP_TO_EDGE) * scale);
    setPort({
      scale,
      x: Math.max(0, (box.width - placed.width * scale) / 2) * 0.3 + intoSight(seat && seat.x + seat.width, box.width),
      y: intoSight(seat && seat.y + seat.height, box.height),
    });
    fitted.current = { width: placed.width, height: placed.height };
    moved.current = false;
  };
  const latestFit = useRef(fit);
  latestFit.current = fit;
  // Until the person moves the window, it grows with the graph; it never shrinks the picture back and forth.
  // biome-ignore lint/correctness/useExhaustiveDependencies: fits when the size of the graph changes
  useEffect(() => {
    if (!moved.current && (fitted.current === null || placed.width > fitted.current.width || placed.height > fitted.current.height))
      fit(READABLE_SCALE);
  }, [placed.width, placed.height]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for the window's size
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (!moved.current) latestFit.current(READABLE_SCALE);
    });
    observer.observe(svg.current!);
    return () => observer.disconnect();
  }, []);
  // React to the wheel without scrolling the page: the handler must not be passive.
  // biome-ignore lint/correctness/useExhaustiveDependencies: zoomAt only uses setters and refs
  useEffect(() => {
    const element = svg.current!;
    const onWheel = (e: WheelEvent): void => {
      e.preventDefault();
      const box = element.getBoundingClientRect();
      if (e.ctrlKey || e.metaKey || e.deltaMode !== 0 || Math.abs(e.deltaY) >= 40)
        zoomAt(Math.exp(-e.deltaY * 0.0018), e.clientX - box.left, e.clientY - box.top);
      else {
        moved.current = true;
        setPort((p) => ({ ...p, x: p.x - e.deltaX, y: p.y - e.deltaY }));
      }
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);

  const order = useMemo(
    () =>
      [...graph.nodes].sort(
        (a, b) => placed.nodes.get(a.key)!.x - placed.nodes.get(b.key)!.x || placed.nodes.get(a.key)!.y - placed.nodes.get(b.key)!.y,
      ),
    [graph, placed],
  );
  const tabStop = focusKey !== null && placed.nodes.has(focusKey) ? focusKey : (selectedKey ?? order[0]?.key ?? null);

  const activate = (node: GraphNode): void => {
    if (node.kind === 'fold') onOpen(node.key);
    else onSelect(node.key);
  };
  /** The nearest node in a direction. */
  const neighbour = (from: Box, dx: number, dy: number): GraphNode | null => {
    let best: GraphNode | null = null;
    let bestCost = Number.POSITIVE_INFINITY;
    for (const node of graph.nodes) {
      const box = placed.nodes.get(node.key)!;
      const [ox, oy] = [box.x - from.x, box.y - from.y];
      const along = ox * dx + oy * dy;
      if (along <= 1) continue;
      const cost = along + 2.5 * Math.abs(ox * dy + oy * dx);
      if (cost < bestCost) [best, bestCost] = [node, cost];
    }
    return best;
  };
  const onKey = (e: KeyboardEvent): void => {
    const key = (e.target as Element).getAttribute?.('data-key') ?? null;
    const box = svg.current!.getBoundingClientRect();
    const directions: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const direction = directions[e.key];
    if (e.altKey || e.ctrlKey || e.metaKey) return;
    if (direction !== undefined && key !== null && !e.shiftKey) {
      const next = neighbour(placed.nodes.get(key)!, ...direction);
      if (next !== null) {
        setFocusKey(next.key);
        svg.current!.querySelector<SVGGElement>(`[data-key="${CSS.escape(next.key)}"]`)?.focus();
      }
      e.preventDefault();
      e.stopPropagation();
    } else if (e.key === 'Enter' || e.key === ' ') {
      const node = graph.nodes.find((n) => n.key === key);
      if (node !== undefined) activate(node);
      e.preventDefault();
    } else if (e.key === '+' || e.key === '=') zoomAt(1.25, box.width / 2, box.height / 2);
    else if (e.key === '-') zoomAt(0.8, box.width / 2, box.height / 2);
    else if (e.key === '0') fit(MIN_SCALE);
  };

  // drawn once for many places of the window: moving and zooming change the group's transform alone
  // biome-ignore lint/correctness/useExhaustiveDependencies: the handlers only use setters and what is listed
  const world = useMemo(
    () => (
      <>
        {graph.edges.map((edge) => (
          <EdgeShape
            key={`${edge.from}>${edge.to}>${edge.owned}`}
            edge={edge}
            placed={placed}
            lit={edge.to === selectedKey || edge.from === selectedKey}
          />
        ))}
        {graph.frames.map((frame) => (
          <FrameShape
            key={frame.key}
            frame={frame}
            box={placed.frames.get(frame.key)!}
            t={t}
            selected={selectedKey === null ? null : Number(selectedKey.slice(1))}
            onSelect={(id) => onSelect(`o${id}`)}
          />
        ))}
        {graph.nodes.map((node) => {
          const box = placed.nodes.get(node.key)!;
          const overlay = overlays?.get(node.key);
          const mark = node.mark === null ? '' : t.graph.marks[node.mark];
          const name =
            node.object === null
              ? t.graph.fold(node.title)
              : t.graph.node(node.object.type, node.object.value, node.object.count, overlay === undefined ? mark : overlay.badge);
          return (
            // biome-ignore lint/a11y/useSemanticElements: SVG has no button
            <g
              key={node.key}
              data-key={node.key}
              class={`node ${node.kind} ${overlay === undefined ? (node.mark ?? '') : `tone-${overlay.tone}`} ${node.key === selectedKey ? 'selected' : ''}`}
              transform={`translate(${box.x} ${box.y})`}
              role="button"
              aria-label={name}
              aria-pressed={node.kind === 'object' ? node.key === selectedKey : undefined}
              tabindex={node.key === tabStop ? 0 : -1}
              onFocus={() => setFocusKey(node.key)}
              onClick={(e) => {
                e.stopPropagation();
                activate(node);
              }}
              onDblClick={() => {
                if (node.closed) onOpen(node.key);
              }}
            >
              <NodeShape node={node} box={box} t={t} selected={node.key === selectedKey} overlay={overlay} />
            </g>
          );
        })}
      </>
    ),
    [graph, placed, selectedKey, overlays, tabStop, t, onSelect, onOpen],
  );
  return (
    <div class="graph">
      <div class="graph-bar">
        <button type="button" class="icon-button" aria-label={t.graph.zoomIn} title={t.graph.zoomIn} onClick={() => zoomAt(1.25, 200, 150)}>
          <Icon name="plus" />
        </button>
        <button type="button" class="icon-button" aria-label={t.graph.zoomOut} title={t.graph.zoomOut} onClick={() => zoomAt(0.8, 200, 150)}>
          <Icon name="minus" />
        </button>
        <button type="button" class="icon-button" aria-label={t.graph.fit} title={t.graph.fit} onClick={() => fit(MIN_SCALE)}>
          <Icon name="fit" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={t.graph.tidy}
          title={t.graph.tidy}
          onClick={() => {
            layout.clear();
            moved.current = false;
            fitted.current = null;
            setTidied((n) => n + 1);
          }}
        >
          <Icon name="tidy" />
        </button>
        {children}
        <span class="spring" />
        {graph.hidden > 0 ? <span class="muted small">{t.graph.hidden(graph.hidden)}</span> : null}
        <button type="button" class="quiet" onClick={() => void savePicture(svg.current!, placed, 'svg', fileName)}>
          {t.graph.svg}
        </button>
        <button type="button" class="quiet" onClick={() => void savePicture(svg.current!, placed, 'png', fileName)}>
          {t.graph.png}
        </button>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: there is no HTML element for a drawing of nodes */}
      <svg
        ref={svg}
        class={`graph-svg ${port.scale < FAR_SCALE ? 'far' : ''}`}
        role="group"
        aria-label={`${t.graph.label}: ${t.graph.describe(graph.nodes.length, graph.edges.length, graph.frames.length)}`}
        onKeyDown={onKey}
        onPointerDown={(e) => {
          if (e.button !== 0) return;
          const node = (e.target as Element).closest('[data-key]')?.getAttribute('data-key') ?? null;
          drag.current = { x: e.clientX, y: e.clientY, port, node };
        }}
        onPointerMove={(e) => {
          const d = drag.current;
          if (d === null || (e.buttons & 1) === 0) return;
          const [dx, dy] = [e.clientX - d.x, e.clientY - d.y];
          if (Math.abs(dx) + Math.abs(dy) < 4) return;
          svg.current!.setPointerCapture(e.pointerId);
          moved.current = true;
          setPort({ ...d.port, x: d.port.x + dx, y: d.port.y + dy });
        }}
        onPointerUp={() => {
          drag.current = null;
        }}
      >
        <defs>
          {['arrow', 'arrow-lit'].map((id) => (
            <marker key={id} id={id} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
              <path d="M0 0.5 7.5 4 0 7.5z" class={id} />
            </marker>
          ))}
        </defs>
        <g class="world" transform={`translate(${port.x} ${port.y}) scale(${port.scale})`}>
          {world}
        </g>
      </svg>
    </div>
  );
}
