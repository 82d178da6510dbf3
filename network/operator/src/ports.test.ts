import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { planPorts, portLayout, portSpan } from './ports.js';
import { readTopology } from './topology/read.js';

const file = fileURLToPath(new URL('../../topology.yaml', import.meta.url));
const base = 17_000;

describe.each(['starter', 'full', 'ha', 'bench'])('the ports of %s', (profile) => {
  const topology = readTopology(file, profile);
  const { listeners } = planPorts(topology, base);

  test('are each used once, within the span', () => {
    const ports = listeners.map(({ port }) => port);
    expect(new Set(ports).size).toBe(ports.length);
    expect(Math.min(...ports)).toBe(base);
    expect(Math.max(...ports)).toBeLessThan(base + portSpan);
  });

  test('are one for each listener of each node', () => {
    const peers = topology.organisations.flatMap((it) => it.peers).length;
    const withPeer = topology.organisations.filter((it) => it.peers.length > 0).length;
    const { length: orderers } = topology.orderers;
    const authorities = topology.organisations.length + orderers;
    expect(listeners).toHaveLength(2 + peers * 2 + withPeer + orderers * 3 + authorities);
  });
});

test('the places of the layout do not overlap and fill the span', () => {
  const places = Object.values(portLayout).sort((a, b) => a.from - b.from);
  places.forEach(({ from, room }, index) => {
    expect(from + room).toBeLessThanOrEqual(places[index + 1]?.from ?? portSpan);
  });
});

test('a node keeps its ports together: the nth of its kind at the nth place', () => {
  const ports = planPorts(readTopology(file, 'ha'), base);
  expect(ports.peerPorts('ImportBankMSP', 'peer0')).toEqual({ grpc: 17_010, operations: 17_040 });
  expect(ports.peerPorts('ImportBankMSP', 'peer1')).toEqual({ grpc: 17_011, operations: 17_041 });
  expect(ports.chaincodePort('ExportBankMSP', 'argosy')).toBe(17_071);
  expect(ports.ordererPorts('CustomsOrdererMSP')).toEqual({
    grpc: 17_103,
    admin: 17_123,
    operations: 17_143,
  });
  expect(ports.authorityPort('ImporterMSP')).toBe(17_160);
  expect([ports.gateway, ports.control]).toEqual([17_000, 17_001]);
  expect(() => ports.peerPorts('ImporterMSP', 'peer0')).toThrow('no port is planned');
});

test('every listener is known by what it is for', () => {
  const { listeners } = planPorts(readTopology(file), base);
  expect(listeners.find(({ port }) => port === 17_010)?.use).toBe('peer peer0 of ImportBankMSP');
  expect(listeners.find(({ port }) => port === 17_070)?.use).toBe(
    'chaincode argosy of ImportBankMSP',
  );
});

test.each([1023, 65_337, 17_000.5, Number.NaN])('%d cannot be the base port', (wrong) => {
  expect(() => planPorts(readTopology(file), wrong)).toThrow('cannot be the base port');
});

test.each([1024, 65_336])('%d can be the base port', (right) => {
  expect(planPorts(readTopology(file), right).base).toBe(right);
});
