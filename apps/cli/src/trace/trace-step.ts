/** What became of a step. */
export const stepStates = [
  'done',
  /** The request ended here. */
  'refused',
  /** It ended before. */
  'notReached',
  /** It may have happened, and nobody who was asked knows. */
  'notKnown',
  'notBuilt',
] as const;
export type StepState = (typeof stepStates)[number];

/** One of the thirteen steps of a request. */
export type TraceStep = {
  readonly step: number;
  readonly name: string;
  readonly state: StepState;
  /** What happened, in sentences. */
  readonly says: readonly string[];
  /** What of the step is not there yet. */
  readonly notBuilt: readonly string[];
  /** The same as data. */
  readonly evidence: Readonly<Record<string, unknown>>;
};

/** What a step is made of, apart from its number and name. */
export type Told = Pick<TraceStep, 'state' | 'says'> &
  Partial<Pick<TraceStep, 'notBuilt' | 'evidence'>>;

export const traceStep = (step: number, name: string, told: Told): TraceStep => ({
  ...{ step, name, notBuilt: [], evidence: {} },
  ...told,
});
