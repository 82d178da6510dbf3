#!/usr/bin/env node
// The command line in a clone of the repository. It goes through the launcher, which brings Node and builds what is missing;
// a link to the built program could not be made before the build.
process.argv.splice(2, 0, 'argosy');
await import('../../../scripts/launch.js');
