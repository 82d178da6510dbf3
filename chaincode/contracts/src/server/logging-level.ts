// The shim reads its level once, when it is loaded, and says a line per transaction below `error`.
process.env['CORE_CHAINCODE_LOGGING_LEVEL'] ??= 'error';
