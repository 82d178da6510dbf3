process.stdin.resume().on('end', () => process.exit(0));
