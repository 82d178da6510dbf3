import { describe, expect, test } from '@jest/globals';
import { SignaturePolicyEnvelope } from './messages/policies.js';
import { mspsOfPolicy, parseSignaturePolicy, PolicySyntaxError } from './policy-syntax.js';
import { encode } from './wire.js';

const bytesOf = (text: string): string =>
  encode(SignaturePolicyEnvelope, parseSignaturePolicy(text)).toString('hex');

describe('the bytes are those that Fabric 3.1.5 makes of the same text', () => {
  test.each([
    [
      "OR('Org1MSP.peer','Org2MSP.peer')",
      '120c120a080112020800120208011a0d120b0a074f7267314d535010031a0d120b0a074f7267324d53501003',
    ],
    [
      "AND('Org1MSP.peer', 'Org2MSP.member')",
      '120c120a080212020800120208011a0d120b0a074f7267314d535010031a0b12090a074f7267324d5350',
    ],
    ["Or('A.orderer')", '120812060801120208001a0712050a01411004'],
    [
      "OutOf(2,'A.peer','B.peer','C.peer')",
      '1210120e08021202080012020801120208021a0712050a014110031a0712050a014210031a0712050a01431003',
    ],
    [
      "outof('2','A.peer','B.peer')",
      '120c120a080212020800120208011a0712050a014110031a0712050a01421003',
    ],
    ["OUTOF(0,'A.peer')", '12061204120208001a0712050a01411003'],
    ["OutOf(2,'A.peer')", '120812060802120208001a0712050a01411003'],
    [
      "OR('A.peer', AND('B.peer','C.peer'), 'D.peer', OutOf(1, OR('E.peer'), 'F.peer'))",
      '122e122c080112020804120c120a080212020800120208011202080512121210080112081206080112020802120208031a0712050a014210031a0712050a014310031a0712050a014510031a0712050a014610031a0712050a014110031a0712050a01441003',
    ],
    ["OR('A.peer','A.peer')", '120c120a080112020800120208011a0712050a014110031a0712050a01411003'],
    ["OR('my-org.v2.member')", '120812060801120208001a0d120b0a096d792d6f72672e7632'],
    ["OR('A.peer',)", '120812060801120208001a0712050a01411003'],
    [
      '  OR ( \'A.peer\' , \n "B.peer" ) ',
      '120c120a080112020800120208011a0712050a014110031a0712050a01421003',
    ],
    ['OR(`A.peer`)', '120812060801120208001a0712050a01411003'],
  ])('%s', (text, bytes) => {
    expect(bytesOf(text)).toBe(bytes);
  });
});

describe('what Fabric refuses is refused, with its place', () => {
  test.each([
    ['', 'expected AND, OR or OutOf, at character 1 of an empty policy'],
    ["'A.member'", 'expected AND, OR or OutOf, at character 1'],
    ["or('A.peer')", 'expected AND, OR or OutOf, at character 1'],
    ["oR('A.peer')", 'expected AND, OR or OutOf, at character 1'],
    ['OR()', 'expected AND, OR or OutOf, at character 4'],
    ["OR('A.peer' 'B.peer')", 'expected ), at character 13'],
    ["OR('A.peer'", 'expected ), at character 12'],
    ["OR('A.peer", 'a quotation mark is not closed, at character 4'],
    ['OR(A.peer)', 'expected AND, OR or OutOf, at character 4'],
    ["OR('A.peer', B)", 'expected AND, OR or OutOf, at character 14'],
    ["OR('A.peer') OR('B.peer')", 'expected nothing after the outermost gate, at character 14'],
    [
      "OR('A.boss')",
      "'A.boss' is no principal: it must be an MSP id, a dot and one of member, admin, client, peer, orderer, at character 4",
    ],
    ["OR('A_x.peer')", "'A_x.peer' is no principal"],
    ["OR('')", "'' is no principal"],
    ["OutOf('A.peer','B.peer')", 'OutOf begins with how many must sign, at character 7'],
    ["OutOf(-1,'A.peer')", 'OutOf begins with how many must sign, at character 7'],
    ['OutOf(1)', 'expected ,, at character 8'],
    ['OutOf(1, 2)', 'expected AND, OR or OutOf, at character 10'],
    ["OR('B.peer', OutOf(3,'A.peer'))", '3 of 1 can never be met, at character 14'],
  ])('%s', (text, reason) => {
    expect(() => parseSignaturePolicy(text)).toThrow(PolicySyntaxError);
    expect(() => parseSignaturePolicy(text)).toThrow(reason);
  });
});

test('the organisations of a policy are named once each', () => {
  expect(mspsOfPolicy("OutOf(2, 'A.peer', OR('B.admin', 'A.member'), \"C.peer\")")).toEqual([
    'A',
    'B',
    'C',
  ]);
});
