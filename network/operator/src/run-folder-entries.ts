import { existsSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { runFolder } from './run-folder.js';

/** What a network keeps directly in its run folder beside the files and folders that `RunFolder` names. */
const others: readonly RegExp[] = [
  // What a start writes that was cut short.
  /^\.draft-\d+$/,
  /\.\d+\.tmp$/,
  // What whoever runs the network keeps.
  /^up\.json$/,
  /^desk\.sock$/,
];

/** Tells of a name in a run folder whether it is part of a network. */
export function runFolderEntries(home: string): (name: string) => boolean {
  const folder = runFolder(home);
  const paths = Object.values(folder).map((place) =>
    typeof place === 'string' ? place : pathOf(place('x', 'enrolment')),
  );
  const names = new Set(paths.map((path) => relative(home, path).split(sep)[0] ?? ''));
  names.delete('');
  return (name) => names.has(name) || others.some((form) => form.test(name));
}

const pathOf = (place: string | { readonly certificate: string }): string =>
  typeof place === 'string' ? place : place.certificate;

/** Whether a network was ever made in a folder. */
export function isRunFolder(home: string): boolean {
  const { material, network } = runFolder(home);
  return existsSync(material) || existsSync(network) || existsSync(runFolder(home).processes);
}
