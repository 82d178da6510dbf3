import colours from 'picocolors';
import type { NetHappening, Up } from './happenings.js';

/** Whether to print JSON: as asked for, else where the output is no terminal. */
export const wantsJson = ({ json }: { readonly json?: boolean }): boolean =>
  json ?? !process.stdout.isTTY;

/** Data, for standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** What is said beside the data, on standard error. */
export function remark(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** What may be done next. */
export function hint(lines: readonly (readonly [command: string, does: string])[]): void {
  const width = Math.max(...lines.map(([command]) => command.length));
  const listed = lines.map(([command, does]) => `  ${command.padEnd(width)}  ${colours.dim(does)}`);
  remark(['', 'Next:', ...listed].join('\n'));
}

export const elapsed = (milliseconds: number): string =>
  colours.dim(
    milliseconds < 1_000
      ? `${milliseconds.toFixed(0)} ms`
      : `${(milliseconds / 1_000).toFixed(1)} s`,
  );

/** What a person should know of a network that came up. */
export const upText = (up: Up): string =>
  [
    up.already
      ? `The network is up already: profile ${colours.bold(up.profile)}.`
      : `The network is up: profile ${colours.bold(up.profile)}, ${up.organisations} organisations, ${up.peers} peers, ${up.orderers} orderers, channels ${up.channels.join(', ')}.`,
    colours.yellow(`${sentence(up.about)}: for development, tests and demonstration only.`),
    `Run folder ${up.home}`,
    `Described in ${up.network}`,
  ].join('\n');

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** A step that was taken, for a terminal. */
export function happeningText(happening: NetHappening): string {
  switch (happening.event) {
    case 'start':
      return `${colours.bold('Argosy network')}, profile ${happening.profile}, on ${happening.about}`;
    case 'step':
      return `${colours.green('✓')} ${happening.step.padEnd(11)} ${happening.detail}  ${elapsed(happening.milliseconds)}`;
    case 'restart':
      return `${colours.yellow('!')} ${happening.process} ${happening.how} and is started again`;
    case 'up':
      return `${colours.green('✓')} up          ${elapsed(happening.milliseconds)}`;
  }
}
