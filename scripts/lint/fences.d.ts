import type { Linter } from 'eslint';

/** What each package must not touch, as configuration of ESLint. */
export declare const fences: Linter.Config[];
