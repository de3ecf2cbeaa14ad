// How several streams share one pipe. They are cut into packets small enough for the system to write each as a whole, and each packet
// starts with its stream's label.
//
//   u32 PACKET_MAGIC · u32 length of what follows the head · u64 label, any bits that no other stream has
//   a piece of the stream

export const PACKET_HEAD_BYTES = 16;

/** `LSPK`: a reader that does not find it is out of step. */
export const PACKET_MAGIC = 0x4b50534c;

/** The most that a pipe takes in one piece, head included: PIPE_BUF on Linux, and on other systems. */
export const PACKET_BYTES = { linux: 4096, other: 512 } as const;
