import { expect, test } from '@jest/globals';
import { samplesPorts } from './samples-ports.js';
import { testNetwork } from './test-network.js';

const network = (organisations: number) =>
  testNetwork({ organisations, channel: 'mychannel', chaincode: 'basic' });

test('ports are where the samples expect them', () => {
  const ports = samplesPorts(network(3));
  expect(ports.ordererPorts('OrdererMSP')).toEqual({ grpc: 7050, admin: 7053, operations: 9443 });
  const msps = ['Org1MSP', 'Org2MSP', 'Org3MSP'];
  expect(msps.map((msp) => ports.peerPorts(msp, 'peer0').grpc)).toEqual([7051, 9051, 11_051]);
  expect(msps.map((msp) => ports.authorityPort(msp))).toEqual([7054, 8054, 11_054]);
  expect(ports.authorityPort('OrdererMSP')).toBe(9054);
});

test('another base moves all of them alike', () => {
  const ports = samplesPorts(network(2)).listeners.map(({ port }) => port);
  const moved = samplesPorts(network(2), 27_050).listeners.map(({ port }) => port);
  expect(moved).toEqual(ports.map((port) => port + 20_000));
});

test('no two of the largest network share one', () => {
  const ports = samplesPorts(network(10)).listeners.map(({ port }) => port);
  expect(new Set(ports).size).toBe(ports.length);
});

test('a base without room is refused', () => {
  expect(() => samplesPorts(network(2), 65_000)).toThrow('65000 cannot be the port of the orderer');
  expect(() => samplesPorts(network(2), 80)).toThrow('must lie between 1024 and 65535');
});
