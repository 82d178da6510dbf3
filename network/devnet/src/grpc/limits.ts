/** 100 MiB in both directions, as a peer sets on every connection. */
export const messageLimits = {
  'grpc.max_receive_message_length': 104_857_600,
  'grpc.max_send_message_length': 104_857_600,
};
