import { say } from './report.js';

/** Print what was not run and the totals as the last line. Returns the exit code. */
export function summarise(results, { strict = process.env.CI === 'true', print = say } = {}) {
  const notRun = results.flatMap((result) => result.notRun);
  for (const { name, reason } of notRun) print(`not run: ${name}: ${reason}`);
  const missing = strict ? notRun.filter((part) => !part.optional).length : 0;
  if (missing > 0) print(`CI is true, so each of the ${missing} missing parts counts as failed`);
  const passed = sum(results.map((result) => result.passed));
  const failed = sum(results.map((result) => result.failed)) + missing;
  print(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
