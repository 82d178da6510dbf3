import type { Wrong } from '../wrong.js';

export const yaml: readonly Wrong[] = [
  {
    title: 'brackets that do not match',
    from: 'peers: [peer0]\n',
    to: 'peers: [peer0}\n',
    says: 'the file is no YAML',
  },
  {
    title: 'a tab as indentation',
    from: '    people:\n      - { id: ines',
    to: '\tpeople:\n      - { id: ines',
    says: 'the file is no YAML',
  },
  {
    title: 'a field given twice',
    from: 'domain: importer.test\n',
    to: 'domain: importer.test\n    domain: importer2.test\n',
    at: 'domain: importer2.test',
    says: 'the file is no YAML. Map keys must be unique',
  },
  {
    title: 'a second document',
    from: 'orderers:\n',
    to: '---\norderers:\n',
    says: 'the file is no YAML',
  },
  {
    title: 'an anchor',
    from: 'peers: [peer0]\n',
    to: 'peers: &peers [peer0]\n',
    says: '&peers names a place for aliases',
  },
  {
    title: 'an alias',
    from: 'peers: [peer0]\n    people:\n      - { id: mei',
    to: 'peers: *peers\n    people:\n      - { id: mei',
    says: '*peers refers to another place',
  },
  {
    title: 'a merge key',
    from: 'peers: [peer0]\n    people:\n      - { id: mei',
    to: '<<: { peers: [peer0] }\n    people:\n      - { id: mei',
    says: 'there is no field <<',
  },
  {
    title: 'a tag',
    from: 'peers: [peer0]\n',
    to: 'peers: !list [peer0]\n',
    says: 'the file is no YAML',
  },
  {
    title: 'a field whose name is no text',
    from: 'domain: importer.test\n',
    to: 'domain: importer.test\n    5: x\n',
    at: '5: x',
    says: '5 is no name of a field',
  },
];
