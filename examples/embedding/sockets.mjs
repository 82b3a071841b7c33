// The memory layer without Python: two record types, a cycle, host resources released at the right moment.
//
// Run: node examples/embedding/sockets.mjs        (after npm ci; elsewhere import from 'ouroboros/memory')
//
// A session holds its connection and the connection its session: counting alone would never release either, and JavaScript's collector
// would not say when. Here the socket is closed with the last reference, or at the collection that finds the cycle.
import { audit, Handles, Heap, holders, RecordType } from 'ouroboros/memory';

const heap = new Heap({ pymalloc: { poolBytes: 16384, arenaBytes: 1 << 20 } });
const handles = new Handles(heap);
const Connection = new RecordType(heap, 'connection', { session: 'reference', port: 'int32' });
const Session = new RecordType(heap, 'session', { connection: 'reference', parent: 'reference', started: 'float64' });
const blocksAtStart = heap.allocatedBlocks();

/** A resource of the host. */
class Socket {
  constructor(port) {
    this.port = port;
    console.log(`  open  ${port}`);
  }
  [Symbol.dispose]() {
    console.log(`  close ${this.port}`);
  }
}

/** A connection with a socket; the caller holds it. */
function connect(port) {
  const connection = handles.take(Connection.create(), `connection ${port}`);
  Connection.setNumber(connection.address, 'port', port);
  Connection.attach(connection.address, new Socket(port));
  return connection;
}

console.log('counted: closed with the last reference');
const plain = connect(8001);
plain.release();

console.log('a cycle: closed by the collector');
const connection = connect(8002);
const session = handles.take(Session.create(), 'session');
Session.setReference(session.address, 'connection', connection.address);
Connection.setReference(connection.address, 'session', session.address);
console.log(
  `  the connection is held by ${holders(heap, connection.address)
    .map((h) => `${h.label} of ${h.ownerName}`)
    .join(' and ')}`,
);
connection.release();
session.release();
console.log('  nobody holds them any more; now the collection');
console.log(`  ${heap.gc.collect()} objects were unreachable`);

console.log('a tree: the root takes its children with it');
const root = handles.take(Session.create(), 'root');
for (const port of [8003, 8004]) {
  const child = connect(port);
  const leaf = handles.take(Session.create(), 'child');
  Session.setReference(leaf.address, 'connection', child.address);
  Session.setReference(leaf.address, 'parent', Session.getReference(root.address, 'parent'));
  Session.setReference(root.address, 'parent', leaf.address);
  child.release();
  leaf.release();
}
root.release();

console.log(`audit: ${audit(heap).ok ? 'every count is explained' : 'counts are wrong'}`);
console.log(`blocks left: ${heap.allocatedBlocks() - blocksAtStart}`);
