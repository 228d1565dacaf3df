package dev.perigee.protocol.delivery;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.command.StreamName;
import java.util.Arrays;

/// What a running program wrote to one stream, from the byte `offset` of that stream on; bytes are base 64 in JSON. The
/// same bytes may come again, and bytes that came too fast never come: then the next chunk begins behind them.
@SuppressWarnings("ArrayRecordComponent") // equality is by content; nobody writes into the bytes of a chunk
public record OutputChunk(CommandId command, StreamName stream, long offset, byte[] bytes) {
    private static final long OFFSET_MAX = 1L << 52;

    public OutputChunk {
        if (command == null || stream == null || bytes == null) {
            throw new BadValue("output is incomplete: expected command, stream, offset and bytes");
        }
        if (offset < 0 || offset > OFFSET_MAX) {
            throw new BadValue("offset", offset, "0 to " + OFFSET_MAX);
        }
    }

    /// The offset of the first byte behind it.
    public long end() {
        return offset + bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OutputChunk(CommandId theirs, StreamName theirStream, long theirOffset, byte[] content)
                && command.equals(theirs)
                && stream == theirStream
                && offset == theirOffset
                && Arrays.equals(bytes, content);
    }

    @Override
    public int hashCode() {
        return 31 * command.hashCode() + Long.hashCode(offset);
    }

    @Override
    public String toString() {
        return "OutputChunk[" + command + " " + stream.wireName() + " " + offset + ", " + bytes.length + " bytes]";
    }
}
