/**
 * Node's HTTP without TLS. An import of `node:http` as a module would load all that hangs on it, fetch and WebSocket among that, which
 * takes each start 20 ms of processor time.
 */
export const plainHttp = process.getBuiltinModule('node:http');
