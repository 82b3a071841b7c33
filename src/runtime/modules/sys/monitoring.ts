import { Ob } from '../../../memory/layout.ts';
import { dictSetText, newDict } from '../../containers/dict-object.ts';
import { listAppend, newList } from '../../containers/list-object.ts';
import { listSetItem } from '../../containers/list-slices.ts';
import { call } from '../../core/abstract/call.ts';
import { asCInt } from '../../core/abstract/number.ts';
import { isStr } from '../../core/abstract/object.ts';
import { checkPositional } from '../../core/arguments.ts';
import { typeError, valueError } from '../../core/errors.ts';
import { List } from '../../core/layout.ts';
import type { Owned } from '../../core/ownership.ts';
import type { Runtime } from '../../core/runtime.ts';
import { Meth } from '../../core/signatures.ts';
import { S, T } from '../../core/static.ts';
import { newInt } from '../../numbers/int-object.ts';
import { monitor, TOOLS } from '../../tracing/monitor.ts';
import { setModuleValue } from '../create-module.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { nativeState } from '../native-state.ts';

/** sys.monitoring. CPython: Python/instrumentation.c, monitoring_* */

function toolOf(rt: Runtime, arg: number): number {
  const id = asCInt(rt, arg);
  if (id < 0 || id >= TOOLS) valueError(rt, `invalid tool ${id} (must be between 0 and ${TOOLS - 1})`);
  return id;
}

/** List of the names of the tools, None where there is none. */
function toolNames(rt: Runtime): number {
  return nativeState(rt, 'monitoring.tools', (r) => {
    const list = r.own(newList(r, 0));
    for (let i = 0; i < TOOLS; i++) listAppend(r, list, S.None);
    return r.unown(list);
  });
}

function nameOf(rt: Runtime, tool: number): number {
  return rt.H[rt.H[toolNames(rt) + List.items]! + 2 * tool]!;
}

/** A tool that is in use. ValueError. */
function usedTool(rt: Runtime, arg: number): number {
  const tool = toolOf(rt, arg);
  if (nameOf(rt, tool) === S.None) valueError(rt, `tool ${tool} is not in use`);
  return tool;
}

function useToolId(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'use_tool_id', nargs, 2, 2);
  const tool = toolOf(rt, rt.H[args]!);
  const name = rt.H[args + 2]!;
  if (!isStr(rt, name)) valueError(rt, 'tool name must be a str');
  if (nameOf(rt, tool) !== S.None) valueError(rt, `tool ${tool} is already in use`);
  listSetItem(rt, toolNames(rt), tool, name);
  return rt.none();
}

function clearToolId(rt: Runtime, _module: number, arg: number): Owned {
  const tool = toolOf(rt, arg);
  if (nameOf(rt, tool) !== S.None) monitor(rt).clearTool(tool);
  return rt.none();
}

function freeToolId(rt: Runtime, _module: number, arg: number): Owned {
  const tool = toolOf(rt, arg);
  monitor(rt).clearTool(tool);
  listSetItem(rt, toolNames(rt), tool, S.None);
  return rt.none();
}

function registerCallback(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'register_callback', nargs, 3, 3);
  const tool = toolOf(rt, rt.H[args]!);
  const event = asCInt(rt, rt.H[args + 2]!);
  const callback = rt.H[args + 4]!;
  if (event <= 0 || (event & (event - 1)) !== 0) valueError(rt, 'The callback can only be set for one event at a time');
  if ((event & monitor(rt).events.all) === 0) valueError(rt, `invalid event ${event}`);
  const old = monitor(rt).callback(tool, event);
  const result = old === 0 ? rt.none() : rt.newRef(old);
  const mark = rt.mark();
  rt.own(result);
  monitor(rt).setCallback(tool, event, callback === S.None ? 0 : callback);
  rt.unown(result);
  rt.nsp = mark;
  return result;
}

/** A set of events; those of native calls come with CALL and go with it. */
function eventSet(rt: Runtime, arg: number, allowed: number, what: string): number {
  const events = asCInt(rt, arg);
  const m = monitor(rt);
  const ofCalls = m.bit('C_RETURN') | m.bit('C_RAISE');
  if (events < 0 || (events & ~(allowed | ofCalls)) !== 0) valueError(rt, `invalid ${what} 0x${(events >>> 0).toString(16)}`);
  if ((events & ofCalls) !== 0 && (events & (ofCalls | m.bit('CALL'))) !== (ofCalls | m.bit('CALL')))
    valueError(rt, 'cannot set C_RETURN or C_RAISE events independently');
  return (events & m.bit('CALL')) !== 0 ? events | ofCalls : events;
}

/** What is shown of a set of events. */
function shown(rt: Runtime, events: number): Owned {
  return newInt(rt, events & ~(monitor(rt).bit('C_RETURN') | monitor(rt).bit('C_RAISE')));
}

function setEvents(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'set_events', nargs, 2, 2);
  const tool = toolOf(rt, rt.H[args]!);
  const events = eventSet(rt, rt.H[args + 2]!, monitor(rt).events.all, 'event set');
  usedTool(rt, rt.H[args]!);
  monitor(rt).setGlobal(tool, events);
  return rt.none();
}

function codeOf(rt: Runtime, op: number): number {
  if (rt.H[op + Ob.type] !== T.code) typeError(rt, 'code must be a code object');
  return op;
}

function setLocalEvents(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'set_local_events', nargs, 3, 3);
  const tool = toolOf(rt, rt.H[args]!);
  const code = codeOf(rt, rt.H[args + 2]!);
  const events = eventSet(rt, rt.H[args + 4]!, monitor(rt).events.local, 'local event set');
  usedTool(rt, rt.H[args]!);
  monitor(rt).setLocal(tool, code, events);
  return rt.none();
}

function getLocalEvents(rt: Runtime, _module: number, args: number, nargs: number): Owned {
  checkPositional(rt, 'get_local_events', nargs, 2, 2);
  const tool = toolOf(rt, rt.H[args]!);
  return shown(rt, monitor(rt).localOf(tool, codeOf(rt, rt.H[args + 2]!)));
}

/** Names of the events that any tool wants everywhere, with the tools (bits). */
function allEvents(rt: Runtime): Owned {
  const m = monitor(rt);
  const mark = rt.mark();
  const dict = rt.own(newDict(rt));
  for (const name of m.events.names) {
    if (name === 'C_RETURN' || name === 'C_RAISE') continue;
    const tools = m.global.reduce((sum, set, tool) => ((set & m.bit(name)) !== 0 ? sum | (1 << tool) : sum), 0);
    if (tools === 0) continue;
    const inner = rt.mark();
    dictSetText(rt, dict, name, rt.own(newInt(rt, tools)));
    rt.release(inner);
  }
  return rt.leave(mark, rt.newRef(dict));
}

export const monitoringModule: ModuleSpec = {
  name: 'sys.monitoring',
  functions: [
    { name: 'use_tool_id', kind: Meth.FAST, fn: useToolId },
    { name: 'clear_tool_id', kind: Meth.O, fn: clearToolId },
    { name: 'free_tool_id', kind: Meth.O, fn: freeToolId },
    { name: 'get_tool', kind: Meth.O, fn: (rt: Runtime, _module: number, arg: number) => rt.newRef(nameOf(rt, toolOf(rt, arg))) },
    { name: 'register_callback', kind: Meth.FAST, fn: registerCallback },
    {
      name: 'get_events',
      kind: Meth.O,
      fn: (rt: Runtime, _module: number, arg: number) => shown(rt, monitor(rt).global[toolOf(rt, arg)]!),
    },
    { name: 'set_events', kind: Meth.FAST, fn: setEvents },
    { name: 'get_local_events', kind: Meth.FAST, fn: getLocalEvents },
    { name: 'set_local_events', kind: Meth.FAST, fn: setLocalEvents },
    {
      name: 'restart_events',
      kind: Meth.NOARGS,
      fn: (rt: Runtime) => {
        monitor(rt).restart();
        return rt.none();
      },
    },
    { name: '_all_events', kind: Meth.NOARGS, fn: allEvents },
  ],
  constants: { DEBUGGER_ID: 0, COVERAGE_ID: 1, PROFILER_ID: 2, OPTIMIZER_ID: 5 },
  exec(rt, module) {
    const m = monitor(rt);
    const mark = rt.mark();
    const namespace = rt.own(call(rt, T.SimpleNamespace, rt.nsp, 0, 0));
    const attributes = rt.H[namespace + 4]!;
    for (const name of m.events.names) dictSetText(rt, attributes, name, rt.own(newInt(rt, m.bit(name))));
    dictSetText(rt, attributes, 'NO_EVENTS', rt.own(newInt(rt, 0)));
    setModuleValue(rt, module, 'events', rt.newRef(namespace));
    for (const name of ['DISABLE', 'MISSING'] as const) setModuleValue(rt, module, name, rt.newRef(m.constant(name)));
    rt.release(mark);
  },
};
