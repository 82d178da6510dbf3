#!/usr/bin/env node
// The command line in a clone of the repository. It goes through the launcher, which brings Node and builds what is missing;
// a link to the built program could not be made before the build.
process.argv.splice(2, 0, 'argosy');
// The launcher works in the repository; paths that are given mean where the caller is.
process.env.ARGOSY_CALLED_FROM = process.cwd();
await import('../../../scripts/launch.js');
