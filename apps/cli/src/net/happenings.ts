import type { Step } from '@argosy/operator/network';

/** What happens while a network comes up, one thing at a time; a terminal shows it, a program reads it as JSON. */
export type NetHappening =
  | {
      readonly event: 'start';
      readonly engine: string;
      readonly about: string;
      readonly profile: string;
      readonly home: string;
    }
  | (Step & { readonly event: 'step' })
  | { readonly event: 'restart'; readonly process: string; readonly how: string }
  | Up;

/** That a network is up, and where. */
export type Up = {
  readonly event: 'up';
  /** Whether it was so before it was asked for. */
  readonly already: boolean;
  readonly engine: string;
  readonly about: string;
  readonly profile: string;
  readonly home: string;
  readonly portBase: number;
  /** The file that describes it. */
  readonly network: string;
  readonly organisations: number;
  readonly peers: number;
  readonly orderers: number;
  readonly channels: readonly string[];
  readonly milliseconds: number;
};
