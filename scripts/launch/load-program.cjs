'use strict';
// Copied beside a program that the launcher put into few files, and started with it: plain JavaScript.
const { readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');
const { cachedDataVersionTag } = require('node:v8');
const { crc32 } = require('node:zlib');

/** By then everything that a start needs has run once, and what is not used again has not been thrown away yet. */
const compiledByMs = 5_000;

/**
 * Run a program that lies in few files of a folder, with what was compiled of them at an earlier run. Node's own cache holds what is
 * compiled when a file is loaded, and hardly a function is by then; this one holds those that have run. It is kept beside the files,
 * is used for exactly this edition of them by exactly this V8, and is only ever missing: whoever cannot read or write it compiles.
 */
module.exports = function loadProgram({ folder, edition, program }) {
  const parts = new Map();
  const load = (name) => {
    const known = parts.get(name);
    if (known !== undefined) return known.module.exports;
    const filename = join(folder, name);
    const kept = new KeptCode(`${filename}.${cachedDataVersionTag().toString(16)}.code`, edition);
    const cachedData = kept.read();
    // What the bundler writes is ASCII, and V8 keeps it in the form in which it is read.
    const text = readFileSync(filename, 'latin1');
    const source = `(function (exports, require, module, __filename, __dirname) {${text}\n})`;
    const script = new Script(source, { filename, cachedData });
    const module = { exports: {} };
    const mustKeep = cachedData === undefined || script.cachedDataRejected === true;
    parts.set(name, {
      module,
      keep: mustKeep ? () => kept.write(script.createCachedData()) : none,
    });
    const requirePart = (id) => (isPart(id) ? load(id.slice(2)) : require(id));
    script.runInThisContext()(module.exports, requirePart, module, filename, folder);
    return module.exports;
  };
  const keepAll = once(() => {
    for (const { keep } of parts.values()) keep();
  });
  setTimeout(keepAll, compiledByMs).unref();
  process.once('exit', (code) => {
    if (code === 0) keepAll();
  });
  load(program);
};

const none = () => undefined;

const isPart = (id) => /^\.\/[^/]+\.js$/.test(id);

function once(work) {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}

/** Compiled code in a file, behind the edition of its source and a checksum. */
class KeptCode {
  constructor(file, edition) {
    this.file = file;
    this.edition = Buffer.from(edition, 'latin1');
  }

  read() {
    try {
      const kept = readFileSync(this.file);
      const begin = this.edition.length + 4;
      const code = kept.subarray(begin);
      const isWhole = kept.length > begin && kept.readUInt32LE(begin - 4) === crc32(code);
      return isWhole && this.edition.equals(kept.subarray(0, begin - 4)) ? code : undefined;
    } catch {
      return undefined;
    }
  }

  write(code) {
    const draft = `${this.file}.${process.pid}`;
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32LE(crc32(code));
    try {
      writeFileSync(draft, Buffer.concat([this.edition, checksum, code]), { mode: 0o600 });
      renameSync(draft, this.file);
    } catch {
      rmSync(draft, { force: true });
    }
  }
}
